using System.Net;
using System.Net.Http.Json;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests;

[Collection(DeliveryCollection.Name)]
public sealed class ClosureAndDuplicateTests(DeliveryFixture service)
{
    [Fact]
    public async Task Closing_fails_whoever_is_undecided_and_only_once()
    {
        var run = await service.StartRunAsync(participants: 3);
        using var winner = service.AsLearner(run.Nip);
        await run.CheckInAsync(winner);
        await run.AdvanceAsync(winner, 0);
        await run.AdvanceAsync(winner, 2);
        await run.AttemptAsync(winner, 1);

        using var admin = service.AsTrainingAdmin();
        var first = await run.CloseAsync(admin);
        first.GetProperty("completed").GetInt32().ShouldBe(1);
        first.GetProperty("failed").GetInt32().ShouldBe(2);
        (await run.CloseAsync(admin)).ToString().ShouldBe(first.ToString());

        var failed = await run.FailedAsync(2);
        failed.Select(f => f.ParticipantId).Order().ShouldBe(run.Participants[1..].Select(p => p.ParticipantId).Order());
        failed.ShouldAllBe(f => f.Reason == "not-completed-in-time");

        using var late = service.AsLearner(run.Participants[1].Person.Nip);
        using var refused = await late.PutAsJsonAsync(run.Progress(0), new { percent = 100 });
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "already-decided");
    }

    [Fact]
    public async Task Only_a_training_admin_closes()
    {
        var run = await service.StartRunAsync();
        using var instructor = service.AsInstructor();
        using var response = await instructor.PostAsync($"{run.At}/closure", null);
        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        (await run.SummaryAsync(_ => true)).GetProperty("failed").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Seats_may_come_before_their_offering_and_every_event_twice()
    {
        await service.WaitForConsumersAsync();
        var run = new Run(service, DeliveryFixture.Offering(), [DeliveryFixture.Participant(), DeliveryFixture.Participant()]);
        var (seats, sameSeats, offering, sameOffering) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await service.Broker.PublishAsync(run.Confirmed, seats);
        await Eventually.SeeAsync(() => SeatsAsync(run.OfferingId), count => count == 2);

        // The same message again, and the same fact in another message.
        await service.Broker.PublishAsync(run.Confirmed, seats);
        await service.Broker.PublishAsync(run.Confirmed, sameSeats);
        await service.Broker.PublishAsync(run.Scheduled, offering);
        await service.Broker.PublishAsync(run.Scheduled, offering);
        await service.Broker.PublishAsync(run.Scheduled, sameOffering);
        await Eventually.SeeAsync(() => HandledAsync(seats, sameSeats, offering, sameOffering), count => count == 4);

        (await SeatsAsync(run.OfferingId)).ShouldBe(2);
        await run.SetTestAsync();
        using var learner = service.AsLearner(run.Nip);
        (await run.AttemptAsync(learner, 1)).GetProperty("passed").GetBoolean().ShouldBeTrue();
    }

    private Task<long> SeatsAsync(Guid offering) => service.ScalarAsync<long>("SELECT count(*) FROM seats WHERE offering_id = $1", offering);

    private Task<long> HandledAsync(params Guid[] messages) =>
        service.ScalarAsync<long>("SELECT count(*) FROM messaging.inbox_messages WHERE message_id = ANY($1)", messages);
}
