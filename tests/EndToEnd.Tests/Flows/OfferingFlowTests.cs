using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests.Flows;

/// <summary>An angkatan is scheduled, taught, put off and called off, and the services that act on it follow.</summary>
public sealed class OfferingFlowTests(PlatformFixture fixture) : FlowTest(fixture)
{
    private const string Offerings = "/api/catalogue/offerings";

    [Fact]
    public async Task Quotas_and_conditions_reach_Enrolment_and_nobody_teaches_in_two_places()
    {
        var programme = await OfferableAsync("Angkatan Berkuota");
        var conditions = new[] { new { kind = "agency", effect = "include", values = new[] { OwnAgency } }, new { kind = "rank-range", effect = "include", values = new[] { "III/a", "IV/a" } } };
        var one = await ScheduleAsync(programme, 30, ("quotas", new[] { Quota(OwnAgency, 5) }), ("eligibility", new { conditions }), ("needsAgencyApproval", true));
        var two = await ScheduleAsync(programme, 30);

        var seen = await GetAsync($"/api/enrolment/offerings/{one}", Agency);
        seen.GetProperty("needsAgencyApproval").GetBoolean().ShouldBeTrue();
        seen.GetProperty("conditions").EnumerateArray().Select(c => Text(c, "kind")).ShouldBe(["agency", "rank-range"]);
        (await GetAsync($"/api/enrolment/offerings/{one}/quotas", Agency)).EnumerateArray().Select(q => (Text(q, "agencyCode"), q.GetProperty("seats").GetInt32()))
            .ShouldBe([(OwnAgency, 5)]);
        (await GetAsync($"{Offerings}/{two}")).GetProperty("angkatan").GetInt32().ShouldBe(2);

        await PutAsync($"{Offerings}/{one}/sessions/1/instructors", Admin, Taught("WI-01"));
        await RefusedAsync(HttpMethod.Put, $"{Offerings}/{two}/sessions/1/instructors", Admin, Taught("WI-01"), 409, "instructor-clash");
        await PutAsync($"{Offerings}/{two}/sessions/1/instructors", Admin, Taught("WI-02"));
        await PostAsync($"{Offerings}/{one}/cancellation", Admin, new { reason = "Digabung." });
        await PutAsync($"{Offerings}/{two}/sessions/1/instructors", Admin, Taught("WI-01"));
        (await GetAsync($"{Offerings}/{two}/instructors", Admin))[0].GetProperty("instructors")[0].GetProperty("id").GetString().ShouldBe("WI-01");

        var at = $"/api/catalogue/programmes/{programme}/offerings";
        await RefusedAsync(HttpMethod.Post, at, Admin, Terms(0), 400, "capacity");
        await RefusedAsync(HttpMethod.Post, at, Admin, Terms(5, ("quotas", new[] { Quota(OwnAgency, 6) })), 400, "quotas[0]");
        await RefusedAsync(HttpMethod.Post, at, Admin, Terms(5, ("quotas", new[] { Quota("OPD-99", 5) })), 422, "unknown-agency");
        await RefusedAsync(HttpMethod.Post, at, Admin, Terms(5, ("endDate", Day(1))), 422, "ends-too-early");
        await RefusedAsync(HttpMethod.Put, $"{Offerings}/{two}/sessions/1/instructors", Admin, Taught("x"), 400, "instructors[0].id");
    }

    [Fact]
    public async Task Enrolment_delivery_and_the_calendars_follow_a_postponement_and_a_cancellation()
    {
        var programme = await OfferableAsync("Angkatan yang Berubah");
        var offering = await ScheduleAsync(programme, 30);
        var nip = (await RegisteredAsync(1))[0];
        var learner = await Fixture.EmployeeTokenAsync(nip);
        var enrolment = Id(await EnrolAsync(learner, offering));
        await DeliveredAsync(learner, offering, o => Text(o, "startDate") == Day(14));
        var session = Text((await GetAsync($"{Offerings}/{offering}")).GetProperty("sessions")[0], "sessionId");
        (await IcsAsync(programme)).ShouldContain($"UID:{session}@bpsdm-platform");

        await RefusedAsync(HttpMethod.Post, $"{Offerings}/{offering}/postponement", Admin, new { startDate = Day(-3), reason = "Mundur." }, 422, "postponed-into-the-past");
        await RefusedAsync(HttpMethod.Post, $"{Offerings}/{offering}/postponement", Admin, new { startDate = Day(30) }, 400, "reason");
        await PostAsync($"{Offerings}/{offering}/postponement", Admin, new { startDate = Day(30), reason = "Narasumber berhalangan." });

        var postponed = await Eventually.SeeAsync(() => GetAsync($"/api/enrolment/offerings/{offering}", learner), o => Text(o, "status") == "postponed");
        (Text(postponed, "startDate"), Text(postponed, "statusReason")).ShouldBe((Day(30), "Narasumber berhalangan."));
        await DeliveredAsync(learner, offering, o => Text(o, "startDate") == Day(30));
        var moved = await IcsAsync(programme);
        moved.ShouldContain($"UID:{session}@bpsdm-platform");
        moved.ShouldContain("SEQUENCE:1");

        await PostAsync($"{Offerings}/{offering}/cancellation", Admin, new { reason = "Tidak cukup peserta." });

        await Eventually.SeeAsync(() => GetAsync($"/api/enrolment/my/enrolments/{enrolment}", learner), e => Text(e, "status") == "withdrawn");
        Text((await GetAsync($"/api/enrolment/enrolments/{enrolment}/history", learner)).EnumerateArray().Last(), "reason").ShouldBe("Angkatan dibatalkan: Tidak cukup peserta.");
        await DeliveredAsync(learner, offering, o => Text(o, "outcome") == "cancelled" && o.GetProperty("cancellationReason").GetString() == "Tidak cukup peserta.");
        (await IcsAsync(programme)).ShouldContain("STATUS:CANCELLED");
        Text(Items(await GetAsync($"/api/catalogue/calendar?programme={programme}")).Single(), "status").ShouldBe("cancelled");
        await RefusedAsync(HttpMethod.Post, $"{Offerings}/{offering}/postponement", Admin, new { startDate = Day(40), reason = "Lagi." }, 409, "offering-cancelled");
        await RefusedAsync(HttpMethod.Post, $"/api/enrolment/offerings/{offering}/enrolments", learner, null, 409, "offering-cancelled");
        await RefusedAsync(HttpMethod.Get, "/api/catalogue/calendar?from=besok", null, null, 400, "from");
    }

    private Task DeliveredAsync(string learner, string offering, Predicate<JsonElement> isSo) => Eventually.SeeAsync(
        () => GetAsync("/api/delivery/my/offerings", learner), my => Items(my).Any(o => Text(o, "offeringId") == offering && isSo(o)));

    private async Task<string> IcsAsync(string programme)
    {
        var answer = await SendAsync(HttpMethod.Get, $"/api/catalogue/calendar?programme={programme}", null, null, ("Accept", "text/calendar"));
        (answer.Status, answer.MediaType).ShouldBe((200, "text/calendar"));
        return answer.Text;
    }

    private static object Quota(string agencyCode, int seats) => new { agencyCode, seats };

    private static object Taught(string id) => new { instructors = new[] { new { id, name = "Widyaiswara" } } };
}
