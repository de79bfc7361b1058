using System.Net;

namespace Bpsdm.Enrolment.Tests;

public sealed class LeavingTests(WaysFixture service) : WaysTest(service)
{
    private static readonly object Reason = new { reason = "Tugas mendesak." };

    [Fact]
    public async Task A_seat_is_given_back_until_the_deadline_and_a_place_in_the_wait_list_always()
    {
        var people = await RegisteredAsync(2);
        var offering = await OpenAsync(Coming(1) with { WithdrawalClosesAt = Now });
        var (seated, waiting) = (await EnrolAsync(people[0].Nip, offering), await EnrolAsync(people[1].Nip, offering));

        foreach (var client in (HttpClient[])[Service.AsLearner(people[0].Nip), Service.AsAgencyAdmin("OPD-01"), Service.AsTrainingAdmin()])
            await RefusedAsync(client, seated.Id, "withdraw", HttpStatusCode.Conflict, "withdrawal-closed", Reason);
        await InvalidAsync(Service.AsLearner(people[0].Nip), seated.Id, "withdraw", "reason", new { reason = "" });
        await TakesAsync(Service.AsLearner(people[1].Nip), waiting.Id, "withdraw", Reason);

        (await StatusAsync(people[0].Nip, seated.Id)).ShouldBe("confirmed");
        (await StatusAsync(people[1].Nip, waiting.Id)).ShouldBe("withdrawn");
        await InvariantsHoldAsync(offering);
    }

    [Fact]
    public async Task Whoever_left_may_come_back_at_the_end_and_is_a_new_participant()
    {
        var people = await RegisteredAsync(2);
        var offering = await OpenAsync(Coming(1));
        var (first, second) = (await EnrolAsync(people[0].Nip, offering), await EnrolAsync(people[1].Nip, offering));
        await TakesAsync(Service.AsAgencyAdmin("OPD-01"), first.Id, "withdraw", Reason);

        var again = await EnrolAsync(people[0].Nip, offering);

        again.Id.ShouldNotBe(first.Id);
        again.Waiting!.Position.ShouldBe(1);
        (await StatusAsync(people[1].Nip, second.Id)).ShouldBe("offered");
        (await HistoryAsync(first.Id))[^1].ShouldBe(("withdrawn", "test-agency-admin", "Tugas mendesak."));
        await RefusedAsync(Service.AsLearner(people[0].Nip), first.Id, "withdraw", HttpStatusCode.Conflict, "not-enrolled", Reason);
    }

    [Fact]
    public async Task A_transfer_takes_a_seat_there_and_gives_the_one_here_to_the_next()
    {
        var people = await RegisteredAsync(2);
        var here = Coming(1);
        var there = Coming(1) with { ProgrammeId = here.ProgrammeId, Angkatan = 2 };
        await OpenAsync(here);
        await OpenAsync(there);
        var (first, second) = (await EnrolAsync(people[0].Nip, here.OfferingId), await EnrolAsync(people[1].Nip, here.OfferingId));

        var moved = await TakesAsync(Service.AsLearner(people[0].Nip), first.Id, "transfer", new { there.OfferingId, reason = "Jadwal unit kerja." });

        moved.GetProperty("offeringId").GetGuid().ShouldBe(there.OfferingId);
        moved.GetProperty("status").GetString().ShouldBe("confirmed");
        (await StatusAsync(people[0].Nip, first.Id)).ShouldBe("withdrawn");
        (await StatusAsync(people[1].Nip, second.Id)).ShouldBe("offered");
        (await WithdrawnAsync(here.OfferingId, 1)).Select(f => (f.ParticipantId, f.Reason)).ShouldBe([(first.Id, "transferred")]);
        (await FactsAsync(there.OfferingId, 1)).Single().ParticipantId.ShouldBe(moved.GetProperty("id").GetGuid());
        await InvariantsHoldAsync(here.OfferingId);
        await InvariantsHoldAsync(there.OfferingId);
    }

