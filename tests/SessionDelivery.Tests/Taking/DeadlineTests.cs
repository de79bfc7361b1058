using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;
using Microsoft.Extensions.Time.Testing;
using static Bpsdm.SessionDelivery.Tests.Taking.TestRun;

namespace Bpsdm.SessionDelivery.Tests.Taking;

/// <summary>What the server's clock does to an attempt. The clocks stand in a year that the fixture's own service does not live to see.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class DeadlineTests(DeliveryFixture service)
{
    private static readonly DateTimeOffset Start = new(2090, 6, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Deadline = Start.AddMinutes(30);

    [Fact]
    public async Task Time_runs_out_by_the_servers_clock_though_nobody_is_connected()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("post-test", Draw((1, 2)));
        var clock = new FakeTimeProvider(Start);
        await using var replica = new Replica(service, clock);
        using var learner = replica.AsLearner(run.Run.Nip);
        var items = ItemsOf(await run.BeginAsync(learner));
        await run.AnswerAsync(learner, items[0], Answer(items[0], right: true));

        clock.SetUtcNow(Start.AddMinutes(10));
        (await run.ResumeAsync(learner)).GetProperty("remainingSeconds").GetInt32().ShouldBe(20 * 60);
        // Nobody who begins again gets more time.
        (await run.BeginAsync(learner)).GetProperty("deadline").GetDateTimeOffset().ShouldBe(Deadline);
        clock.SetUtcNow(Deadline);
        (await run.AnswerAsync(learner, items[1], Answer(items[1], right: false))).GetProperty("revision").GetInt32().ShouldBe(1);

        clock.SetUtcNow(Deadline.AddMicroseconds(1));
        await ConflictAsync(learner.PutAsJsonAsync($"{run.Attempt()}/answers/{items[1].GetProperty("itemId")}", Answer(items[1], right: true, revision: 2)), "attempt-over");
        clock.Advance(TimeSpan.FromMinutes(1));
        var handedIn = await Eventually.SeeAsync(
            () => service.ScalarAsync<DateTime>("SELECT coalesce(max(handed_in_at), 'epoch') FROM test_attempts WHERE offering_id = $1", run.Run.OfferingId), at => at > DateTime.UnixEpoch);
        handedIn.ShouldBe(Deadline.UtcDateTime);
        var mine = await Eventually.SeeAsync(() => learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress"), m => m.GetProperty("attempts").GetArrayLength() == 1);
        mine.GetProperty("attempts")[0].GetProperty("score").GetDecimal().ShouldBe(50);
        mine.GetProperty("attempts")[0].GetProperty("attemptedAt").GetDateTimeOffset().ShouldBe(Deadline);
    }

    [Fact]
    public async Task Who_comes_late_finds_what_was_saved_graded()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("pre-test", Draw((1, 2)));
        var clock = new FakeTimeProvider(Start);
        await using var replica = new Replica(service, clock);
        using var learner = replica.AsLearner(run.Run.Nip);
        var items = ItemsOf(await run.BeginAsync(learner, "pre-test"));
        await run.AnswerAsync(learner, items[0], Answer(items[0], right: true), "pre-test");
        clock.SetUtcNow(Deadline.AddSeconds(1));
        var late = await run.ResumeAsync(learner, "pre-test");
        (late.GetProperty("status").GetString(), late.GetProperty("score").GetDecimal(), late.GetProperty("handedInAt").GetDateTimeOffset()).ShouldBe(("graded", 50, Deadline));
        (await run.HandInAsync(learner, "pre-test")).ToString().ShouldBe(late.ToString());
    }

    [Fact]
    public async Task A_test_is_begun_in_its_window_and_ends_with_it()
    {
        var run = await StartAsync(service, participants: 2);
        var (opens, closes) = (Start.AddHours(1), Start.AddHours(2));
        await run.DefineAsync("pre-test", new { draws = new[] { new { module = 1, count = 1 } }, timeLimitMinutes = 45, opensAt = opens, closesAt = closes });
        var clock = new FakeTimeProvider(opens.AddMicroseconds(-1));
        await using var replica = new Replica(service, clock);
        using var learner = replica.AsLearner(run.Run.Nip);
        using var other = replica.AsLearner(run.Run.Participants[1].Person.Nip);

        await ConflictAsync(learner.PutAsync(run.Attempt("pre-test"), null), "outside-test-window");
        clock.SetUtcNow(opens);
        (await run.BeginAsync(learner, "pre-test")).GetProperty("deadline").GetDateTimeOffset().ShouldBe(opens.AddMinutes(45));
        clock.SetUtcNow(closes.AddMinutes(-5));
        (await run.BeginAsync(other, "pre-test")).GetProperty("remainingSeconds").GetInt32().ShouldBe(5 * 60);
        clock.SetUtcNow(closes);
        await ConflictAsync(other.PutAsync(run.Attempt("pre-test", 2), null), "outside-test-window");
    }

    [Fact]
    public async Task A_service_that_restarts_in_the_middle_loses_no_answer_and_no_time()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("post-test", Draw((1, 3)));
        string begun;
        await using (var before = new Replica(service, new FakeTimeProvider(Start)))
        {
            using var learner = before.AsLearner(run.Run.Nip);
            var items = ItemsOf(await run.BeginAsync(learner));
            await run.AnswerAsync(learner, items[0], Answer(items[0], right: true));
            await run.AnswerAsync(learner, items[1], Answer(items[1], right: true));
            begun = (await run.ResumeAsync(learner)).GetProperty("items").ToString();
        }
        await using (var after = new Replica(service, new FakeTimeProvider(Start.AddMinutes(29))))
        {
            using var learner = after.AsLearner(run.Run.Nip);
            var resumed = await run.ResumeAsync(learner);
            (resumed.GetProperty("items").ToString(), resumed.GetProperty("remainingSeconds").GetInt32()).ShouldBe((begun, 60));
        }
        // Down over the deadline: the next start hands in.
        await using var late = new Replica(service, new FakeTimeProvider(Deadline.AddDays(1)));
        using var client = late.AsLearner(run.Run.Nip);
        var mine = await Eventually.SeeAsync(() => client.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress"), m => m.GetProperty("attempts").GetArrayLength() == 1);
        mine.GetProperty("bestScore").GetDecimal().ShouldBe(66.66m);
    }

    [Fact]
    public async Task Two_replicas_that_sweep_hand_in_each_attempt_once()
    {
        const int People = 450;
        var run = await StartAsync(service, DeliveryFixture.Offering(minAttendance: 0, allModules: false, maxAttempts: 1), People);
        await run.DefineAsync("post-test", Draw((1, 2)));
        await using (var replica = new Replica(service, new FakeTimeProvider(Start)))
        {
            await Parallel.ForEachAsync(run.Run.Participants.Index(), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (one, _) =>
            {
                using var learner = replica.AsLearner(one.Item.Person.Nip);
                foreach (var item in ItemsOf(await run.BeginAsync(learner))) await run.AnswerAsync(learner, item, Answer(item, right: one.Index % 3 != 0));
            });
        }
        await using var first = new Replica(service, new FakeTimeProvider(Deadline.AddHours(1)));
        await using var second = new Replica(service, new FakeTimeProvider(Deadline.AddHours(1)));
        await Eventually.SeeAsync(
            () => service.ScalarAsync<long>("SELECT count(*) FROM test_attempts WHERE offering_id = $1 AND recorded_at IS NULL", run.Run.OfferingId), left => left == 0, TimeSpan.FromSeconds(60));
        await service.DrainAsync();
        run.Run.CompletedSoFar().Select(p => p.ParticipantId).Order().ShouldBe(run.Run.Participants.Where((_, i) => i % 3 != 0).Select(p => p.ParticipantId).Order());
        run.Run.FailedSoFar().Select(p => p.ParticipantId).Order().ShouldBe(run.Run.Participants.Where((_, i) => i % 3 == 0).Select(p => p.ParticipantId).Order());
        (await service.ScalarAsync<long>("SELECT count(*) FROM attempts WHERE offering_id = $1", run.Run.OfferingId)).ShouldBe(People);
        (await service.ScalarAsync<long>("SELECT count(*) FROM test_attempts WHERE offering_id = $1 AND handed_in_at = deadline", run.Run.OfferingId)).ShouldBe(People);
    }

    /// <summary>The process ended between the hand-in and the record.</summary>
    [Fact]
    public async Task A_score_that_was_cut_off_on_its_way_reaches_the_record()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("post-test", Draw((1, 1)));
        using var learner = service.AsLearner(run.Run.Nip);
        var item = ItemsOf(await run.BeginAsync(learner))[0];
        await run.AnswerAsync(learner, item, Answer(item, right: true));
        await service.ScalarAsync<int>(
            """
            WITH graded AS (UPDATE test_answers SET earned = 1 WHERE attempt_id = (SELECT id FROM test_attempts WHERE offering_id = $1))
            UPDATE test_attempts SET handed_in_at = now(), score = 100 WHERE offering_id = $1 RETURNING number
            """, run.Run.OfferingId);
        await using var restarted = new Replica(service);
        (await run.Run.CompletedAsync(1)).ShouldHaveSingleItem().Score.ShouldBe(100);
    }
}
