using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.SessionDelivery;

namespace Bpsdm.SessionDelivery.Tests;

[Collection(DeliveryCollection.Name)]
public sealed class ParticipantsWayTests(DeliveryFixture service)
{
    [Fact]
    public async Task A_participant_attends_learns_passes_and_is_completed()
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);

        var before = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress");
        before.GetProperty("outcome").GetString().ShouldBe("in-progress");
        before.GetProperty("missing").GetArrayLength().ShouldBe(3);

        (await run.CheckInAsync(learner)).GetProperty("sessionId").GetGuid().ShouldBe(run.Scheduled.Sessions[0].SessionId);
        (await run.AdvanceAsync(learner, 0, 40)).GetProperty("percent").GetInt32().ShouldBe(40);
        (await run.AdvanceAsync(learner, 0)).GetProperty("percent").GetInt32().ShouldBe(100);
        (await run.AdvanceAsync(learner, 0, 30)).GetProperty("percent").GetInt32().ShouldBe(100);
        await run.AdvanceAsync(learner, 2);

        var test = await learner.GetStringAsync($"{run.At}/post-test");
        test.ShouldContain("1 + 1?");
        test.ShouldNotContain("correct", Case.Insensitive);

        var attempt = await run.AttemptAsync(learner, 1);
        attempt.GetProperty("score").GetDecimal().ShouldBe(100);
        attempt.GetProperty("passed").GetBoolean().ShouldBeTrue();
        attempt.GetProperty("attemptsLeft").GetInt32().ShouldBe(1);
        attempt.GetProperty("outcome").GetString().ShouldBe("completed");

        var completed = (await run.CompletedAsync(1)).ShouldHaveSingleItem();
        completed.ParticipantId.ShouldBe(run.Participants[0].ParticipantId);
        completed.Person.ShouldBe(run.Participants[0].Person);
        completed.Score.ShouldBe(100);
        var offering = service.Broker.Received<ParticipantCompleted>().First(m => m.Offering.OfferingId == run.OfferingId).Offering;
        offering.ShouldBe(new OfferingSummary(
            run.OfferingId, "EB-01", "e-Bimtek Pengelolaan Kinerja", "technical", 1, 2026, 9, "distance", "Daring", new(2026, 6, 1), new(2026, 6, 3)));

        var after = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress");
        after.GetProperty("outcome").GetString().ShouldBe("completed");
        after.GetProperty("missing").GetArrayLength().ShouldBe(0);
        after.GetProperty("sessions")[0].GetProperty("startsAt").GetDateTimeOffset().ShouldBeLessThan(DateTimeOffset.UtcNow.AddDays(-1));

        var mine = await learner.GetFromJsonAsync<JsonElement>("/api/delivery/my/offerings");
        mine.GetProperty("items")[0].GetProperty("outcome").GetString().ShouldBe("completed");

        var summary = await run.SummaryAsync(_ => true);
        summary.GetProperty("completed").GetInt32().ShouldBe(1);
        summary.GetProperty("attempts").GetInt32().ShouldBe(1);
        summary.GetProperty("inProgress").GetInt32().ShouldBe(0);
        summary.GetProperty("attendedBySession").EnumerateArray().Sum(s => s.GetProperty("attended").GetInt32()).ShouldBe(1);
        summary.GetProperty("modulesDone").EnumerateArray().Select(m => m.GetProperty("done").GetInt32()).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Attempts_used_up_without_passing_fail()
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);

        (await run.AttemptAsync(learner, 1, right: 1)).GetProperty("outcome").GetString().ShouldBe("in-progress");
        var last = await run.AttemptAsync(learner, 2, right: 1);
        last.GetProperty("outcome").GetString().ShouldBe("failed");
        last.GetProperty("attemptsLeft").GetInt32().ShouldBe(0);

        var failed = (await run.FailedAsync(1)).ShouldHaveSingleItem();
        failed.Reason.ShouldBe("post-test-failed");
        failed.Score.ShouldBe(50);
        failed.Nip.ShouldBe(run.Nip);

        using var third = await learner.PutAsJsonAsync($"{run.At}/post-test/attempts/3", run.Answers(2));
        await third.ShouldBeProblemAsync(HttpStatusCode.Conflict, "no-attempts-left");
        using var late = await learner.PutAsJsonAsync(run.Attendance(), new { });
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "already-decided");
    }

    [Fact]
    public async Task What_was_recorded_stands_even_after_the_outcome()
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);
        var checkedIn = await run.CheckInAsync(learner);
        await run.AdvanceAsync(learner, 0);
        await run.AdvanceAsync(learner, 2);
        await run.AttemptAsync(learner, 1, right: 1);
        await run.AttemptAsync(learner, 2);

        (await run.CheckInAsync(learner)).ToString().ShouldBe(checkedIn.ToString());
        (await run.AdvanceAsync(learner, 0, 10)).GetProperty("percent").GetInt32().ShouldBe(100);
        // Other answers to an attempt that was handed in do not change its result.
        (await run.AttemptAsync(learner, 1, right: 2)).GetProperty("score").GetDecimal().ShouldBe(50);
        (await run.CompletedAsync(1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Sessions_are_attended_only_while_they_are_open()
    {
        var now = DateTimeOffset.UtcNow;
        var offering = DeliveryFixture.Offering();
        offering = offering with
        {
            Sessions =
            [
                offering.Sessions[0] with { StartsAt = now.AddMinutes(28), EndsAt = now.AddHours(1) },
                offering.Sessions[1] with { StartsAt = now.AddMinutes(33), EndsAt = now.AddHours(1) },
                offering.Sessions[2] with { StartsAt = now.AddHours(-2), EndsAt = now.AddSeconds(-1) },
            ],
        };
        var run = await service.StartRunAsync(offering);
        using var learner = service.AsLearner(run.Nip);

        await run.CheckInAsync(learner, 0);
        foreach (var closed in (int[])[1, 2])
        {
            using var response = await learner.PutAsJsonAsync(run.Attendance(closed), new { });
            await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "outside-session-window");
        }
    }

    [Fact]
    public async Task Attempts_follow_one_another()
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);
        using var response = await learner.PutAsJsonAsync($"{run.At}/post-test/attempts/2", run.Answers(2));
        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "attempt-out-of-order");
    }
}
