using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bpsdm.Enrolment.Tests;

public sealed class ApprovalTests(WaysFixture service) : WaysTest(service)
{
    private static readonly object Reason = new { reason = "Dibutuhkan di unit kerja." };

    [Fact]
    public async Task A_self_enrolment_holds_its_seat_until_the_agency_approves()
    {
        var people = await RegisteredAsync(2);
        var offering = await OpenAsync(Coming(2) with { NeedsAgencyApproval = true });
        var mine = await EnrolAsync(people[0].Nip, offering);
        var admin = Service.AsAgencyAdmin("OPD-01");

        mine.Status.ShouldBe("pending-approval");
        (await SeatsTakenAsync(offering)).ShouldBe(1);
        (await PendingAsync(admin)).ShouldContain(mine.Id);
        (await PendingAsync(Service.AsAgencyAdmin("OPD-03"))).ShouldNotContain(mine.Id);
        await RefusedAsync(Service.AsAgencyAdmin("OPD-03"), mine.Id, "approve", HttpStatusCode.Forbidden, "forbidden");
        (await TakesAsync(admin, mine.Id, "approve")).GetProperty("status").GetString().ShouldBe("confirmed");
        await RefusedAsync(admin, mine.Id, "approve", HttpStatusCode.Conflict, "not-pending-approval");

        // Whom the agency itself names needs no approval of it. Their fact comes after the approved one's: one offering, one order.
        (await NominateAsync(offering, [people[1]])).OutcomesShouldBe(("confirmed", 1));
        (await FactsAsync(offering, 2)).Select(f => f.Person.Nip).ShouldBe([people[0].Nip, people[1].Nip]);
        (await HistoryAsync(mine.Id)).ShouldBe(
            [("pending-approval", people[0].Nip, "Mendaftar sendiri."), ("confirmed", "test-agency-admin", "Disetujui perangkat daerah.")]);
        (await PendingAsync(admin)).ShouldNotContain(mine.Id);
    }

    [Fact]
    public async Task A_refusal_has_a_reason_and_gives_the_seat_to_the_next_who_still_needs_approval()
    {
        var people = await RegisteredAsync(2);
        var offering = await OpenAsync(Coming(1) with { NeedsAgencyApproval = true });
        var (first, second) = (await EnrolAsync(people[0].Nip, offering), await EnrolAsync(people[1].Nip, offering));
        var admin = Service.AsAgencyAdmin("OPD-01");
        second.Status.ShouldBe("waiting");
        await RefusedAsync(admin, second.Id, "approve", HttpStatusCode.Conflict, "not-pending-approval");
        await InvalidAsync(admin, first.Id, "refuse", "reason", new { reason = " " });
        await InvalidAsync(admin, first.Id, "refuse", "reason", new { reason = new string('x', 501) });
        await InvalidAsync(admin, first.Id, "refuse", "reason", new { });

        (await TakesAsync(admin, first.Id, "refuse", Reason)).GetProperty("status").GetString().ShouldBe("refused");

        (await HistoryAsync(first.Id))[^1].ShouldBe(("refused", "test-agency-admin", "Dibutuhkan di unit kerja."));
        (await TakesAsync(Service.AsLearner(people[1].Nip), second.Id, "accept")).GetProperty("status").GetString().ShouldBe("pending-approval");
        (await TakesAsync(admin, second.Id, "approve")).GetProperty("status").GetString().ShouldBe("confirmed");
        (await FactsAsync(offering, 1)).Single().ParticipantId.ShouldBe(second.Id);
        await InvariantsHoldAsync(offering);

        // Refused once is not refused for ever.
        (await EnrolAsync(people[0].Nip, offering)).Status.ShouldBe("waiting");
    }

    private static async Task<List<Guid>> PendingAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/enrolment/enrolments/pending-approval?limit=500")).GetProperty("items").EnumerateArray()
            .Select(e => e.GetProperty("id").GetGuid())];
}
