using System.Net.Http.Json;
using System.Text.Json;
using static Bpsdm.SessionDelivery.Tests.Taking.TestRun;

namespace Bpsdm.SessionDelivery.Tests.Taking;

/// <summary>Attempts, one after another: of the post-test, and of its remedial.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class RemedialTests(DeliveryFixture service)
{
    [Fact]
    public async Task Who_failed_the_post_test_completes_by_the_remedial()
    {
        var run = await StartAsync(service, DeliveryFixture.Offering(minAttendance: 0, allModules: false, maxAttempts: 3));
        await run.DefineAsync("post-test", new { draws = new[] { new { module = 1, count = 2 } }, timeLimitMinutes = 30, attempts = 2 });
        (await run.DefineAsync("remedial", Draw((3, 5)))).GetProperty("attempts").GetInt32().ShouldBe(1);
        using var learner = service.AsLearner(run.Run.Nip);

        await ConflictAsync(learner.PutAsync(run.Attempt("remedial"), null), "attempt-out-of-order");
        await ConflictAsync(learner.PutAsync(run.Attempt(n: 2), null), "attempt-out-of-order");
        (await run.TakeAsync(learner, right: 1)).GetProperty("passed").GetBoolean().ShouldBeFalse();
        await run.BeginAsync(learner, n: 2);
        await ConflictAsync(learner.PutAsync(run.Attempt("remedial"), null), "attempt-out-of-order");
        await run.HandInAsync(learner, n: 2);
        await ConflictAsync(learner.PutAsync(run.Attempt(n: 3), null), "no-attempts-left");

        (await run.TakeAsync(learner, "remedial")).GetProperty("score").GetDecimal().ShouldBe(100);
        (await run.Run.CompletedAsync(1)).ShouldHaveSingleItem().Score.ShouldBe(100);
        var mine = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress");
        mine.GetProperty("attempts").EnumerateArray().Select(a => (a.GetProperty("attempt").GetInt32(), a.GetProperty("score").GetDecimal())).ShouldBe([(1, 50), (2, 0), (3, 100)]);
        var tests = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-tests");
        tests.EnumerateArray().Select(t => (t.GetProperty("test").GetString(), t.GetProperty("items").GetInt32(), t.GetProperty("attempts").GetArrayLength()))
            .ShouldBe([("post-test", 2, 2), ("remedial", 5, 1)]);
    }

    [Fact]
    public async Task Who_failed_every_attempt_has_failed()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("post-test", new { draws = new[] { new { module = 1, count = 2 } }, timeLimitMinutes = 30, attempts = 1 });
        await run.DefineAsync("remedial", Draw((1, 2)));
        using var learner = service.AsLearner(run.Run.Nip);
        await run.TakeAsync(learner, right: 0);
        run.Run.FailedSoFar().ShouldBeEmpty();
        await run.TakeAsync(learner, "remedial", right: 1);
        (await run.Run.FailedAsync(1)).ShouldHaveSingleItem().Score.ShouldBe(50);
    }

    [Fact]
    public async Task Who_passed_needs_no_remedial()
    {
        var run = await StartAsync(service, DeliveryFixture.Offering(minAttendance: 100));
        await run.DefineAsync("post-test", new { draws = new[] { new { module = 1, count = 2 } }, timeLimitMinutes = 30, attempts = 1 });
        await run.DefineAsync("remedial", Draw((1, 2)));
        using var learner = service.AsLearner(run.Run.Nip);
        await run.TakeAsync(learner);
        await ConflictAsync(learner.PutAsync(run.Attempt("remedial"), null), "already-passed");
    }

    [Fact]
    public async Task A_pre_test_counts_for_nothing_but_is_known_to_be_done()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("pre-test", new { draws = new[] { new { module = 1, count = 2 } }, timeLimitMinutes = 30, attempts = 2, passScore = 50 });
        await run.DefineAsync("post-test", Draw((1, 2)));
        using var learner = service.AsLearner(run.Run.Nip);
        (await run.TakeAsync(learner, "pre-test", right: 1)).GetProperty("passed").GetBoolean().ShouldBeTrue();
        (await run.TakeAsync(learner, "pre-test", 2)).GetProperty("score").GetDecimal().ShouldBe(100);
        var mine = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress");
        (mine.GetProperty("attempts").GetArrayLength(), mine.GetProperty("outcome").GetString()).ShouldBe((0, "in-progress"));
        mine.GetProperty("preTestHandedInAt").GetDateTimeOffset().ShouldBe(
            (await run.ResumeAsync(learner, "pre-test")).GetProperty("handedInAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Where_modules_come_first_no_post_test_begins_before_they_are_done()
    {
        var run = await StartAsync(service);
        foreach (var test in (string[])["pre-test", "post-test"]) await run.DefineAsync(test, Draw((1, 1)));
        using var admin = service.AsTrainingAdmin();
        using var learner = service.AsLearner(run.Run.Nip);
        using (var set = await admin.PutAsJsonAsync($"{run.At}/learning-order", new { preTestFirst = false, modulesFirst = true })) set.EnsureSuccessStatusCode();
        await run.TakeAsync(learner, "pre-test");
        await run.Run.AdvanceAsync(learner, 0);
        await ConflictAsync(learner.PutAsync(run.Attempt(), null), "modules-first");
        await run.Run.AdvanceAsync(learner, 2);
        (await run.TakeAsync(learner)).GetProperty("passed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Where_the_pre_test_comes_first_nothing_is_learned_before_it_is_handed_in()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("pre-test", Draw((1, 1)));
        using var admin = service.AsTrainingAdmin();
        using var learner = service.AsLearner(run.Run.Nip);
        using (var set = await admin.PutAsJsonAsync($"{run.At}/learning-order", new { preTestFirst = true, modulesFirst = false })) set.EnsureSuccessStatusCode();
        await run.BeginAsync(learner, "pre-test");
        await ConflictAsync(learner.PutAsJsonAsync(run.Run.Progress(0), new { percent = 10 }), "pre-test-first");
        await run.HandInAsync(learner, "pre-test");
        (await run.Run.AdvanceAsync(learner, 0, 10)).GetProperty("percent").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Who_gave_up_the_seat_keeps_the_attempt_and_nobody_waits_for_it()
    {
        var run = await StartAsync(service, DeliveryFixture.Offering(minAttendance: 0, allModules: false, maxAttempts: 1), participants: 2);
        await run.DefineAsync("post-test", Draw((1, 1), (2, 1)));
        using var learner = service.AsLearner(run.Run.Nip);
        using var other = service.AsLearner(run.Run.Participants[1].Person.Nip);
        using var admin = service.AsTrainingAdmin();
        await run.TakeAsync(learner);
        await run.BeginAsync(other);
        await ConflictAsync(admin.PostAsync($"{run.At}/closure", null), "tests-unfinished");
        await service.TellAsync(run.Run.Withdrawn("withdrawn", run.Run.Participants));
        await ConflictAsync(other.PostAsync($"{run.Attempt()}/hand-in", null), "seat-withdrawn");
        (await run.Run.CloseAsync(admin)).GetProperty("failed").GetInt32().ShouldBe(0);
        (await service.ScalarAsync<long>("SELECT count(*) FROM test_attempts WHERE offering_id = $1", run.Run.OfferingId)).ShouldBe(2);
    }

    [Fact]
    public async Task A_closed_or_cancelled_offering_begins_nothing()
    {
        var (closed, cancelled) = (await StartAsync(service), await StartAsync(service));
        using var admin = service.AsTrainingAdmin();
        foreach (var run in (TestRun[])[closed, cancelled]) await run.DefineAsync("pre-test", Draw((1, 1)));
        using var learner = service.AsLearner(cancelled.Run.Nip);
        var item = ItemsOf(await cancelled.BeginAsync(learner, "pre-test"))[0];

        await closed.Run.CloseAsync(admin);
        await service.TellAsync(cancelled.Run.Cancelled());
        using var late = service.AsLearner(closed.Run.Nip);
        await ConflictAsync(late.PutAsync(closed.Attempt("pre-test"), null), "offering-closed");
        await using var replica = new Replica(service);
        using var there = replica.AsLearner(cancelled.Run.Nip);
        await ConflictAsync(there.PutAsync(cancelled.Attempt("pre-test"), null), "offering-cancelled");
        await ConflictAsync(there.PutAsJsonAsync($"{cancelled.Attempt("pre-test")}/answers/{item.GetProperty("itemId")}", Answer(item, right: true)), "offering-cancelled");
    }
}
