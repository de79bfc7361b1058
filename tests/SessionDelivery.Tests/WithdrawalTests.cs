using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>Seats that are given back, and given again, by whatever order the facts come in.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class WithdrawalTests(DeliveryFixture service)
{
    [Fact]
    public async Task A_seat_that_was_given_back_is_gone_and_its_history_stays()
    {
        var run = await service.StartRunAsync(participants: 2);
        using var learner = service.AsLearner(run.Nip);
        using var admin = service.AsTrainingAdmin();
        await run.CheckInAsync(learner);
        await service.TellAsync(run.Withdrawn("withdrawn", run.Participants[..1]));

        foreach (var (path, body) in ((string, object)[])
            [(run.Attendance(), new { }), (run.Progress(0), new { percent = 50 }), ($"{run.At}/post-test/attempts/1", run.Answers(2))])
        {
            using var refused = await learner.PutAsJsonAsync(path, body);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "seat-withdrawn");
        }
        foreach (var path in (string[])["my-progress", "post-test"])
        {
            using var refused = await learner.GetAsync($"{run.At}/{path}");
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "seat-withdrawn");
        }
        (await learner.GetFromJsonAsync<JsonElement>("/api/delivery/my/offerings")).GetProperty("items").GetArrayLength().ShouldBe(0);

        var summary = await run.SummaryAsync(_ => true);
        (summary.GetProperty("seats").GetInt32(), summary.GetProperty("withdrawn").GetInt32(), summary.GetProperty("inProgress").GetInt32()).ShouldBe((1, 1, 1));
        var listed = await admin.GetFromJsonAsync<JsonElement>($"{run.At}/participants?outcome=withdrawn");
        listed.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("sessionsAttended").GetInt32().ShouldBe(1);

        // Only who has a seat fails when the offering is closed.
        (await run.CloseAsync(admin)).GetProperty("failed").GetInt32().ShouldBe(1);
        await service.DrainAsync();
        run.FailedSoFar().ShouldHaveSingleItem().ParticipantId.ShouldBe(run.Participants[1].ParticipantId);
    }

    /// <summary>A seat, its withdrawal, and the seat after it, in all orders, each told twice.</summary>
    [Fact]
    public async Task Whatever_order_the_facts_come_in_the_last_seat_is_held()
    {
        foreach (var order in (int[][])[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
        {
            var run = await service.StartRunAsync(participants: 1);
            var person = DeliveryFixture.Participant();
            var again = person with { FactId = Guid.CreateVersion7(), ParticipantId = Guid.CreateVersion7(), ConfirmedAt = person.ConfirmedAt.AddHours(1) };
            object[] facts = [run.Confirmed with { Participants = [person] }, run.Withdrawn("withdrawn", [person]), run.Confirmed with { Participants = [again] }];
            foreach (var fact in order) await service.TellAsync(facts[fact]);
            foreach (var fact in order.Reverse()) await service.TellAsync(facts[fact]);

            var said = string.Join(',', order);
            (await HeldAsync(run, person.Person.Nip)).ShouldBe([again.ParticipantId], said);
            (await service.ScalarAsync<string>("SELECT withdrawal_reason FROM seats WHERE participant_id = $1", person.ParticipantId)).ShouldBe("withdrawn", said);
            using var learner = service.AsLearner(person.Person.Nip);
            await run.CheckInAsync(learner);
            (await service.ScalarAsync<Guid>("SELECT participant_id FROM attendances WHERE offering_id = $1", run.OfferingId)).ShouldBe(again.ParticipantId, said);
        }
    }

    [Fact]
    public async Task Both_seats_of_a_person_may_come_in_one_message()
    {
        var run = await service.StartRunAsync(participants: 1);
        var person = DeliveryFixture.Participant();
        var again = person with { FactId = Guid.CreateVersion7(), ParticipantId = Guid.CreateVersion7(), ConfirmedAt = person.ConfirmedAt.AddSeconds(1) };
        await service.TellAsync(run.Confirmed with { Participants = [again, person] });
        (await HeldAsync(run, person.Person.Nip)).ShouldBe([again.ParticipantId]);
    }

    /// <summary>Every seat of a crowd and its withdrawal at the same time: whichever is handled first, no seat remains.</summary>
    [Fact]
    public async Task A_withdrawal_wins_over_its_confirmation_that_comes_at_the_same_time()
    {
        var run = await service.StartRunAsync(participants: 1);
        var crowd = Enumerable.Range(0, 400).Select(_ => DeliveryFixture.Participant()).ToArray();
        await Task.WhenAll(crowd.Chunk(10).SelectMany((some, i) =>
        {
            var confirmed = run.Confirmed with { Participants = some };
            var withdrawn = run.Withdrawn("transferred", some);
            return i % 2 == 0
                ? (Task[])[service.Broker.PublishAsync(confirmed), service.Broker.PublishAsync(withdrawn)]
                : [service.Broker.PublishAsync(withdrawn), service.Broker.PublishAsync(confirmed)];
        }));
        var summary = await run.SummaryAsync(s => s.GetProperty("withdrawn").GetInt32() == crowd.Length);
        summary.GetProperty("seats").GetInt32().ShouldBe(1);
    }

    private Task<Guid[]> HeldAsync(Run run, string nip) => service.ScalarAsync<Guid[]>(
        "SELECT coalesce(array_agg(participant_id), '{}') FROM seats WHERE offering_id = $1 AND nip = $2 AND withdrawn_at IS NULL", run.OfferingId, nip);
}
