using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;

namespace Bpsdm.Enrolment.Tests;

public sealed class QuotaTests(WaysFixture service) : WaysTest(service)
{
    [Fact]
    public async Task An_agencys_file_fills_its_quota_and_no_more_and_the_rest_waits()
    {
        var first = await RegisteredAsync(20, "OPD-01");
        var second = await RegisteredAsync(20, "OPD-02");
        var third = await RegisteredAsync(20, "OPD-03");
        var offering = await OpenAsync(Coming(30, new AgencyQuota("OPD-01", 5), new AgencyQuota("OPD-02", 0)));

        var job = await NominateAsync(offering, first.Zip(second, third).SelectMany(t => (RosterEmployee[])[t.First, t.Second, t.Third]));

        job.OutcomesShouldBe(("confirmed", 25), ("waitlisted", 35));
        (await QuotasAsync(offering)).ShouldBe([("OPD-01", 5, 5), ("OPD-02", 0, 0)]);
        (await FactsAsync(offering, 25)).Select(f => f.Person.Nip).Order()
            .ShouldBe(first[..5].Concat(third).Select(e => e.Nip).Order());
        (await EnrolAsync(first[5].Nip, offering)).Waiting!.Reason.ShouldStartWith("Kuota perangkat daerah penuh");
        await InvariantsHoldAsync(offering);
    }

    [Fact]
    public async Task A_seat_passes_over_whose_quota_is_full_and_a_larger_quota_promotes_them()
    {
        var first = await RegisteredAsync(2, "OPD-01");
        var other = await RegisteredAsync(2, "OPD-03");
        var scheduled = Coming(2, new AgencyQuota("OPD-01", 1));
        var offering = await OpenAsync(scheduled);
        await EnrolAsync(first[0].Nip, offering);
        var leaving = await EnrolAsync(other[0].Nip, offering);
        var (blocked, next) = (await EnrolAsync(first[1].Nip, offering), await EnrolAsync(other[1].Nip, offering));

        await TakesAsync(Service.AsLearner(other[0].Nip), leaving.Id, "withdraw", new { reason = "Sakit." });

        (await StatusAsync(other[1].Nip, next.Id)).ShouldBe("offered");
        (await StatusAsync(first[1].Nip, blocked.Id)).ShouldBe("waiting");
        await OpenAsync(scheduled with { Capacity = 3, ScheduledAt = scheduled.ScheduledAt.AddSeconds(1) });
        (await StatusAsync(first[1].Nip, blocked.Id)).ShouldBe("waiting");
        await OpenAsync(scheduled with { Capacity = 3, Quotas = [new AgencyQuota("OPD-01", 2)], ScheduledAt = scheduled.ScheduledAt.AddSeconds(2) });
        (await StatusAsync(first[1].Nip, blocked.Id)).ShouldBe("offered");
        await InvariantsHoldAsync(offering);
    }

    [Fact]
    public async Task A_quota_set_below_what_is_taken_stays_at_what_is_taken()
    {
        var people = await RegisteredAsync(3);
        var scheduled = Coming(10);
        var offering = await OpenAsync(scheduled);
        await NominateAsync(offering, people);

        await OpenAsync(scheduled with { Quotas = [new AgencyQuota("OPD-01", 1), new AgencyQuota("OPD-01", 2)], ScheduledAt = scheduled.ScheduledAt.AddSeconds(1) });

        (await QuotasAsync(offering)).ShouldBe([("OPD-01", 3, 3)]);
        await OpenAsync(scheduled with { ScheduledAt = scheduled.ScheduledAt.AddSeconds(2) });
        (await QuotasAsync(offering)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Under_a_race_of_self_enrolments_and_files_the_quota_is_met_exactly()
    {
        var people = await RegisteredAsync(120, "OPD-01");
        var offering = await OpenAsync(Coming(100, new AgencyQuota("OPD-01", 40)));

        await Task.WhenAll(
            NominateAsync(offering, people[..60]),
            NominateAsync(offering, people[30..90]),
            Task.WhenAll(people[60..].Select(p => EnrolAsync(p.Nip, offering))));

        (await QuotasAsync(offering)).ShouldBe([("OPD-01", 40, 40)]);
        (await SeatsAsync(offering)).ShouldBe(40);
        (await Service.CountAsync("SELECT count(*) FROM enrolments WHERE offering_id = $1 AND status = 'waiting'", offering)).ShouldBe(80);
        (await FactsAsync(offering, 40)).Length.ShouldBe(40);
        await InvariantsHoldAsync(offering);
    }

    private async Task<(string, int, int)[]> QuotasAsync(Guid offering) =>
        [.. (await Service.AsTrainingAdmin().GetFromJsonAsync<JsonElement>($"/api/enrolment/offerings/{offering}/quotas")).EnumerateArray()
            .Select(q => (q.GetProperty("agencyCode").GetString()!, q.GetProperty("seats").GetInt32(), q.GetProperty("seatsTaken").GetInt32()))];
}