    [Fact]
    public async Task A_transfer_that_breaks_a_rule_leaves_everything_as_it_was()
    {
        var people = await RegisteredAsync(4);
        var here = Coming(2);
        var programme = here.ProgrammeId;
        await OpenAsync(here);
        var full = await OpenAsync(Coming(1) with { ProgrammeId = programme });
        var quota = await OpenAsync(Coming(5, new Contracts.Catalogue.AgencyQuota("OPD-01", 0)) with { ProgrammeId = programme });
        var other = await OpenAsync(Coming(5));
        var closed = await OpenAsync(Coming(5) with { ProgrammeId = programme, EnrolmentClosesAt = Now });
        var alreadyIn = await OpenAsync(Coming(5) with { ProgrammeId = programme });
        var strict = await OpenAsync(Coming(5) with
        {
            ProgrammeId = programme,
            Eligibility = new(false, false) { Conditions = [new("agency", "include", ["OPD-03"])] },
        });
        var mine = await EnrolAsync(people[0].Nip, here.OfferingId);
        await EnrolAsync(people[1].Nip, here.OfferingId);
        var waiting = await EnrolAsync(people[3].Nip, here.OfferingId);
        await EnrolAsync(people[2].Nip, full);
        await EnrolAsync(people[0].Nip, alreadyIn);
        var learner = Service.AsLearner(people[0].Nip);

        foreach (var (target, status, code) in ((Guid, HttpStatusCode, string)[])
        [
            (full, HttpStatusCode.Conflict, "capacity-full"), (quota, HttpStatusCode.Conflict, "quota-full"),
            (other, HttpStatusCode.UnprocessableEntity, "another-programme"), (here.OfferingId, HttpStatusCode.UnprocessableEntity, "same-offering"),
            (closed, HttpStatusCode.Conflict, "enrolment-closed"), (alreadyIn, HttpStatusCode.Conflict, "already-enrolled"),
            (strict, HttpStatusCode.UnprocessableEntity, "agency-not-eligible"), (Guid.CreateVersion7(), HttpStatusCode.NotFound, "not-found"),
        ])
            await RefusedAsync(learner, mine.Id, "transfer", status, code, new { offeringId = target, reason = "x" });
        await RefusedAsync(Service.AsLearner(people[3].Nip), waiting.Id, "transfer", HttpStatusCode.Conflict, "not-confirmed", new { offeringId = full, reason = "x" });
        await InvalidAsync(learner, mine.Id, "transfer", "offeringId", new { reason = "x" });
        await InvalidAsync(learner, mine.Id, "transfer", "reason", new { offeringId = full });

        (await StatusAsync(people[0].Nip, mine.Id)).ShouldBe("confirmed");
        (await HistoryAsync(mine.Id)).Length.ShouldBe(1);
        foreach (var offering in (Guid[])[here.OfferingId, full, quota, other, closed, strict]) await InvariantsHoldAsync(offering);
        (await SeatsTakenAsync(quota)).ShouldBe(0);
        (await SeatsTakenAsync(strict)).ShouldBe(0);
    }

    [Fact]
    public async Task Transfers_against_each_other_end_and_lose_nobody()
    {
        var people = await RegisteredAsync(20);
        var one = Coming(20);
        var two = Coming(20) with { ProgrammeId = one.ProgrammeId };
        await OpenAsync(one);
        await OpenAsync(two);
        var seats = new List<(string Nip, Guid Id, Guid To)>();
        foreach (var person in people[..10]) seats.Add((person.Nip, (await EnrolAsync(person.Nip, one.OfferingId)).Id, two.OfferingId));
        foreach (var person in people[10..]) seats.Add((person.Nip, (await EnrolAsync(person.Nip, two.OfferingId)).Id, one.OfferingId));

        await Task.WhenAll(seats.Select(s => TakesAsync(Service.AsLearner(s.Nip), s.Id, "transfer", new { offeringId = s.To, reason = "Tukar." })));

        (await SeatsAsync(one.OfferingId)).ShouldBe(10);
        (await SeatsAsync(two.OfferingId)).ShouldBe(10);
        await InvariantsHoldAsync(one.OfferingId);
        await InvariantsHoldAsync(two.OfferingId);
    }
}
