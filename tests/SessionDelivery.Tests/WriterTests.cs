using System.Net;
using System.Net.Http.Json;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>What the writer does when the database holds it up, and when one of its commands is bad.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class WriterTests(DeliveryFixture service)
{
    [Fact]
    public async Task More_than_the_queue_holds_is_turned_away_and_leaves_nothing()
    {
        var run = await service.StartRunAsync(participants: 5);
        await using var replica = new Replica(service, settings: ("Delivery:QueueLength", "3"));
        using var queue = new QueueGauge(replica);
        await using var seats = await HeldSeats.HoldAsync(service, run.OfferingId);

        // One is being written and waits for the lock, three wait for it.
        List<Task<HttpResponseMessage>> taken = [CheckInAsync(replica, run, 0)];
        await seats.SomebodyWaitsAsync();
        taken.AddRange(Enumerable.Range(1, 3).Select(i => CheckInAsync(replica, run, i)));
        await Eventually.BecomesTrueAsync(() => Task.FromResult(queue.Read() == 3));

        using var late = replica.AsLearner(run.Participants[4].Person.Nip);
        foreach (var (path, body) in ((string, object)[])
            [(run.Attendance(), new { }), (run.Progress(0), new { percent = 50 }), ($"{run.At}/post-test/attempts/1", run.Answers(2))])
        {
            using var refused = await late.PutAsJsonAsync(path, body);
            await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "busy");
            refused.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        await seats.ReleaseAsync();
        foreach (var response in await Task.WhenAll(taken)) response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AttendedAsync(run)).ShouldBe(run.Participants[..4].Select(p => p.ParticipantId).Order());
        (await service.ScalarAsync<long>(
            "SELECT (SELECT count(*) FROM module_progress WHERE offering_id = $1) + (SELECT count(*) FROM attempts WHERE offering_id = $1)", run.OfferingId)).ShouldBe(0);
        (await run.CheckInAsync(late)).GetProperty("sessionId").GetGuid().ShouldBe(run.Scheduled.Sessions[0].SessionId);
    }

    /// <summary>PostgreSQL has no U+0000 in a text: the NIP of such a token spoils the statement that locks the seats of the whole batch.</summary>
    [Fact]
    public async Task A_command_that_the_database_refuses_fails_alone()
    {
        var run = await service.StartRunAsync(participants: 5);
        await using var replica = new Replica(service);
        using var queue = new QueueGauge(replica);
        await using var seats = await HeldSeats.HoldAsync(service, run.OfferingId);

        // While the first is written the others gather; they make one batch, with the poison in it.
        List<Task<HttpResponseMessage>> good = [CheckInAsync(replica, run, 0)];
        await seats.SomebodyWaitsAsync();
        good.AddRange(Enumerable.Range(1, 2).Select(i => CheckInAsync(replica, run, i)));
        await Eventually.BecomesTrueAsync(() => Task.FromResult(queue.Read() == 2));
        using var poisonous = replica.AsLearner("19800101200501\0999");
        var poison = poisonous.PutAsJsonAsync(run.Attendance(), new { });
        await Eventually.BecomesTrueAsync(() => Task.FromResult(queue.Read() == 3));
        good.AddRange(Enumerable.Range(3, 2).Select(i => CheckInAsync(replica, run, i)));
        await Eventually.BecomesTrueAsync(() => Task.FromResult(queue.Read() == 5));

        await seats.ReleaseAsync();
        using var refused = await poison;
        await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "bad-character");
        foreach (var response in await Task.WhenAll(good)) response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AttendedAsync(run)).ShouldBe(run.Participants.Select(p => p.ParticipantId).Order());
    }

    private static async Task<HttpResponseMessage> CheckInAsync(Replica replica, Run run, int participant)
    {
        using var learner = replica.AsLearner(run.Participants[participant].Person.Nip);
        return await learner.PutAsJsonAsync(run.Attendance(), new { });
    }

    private Task<Guid[]> AttendedAsync(Run run) => service.ScalarAsync<Guid[]>(
        "SELECT coalesce(array_agg(participant_id ORDER BY participant_id), '{}') FROM attendances WHERE offering_id = $1", run.OfferingId);
}
