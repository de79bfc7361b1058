using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>Offerings that are postponed or cancelled, by whatever order the facts come in.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class NewsTests(DeliveryFixture service)
{
    [Fact]
    public async Task A_postponed_offering_keeps_seats_and_attendance_and_has_other_times()
    {
        var run = await service.StartRunAsync(participants: 2);
        using var learner = service.AsLearner(run.Nip);
        using var other = service.AsLearner(run.Participants[1].Person.Nip);
        var attended = (await run.CheckInAsync(learner)).GetProperty("attendedAt").ToString();

        // The running session goes to the next month, that of the next week runs now.
        await service.TellAsync(run.Postponed(TimeSpan.FromDays(30), (2, TimeSpan.FromDays(-7))));
        await Eventually.SeeAsync(() => MineAsync(run, learner), mine => mine.GetProperty("startDate").GetString() == "2026-07-01");
        using var early = await other.PutAsJsonAsync(run.Attendance(0), new { });
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "outside-session-window");
        await run.CheckInAsync(other, 2);

        var progress = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress");
        var moved = progress.GetProperty("sessions").EnumerateArray().Single(s => s.GetProperty("sessionId").GetGuid() == run.Scheduled.Sessions[0].SessionId);
        moved.GetProperty("attendedAt").ToString().ShouldBe(attended);
        moved.GetProperty("startsAt").GetDateTimeOffset().ShouldBe(run.Scheduled.Sessions[0].StartsAt.AddDays(30), TimeSpan.FromMilliseconds(1));
        (await run.SummaryAsync(_ => true)).GetProperty("seats").GetInt32().ShouldBe(2);

        // And the facts that go out tell the new dates.
        await run.AdvanceAsync(learner, 0);
        await run.AdvanceAsync(learner, 2);
        await run.AttemptAsync(learner, 1);
        await run.CompletedAsync(1);
        service.Broker.Received<Contracts.SessionDelivery.ParticipantCompleted>().Single(m => m.Offering.OfferingId == run.OfferingId)
            .Offering.StartDate.ShouldBe(new DateOnly(2026, 7, 1));
    }

    /// <summary>All orders of the schedule, two postponements and a cancellation, each of them twice.</summary>
    [Fact]
    public async Task Whatever_order_the_facts_come_in_the_newest_counts()
    {
        await service.WaitForConsumersAsync();
        foreach (var order in Permutations([0, 1, 2, 3]))
        {
            var run = new Run(service, DeliveryFixture.Offering(), [DeliveryFixture.Participant()]);
            object[] facts = [run.Scheduled, run.Postponed(TimeSpan.FromDays(30)), run.Postponed(TimeSpan.FromDays(60)), run.Cancelled()];
            foreach (var fact in order) await service.TellAsync(facts[fact]);
            await Task.WhenAll(facts.Select(service.TellAsync));
            await ShouldBePostponedAsync(run, string.Join(',', order));
        }
    }

    [Fact]
    public async Task Facts_that_come_at_the_same_time_lead_to_the_same_offering()
    {
        await service.WaitForConsumersAsync();
        var runs = Enumerable.Range(0, 25).Select(_ => new Run(service, DeliveryFixture.Offering(), [DeliveryFixture.Participant()])).ToList();
        await Task.WhenAll(runs.SelectMany(run => (Task[])
        [
            service.Broker.PublishAsync(run.Postponed(TimeSpan.FromDays(60))), service.Broker.PublishAsync(run.Scheduled),
            service.Broker.PublishAsync(run.Cancelled()), service.Broker.PublishAsync(run.Postponed(TimeSpan.FromDays(30))),
        ]));
        foreach (var run in runs)
        {
            await Eventually.SeeAsync(
                () => service.ScalarAsync<long>("SELECT count(*) FROM offering_news n JOIN offerings o ON o.id = n.offering_id WHERE o.id = $1 AND n.cancellation IS NOT NULL AND n.postponement->>'startDate' = '2026-07-31'", run.OfferingId),
                known => known == 1);
            await ShouldBePostponedAsync(run, "at once");
        }
    }

    [Fact]
    public async Task A_cancelled_offering_takes_nothing_more_and_decides_nobody()
    {
        var run = await service.StartRunAsync(participants: 2);
        using var learner = service.AsLearner(run.Nip);
        using var other = service.AsLearner(run.Participants[1].Person.Nip);
        using var admin = service.AsTrainingAdmin();
        var attended = await run.CheckInAsync(learner);
        await run.AdvanceAsync(learner, 0);
        await run.AdvanceAsync(learner, 2);

        await service.TellAsync(run.Cancelled());
        var before = await service.FingerprintAsync();
        foreach (var (path, body) in ((string, object)[])
            [(run.Attendance(), new { }), (run.Attendance(1), new { }), (run.Progress(0), new { percent = 50 }), ($"{run.At}/post-test/attempts/1", run.Answers(2))])
        {
            using var refused = await other.PutAsJsonAsync(path, body);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
        }
        using var last = await learner.PutAsJsonAsync($"{run.At}/post-test/attempts/1", run.Answers(2));
        await last.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
        using var test = await learner.GetAsync($"{run.At}/post-test");
        await test.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
        using var closure = await admin.PostAsync($"{run.At}/closure", null);
        await closure.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
        (await service.FingerprintAsync()).ShouldBe(before);

        // What was recorded before stands, and is answered again.
        (await run.CheckInAsync(learner)).ToString().ShouldBe(attended.ToString());
        var mine = await MineAsync(run, learner);
        mine.GetProperty("outcome").GetString().ShouldBe("cancelled");
        mine.GetProperty("cancellationReason").GetString().ShouldBe("Anggaran dialihkan.");
        var progress = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress");
        progress.GetProperty("outcome").GetString().ShouldBe("cancelled");
        progress.GetProperty("missing").GetArrayLength().ShouldBe(0);
        var listed = await admin.GetFromJsonAsync<JsonElement>($"{run.At}/participants?outcome=cancelled");
        listed.GetProperty("items").GetArrayLength().ShouldBe(2);

        // Enrolment takes the seats away as well; the offering does not vanish from the participants' list.
        await service.TellAsync(run.Withdrawn("offering-cancelled", run.Participants));
        (await MineAsync(run, learner)).GetProperty("outcome").GetString().ShouldBe("cancelled");
        using var again = await other.PutAsJsonAsync(run.Attendance(), new { });
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
        await service.DrainAsync();
        (run.CompletedSoFar().Count + run.FailedSoFar().Count).ShouldBe(0);
    }

    /// <summary>Everybody lacks only a session, which makes each check-in decide; after the cancellation none does, at either replica.</summary>
    [Fact]
    public async Task Nobody_is_decided_once_the_cancellation_is_recorded()
    {
        const int People = 200;
        var run = await service.StartRunAsync(DeliveryFixture.Offering(allModules: false), People);
        await using var replica = new Replica(service);
        await Parallel.ForEachAsync(run.Participants, async (participant, _) =>
        {
            using var learner = service.AsLearner(participant.Person.Nip);
            await run.AttemptAsync(learner, 1);
        });

        var answered = 0;
        var someAreIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var crowd = Parallel.ForEachAsync(run.Participants.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (one, cancellationToken) =>
        {
            var nip = one.Item.Person.Nip;
            using var learner = one.Index % 2 == 0 ? service.AsLearner(nip) : replica.AsLearner(nip);
            using var response = await learner.PutAsJsonAsync(run.Attendance(), new { }, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK) await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
            if (Interlocked.Increment(ref answered) == 40) someAreIn.SetResult();
        });
        await someAreIn.Task;
        await service.TellAsync(run.Cancelled());
        var decided = await service.ScalarAsync<long>("SELECT count(*) FROM outcomes WHERE offering_id = $1", run.OfferingId);
        await crowd;
        (await service.ScalarAsync<long>("SELECT count(*) FROM outcomes WHERE offering_id = $1", run.OfferingId)).ShouldBe(decided);
        await service.DrainAsync();
        run.CompletedSoFar().Count.ShouldBe((int)decided);
        run.FailedSoFar().ShouldBeEmpty();
    }

    private async Task ShouldBePostponedAsync(Run run, string order)
    {
        using var admin = service.AsTrainingAdmin();
        (await service.ScalarAsync<string>("SELECT start_date || ' ' || end_date || ' ' || cancellation_reason FROM offerings WHERE id = $1", run.OfferingId))
            .ShouldBe("2026-07-31 2026-08-02 Anggaran dialihkan.", order);
        (await service.ScalarAsync<string>("SELECT sessions->0->>'startsAt' FROM offerings WHERE id = $1", run.OfferingId))
            .ShouldBe(await service.ScalarAsync<string>("SELECT postponement->'sessions'->0->>'startsAt' FROM offering_news WHERE offering_id = $1", run.OfferingId), order);
    }

    private static async Task<JsonElement> MineAsync(Run run, HttpClient learner)
    {
        var mine = await learner.GetFromJsonAsync<JsonElement>("/api/delivery/my/offerings");
        return mine.GetProperty("items").EnumerateArray().Single(o => o.GetProperty("offeringId").GetGuid() == run.OfferingId);
    }

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Permutations([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));
}
