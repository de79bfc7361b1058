using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests.Flows;

/// <summary>The ways into an angkatan and out of it, and the account of what was learned.</summary>
public sealed class EnrolmentFlowTests(PlatformFixture fixture) : FlowTest(fixture)
{
    private const string Enrolments = "/api/enrolment/enrolments";

    [Fact]
    public async Task Eligibility_is_explained_rule_by_rule()
    {
        var nips = await RegisteredAsync(1);
        var other = await RegisteredAsync(1, "OPD-01");
        var offering = await ScheduleAsync(await OfferableAsync("Syarat Peserta"), 10, ("eligibility", new
        {
            excludeCovidResponse = true,
            conditions = new[] { new { kind = "agency", effect = "include", values = new[] { "OPD-01" } }, new { kind = "rank-range", effect = "include", values = new[] { "III/a", "III/d" } } },
        }));
        var at = $"/api/enrolment/offerings/{offering}";
        var learner = await Fixture.EmployeeTokenAsync(nips[0]);

        var mine = await GetAsync($"{at}/eligibility/me", learner);
        var rules = mine.GetProperty("rules").EnumerateArray().ToDictionary(r => Text(r, "code"), r => (Fulfilled: r.GetProperty("fulfilled").GetBoolean(), Reason: Text(r, "reason")));
        mine.GetProperty("eligible").GetBoolean().ShouldBeFalse();
        rules["agency_not_eligible"].Fulfilled.ShouldBeFalse();
        rules["agency_not_eligible"].Reason.ShouldContain(OwnAgency);
        rules["rank_not_eligible"].Fulfilled.ShouldBeTrue();
        rules["covid_response"].Fulfilled.ShouldBeTrue();
        (await GetAsync($"{at}/eligibility?nip={nips[0]}", Agency)).ToString().ShouldBe(mine.ToString());
        (await GetAsync($"{at}/eligibility?nip={other[0]}", Admin)).GetProperty("eligible").GetBoolean().ShouldBeTrue();

        await RefusedAsync(HttpMethod.Post, $"{at}/enrolments", learner, null, 422, "agency-not-eligible");
        await RefusedAsync(HttpMethod.Get, $"{at}/eligibility?nip={other[0]}", Agency, null, 403, "forbidden");
        await RefusedAsync(HttpMethod.Get, $"{at}/eligibility?nip=123", Admin, null, 400, "nip");
    }

    [Fact]
    public async Task The_agency_approves_or_refuses_who_enrolled_and_the_participant_is_known_to_delivery()
    {
        var offering = await ScheduleAsync(await OfferableAsync("Dengan Persetujuan"), 10, ("needsAgencyApproval", true));
        var nips = await RegisteredAsync(2);
        var learners = await LearnersAsync(nips);
        var asked = new[] { await EnrolAsync(learners[0], offering), await EnrolAsync(learners[1], offering) };
        asked.Select(e => Text(e, "status")).ShouldBe(["pending-approval", "pending-approval"]);
        Items(await GetAsync($"{Enrolments}/pending-approval?limit=100", Agency)).Where(p => Text(p, "offeringId") == offering).Select(p => Text(p, "nip")).ShouldBe(nips);

        await RefusedAsync(HttpMethod.Post, $"{Enrolments}/{Id(asked[0])}/approve", learners[0], null, 403);
        Text(await PostAsync($"{Enrolments}/{Id(asked[0])}/approve", Agency), "status").ShouldBe("confirmed");
        await RefusedAsync(HttpMethod.Post, $"{Enrolments}/{Id(asked[1])}/refuse", Agency, new { reason = "" }, 400, "reason");
        Text(await PostAsync($"{Enrolments}/{Id(asked[1])}/refuse", Agency, new { reason = "Tenaga dibutuhkan." }), "status").ShouldBe("refused");
        await RefusedAsync(HttpMethod.Post, $"{Enrolments}/{Id(asked[1])}/approve", Agency, null, 409, "not-pending-approval");

        await Eventually.SeeAsync(() => GetAsync("/api/delivery/my/offerings", learners[0]), my => Items(my).Any(o => Text(o, "offeringId") == offering));
        (await HistoryAsync(Id(asked[1]), learners[1])).ShouldBe(
            [("pending-approval", nips[1], "Mendaftar sendiri."), ("refused", "agency-admin", "Tenaga dibutuhkan.")]);
    }

    [Fact]
    public async Task Nominations_by_hand_and_by_file_fill_the_quota_and_the_rest_waits_until_somebody_leaves()
    {
        var programme = await OfferableAsync("Nominasi dan Antrean");
        var offering = await ScheduleAsync(programme, 10, ("quotas", new[] { new { agencyCode = OwnAgency, seats = 2 } }), ("acceptanceHours", 24));
        var second = await ScheduleAsync(programme, 10);
        var nips = await RegisteredAsync(4);
        var stranger = (await RegisteredAsync(1, "OPD-01"))[0];
        var at = $"/api/enrolment/offerings/{offering}";

        var byHand = await PostAsync($"{at}/nominations", Agency, new { nips = new[] { nips[0], stranger } });
        byHand.GetProperty("nominations").EnumerateArray().Select(n => Text(n, "outcome")).ShouldBe(["confirmed", "other_agency"]);
        await RefusedAsync(HttpMethod.Post, $"{at}/nominations", Agency, new { nips = new[] { nips[0], "123" } }, 400, "nips[1]");
        await RefusedAsync(HttpMethod.Post, $"{at}/nominations", Agency, new { nip = stranger }, 422, "other-agency");
        var byFile = await ImportedAsync($"{at}/nominations", Agency, $"nip\n{string.Join('\n', nips)}\n");
        byFile.GetProperty("outcomes").ToString().ShouldBe("""{"already_enrolled":1,"confirmed":1,"waitlisted":2}""");

        var learners = await LearnersAsync(nips);
        var mine = await Task.WhenAll(learners.Select(async l => Items(await GetAsync("/api/enrolment/my/enrolments", l)).Single()));
        mine.Select(e => Text(e, "status")).ShouldBe(["confirmed", "confirmed", "waiting", "waiting"]);
        mine[3].GetProperty("waiting").GetProperty("position").GetInt32().ShouldBe(2);
        Text(mine[3].GetProperty("waiting"), "reason").ShouldStartWith("Kuota perangkat daerah penuh; 1 orang");
        Items(await GetAsync($"{at}/wait-list", Agency)).Select(w => Text(w, "nip")).ShouldBe(nips[2..]);

        var moved = await PostAsync($"{Enrolments}/{Id(mine[0])}/transfer", Agency, new { offeringId = second, reason = "Jadwal unit kerja." });
        (Text(moved, "offeringId"), Text(moved, "status")).ShouldBe((second, "confirmed"));
        await PostAsync($"{Enrolments}/{Id(mine[1])}/withdraw", learners[1], new { reason = "Sakit." });
        await RefusedAsync(HttpMethod.Post, $"{Enrolments}/{Id(mine[1])}/withdraw", learners[1], new { reason = "Sakit." }, 409, "not-enrolled");

        var offered = await GetAsync($"/api/enrolment/my/enrolments/{Id(mine[3])}", learners[3]);
        Text(offered, "status").ShouldBe("offered");
        offered.GetProperty("acceptUntil").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddHours(23));
        await RefusedAsync(HttpMethod.Post, $"{Enrolments}/{Id(mine[3])}/accept", learners[2], null, 404, "not-found");
        Text(await PostAsync($"{Enrolments}/{Id(mine[3])}/accept", learners[3]), "status").ShouldBe("confirmed");
        Text(await PostAsync($"{Enrolments}/{Id(mine[2])}/decline", learners[2]), "status").ShouldBe("declined");
        (await HistoryAsync(Id(mine[3]), Admin)).Select(c => (c.Status, c.By)).ShouldBe([("waiting", "agency-admin"), ("offered", "system"), ("confirmed", nips[3])]);
        (await HistoryAsync(Id(mine[0]), Admin))[^1].ShouldBe(("withdrawn", "agency-admin", "Pindah ke angkatan 2: Jadwal unit kerja."));
        (await GetAsync($"{at}/quotas", Agency))[0].GetProperty("seatsTaken").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_JP_account_is_shown_to_the_person_the_agency_and_the_province_as_JSON_CSV_and_XLSX()
    {
        var nip = (await RegisteredAsync(1))[0];
        var mine = await GetAsync("/api/enrolment/my/jp", await Fixture.EmployeeTokenAsync(nip));
        (mine.GetProperty("jp").GetInt32(), mine.GetProperty("right").GetInt32(), mine.GetProperty("missing").GetInt32()).ShouldBe((0, 20, 20));
        (await GetAsync($"/api/enrolment/jp/accounts/{nip}", Hr)).ToString().ShouldBe(mine.ToString());

        var agency = await GetAsync($"/api/enrolment/jp/agencies/{OwnAgency}?limit=500", Agency);
        Items(agency.GetProperty("behind")).Select(b => Text(b, "nip")).ShouldContain(nip);
        var province = await GetAsync("/api/enrolment/jp/province", Admin);
        province.GetProperty("agencies").EnumerateArray().Single(a => Text(a, "agencyCode") == OwnAgency).GetProperty("employees").GetInt32()
            .ShouldBe(agency.GetProperty("summary").GetProperty("employees").GetInt32());

        foreach (var (path, token, text) in ((string, string, string)[])
        [
            ($"accounts/{nip}", Hr, "certificate_number"), ($"agencies/{OwnAgency}", Agency, nip), ("province", Admin, OwnAgency),
        ])
        {
            var csv = await SendAsync(HttpMethod.Get, $"/api/enrolment/jp/{path}?format=csv", token);
            (csv.Status, csv.MediaType).ShouldBe((200, "text/csv"));
            csv.FileName.ShouldEndWith(".csv");
            csv.Text.ShouldContain(text);
            var xlsx = await SendAsync(HttpMethod.Get, $"/api/enrolment/jp/{path}?format=xlsx", token);
            (xlsx.Status, xlsx.IsPackage).ShouldBe((200, true));
            xlsx.FileName.ShouldEndWith(".xlsx");
            await RefusedAsync(HttpMethod.Get, $"/api/enrolment/jp/{path}?format=pdf", token, null, 400, "format");
        }
        await RefusedAsync(HttpMethod.Get, "/api/enrolment/jp/agencies/OPD-01", Agency, null, 403, "forbidden");
        await RefusedAsync(HttpMethod.Get, "/api/enrolment/jp/province?year=1999", Admin, null, 400, "year");
    }

    private async Task<string[]> LearnersAsync(string[] nips)
    {
        var tokens = new List<string>();
        foreach (var nip in nips) tokens.Add(await Fixture.EmployeeTokenAsync(nip));
        return [.. tokens];
    }

    private async Task<(string Status, string By, string Reason)[]> HistoryAsync(string enrolment, string token) =>
        [.. (await GetAsync($"{Enrolments}/{enrolment}/history", token)).EnumerateArray().Select(c => (Text(c, "status"), Text(c, "changedBy"), Text(c, "reason")))];
}
