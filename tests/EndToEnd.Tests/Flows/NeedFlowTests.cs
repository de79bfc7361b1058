using System.Text.Json;

namespace Bpsdm.EndToEnd.Tests.Flows;

/// <summary>From the call for needs to the published plan. Each test has a year of its own.</summary>
public sealed class NeedFlowTests(PlatformFixture fixture) : FlowTest(fixture)
{
    private const string Needs = "/api/catalogue/needs";

    [Fact]
    public async Task Needs_are_drafted_submitted_merged_with_their_origin_in_sight_and_rejected_with_a_reason_until_the_plan_covers_them()
    {
        const int Year = 2032;
        var programme = await OfferableAsync("Kebutuhan Bersama");
        await RefusedAsync(HttpMethod.Post, Needs, Agency, Need(programme, Year, 10), 422, "no-call");
        await CallAsync(Year, $"{Year}-06-30");
        var call = await GetAsync($"/api/catalogue/calls/{Year}", Agency);
        call.GetProperty("open").GetBoolean().ShouldBeTrue();
        Text(call, "deadlineText").ShouldBe($"30 Juni {Year} pukul 23.59 WIB");
        await PutAsync($"/api/catalogue/calls/{Year}/deadline", Admin, new { deadline = $"{Year}-07-31", reason = "Diperpanjang." });
        Text(await GetAsync($"/api/catalogue/calls/{Year}", Agency), "deadline").ShouldBe($"{Year}-07-31");

        var first = await DraftedAndSubmittedAsync(programme, Year);
        var second = Id(await PostAsync(Needs, Agency, Need(programme, Year, 10)));
        var third = Id(await PostAsync(Needs, Agency, Need(programme, Year, 7)));
        await PostAsync(Needs, Agency, new
        {
            topic = "Etika kecerdasan buatan", headcounts = new[] { new { group = "pengawas", count = 5 } }, year = Year, quarter = 2, priority = "low", reason = "Topik baru.",
        });

        await PostAsync($"{Needs}/{first}/merges", Admin, new { needIds = new[] { second }, reason = "Usulan yang sama." });
        await PostAsync($"{Needs}/{third}/rejection", Admin, new { reason = "Sudah tercakup." });

        var merged = await GetAsync($"{Needs}/{second}", Agency);
        Text(merged, "status").ShouldBe("merged");
        Text(merged.GetProperty("merge"), "needId").ShouldBe(first);
        merged.GetProperty("merge").GetProperty("headcount").GetInt32().ShouldBe(40);
        merged.GetProperty("merge").GetProperty("origins").EnumerateArray().Select(o => (Text(o, "needId"), Text(o, "agency"), o.GetProperty("headcount").GetInt32()))
            .ShouldBe([(first, OwnAgency, 30), (second, OwnAgency, 10)]);
        var rejected = await GetAsync($"{Needs}/{third}", Agency);
        (Text(rejected, "status"), Text(rejected, "rejectionReason")).ShouldBe(("rejected", "Sudah tercakup."));
        Items(await GetAsync($"{Needs}/{third}/history", Agency)).Select(e => Text(e, "action")).ShouldBe(["submitted", "rejected"]);
        await RefusedAsync(HttpMethod.Post, $"{Needs}/{third}/acceptance", Admin, new { }, 409, "need-decided");

        await PlannedAsync(programme, Year, first);
        await RefusedAsync(HttpMethod.Post, $"{Needs}/{second}/separation", Admin, new { reason = "Terlambat." }, 409, "need-planned");
        await ReportedAsync(programme, Year);
    }

    [Fact]
    public async Task A_call_has_its_dates_and_wrong_needs_are_told_what_is_wrong()
    {
        var programme = await OfferableAsync("Usulan yang Keliru");
        await RefusedAsync(HttpMethod.Post, "/api/catalogue/calls", Admin, Call(2034, "2020-01-01", "2020-02-01"), 422, "deadline-passed");
        await RefusedAsync(HttpMethod.Post, "/api/catalogue/calls", Agency, Call(2034, "2033-01-01", "2034-02-01"), 403);
        await PostAsync("/api/catalogue/calls", Admin, Call(2034, "2033-01-01", "2034-02-01"));
        await RefusedAsync(HttpMethod.Post, "/api/catalogue/calls", Admin, Call(2034, "2033-01-01", "2034-02-01"), 409, "call-exists");
        await RefusedAsync(HttpMethod.Post, Needs, Agency, Need(programme, 2034, 10), 422, "call-not-open");
        await RefusedAsync(HttpMethod.Post, Needs, Agency, Need(programme, 2034, 0), 400, "headcounts[0].count");
        await RefusedAsync(HttpMethod.Post, Needs, Agency, Need(programme, 1990, 1), 400, "year");
        await RefusedAsync(HttpMethod.Post, Needs, Agency, Need(Guid.CreateVersion7().ToString(), 2034, 1), 422, "unknown-programme");
        await RefusedAsync(HttpMethod.Get, "/api/catalogue/reports/demand?year=2034&format=pdf", Admin, null, 400, "format");
        await RefusedAsync(HttpMethod.Get, "/api/catalogue/plans/2034/draft", Admin, null, 404, "not-found");
    }

    /// <summary>A draft is the agency's alone, and who saw an older one does not change it.</summary>
    private async Task<string> DraftedAndSubmittedAsync(string programme, int year)
    {
        var draft = await SendAsync(HttpMethod.Post, $"{Needs}/drafts", Agency, Need(programme, year, 25));
        draft.Status.ShouldBe(201, draft.Text);
        var need = Id(draft.Json);
        await RefusedAsync(HttpMethod.Get, $"{Needs}/{need}", Admin, null, 404, "not-found");
        await RefusedAsync(HttpMethod.Put, $"{Needs}/{need}", Agency, Need(programme, year, 30), 428, "if-match-required");

        var changed = await SendAsync(HttpMethod.Put, $"{Needs}/{need}", Agency, Need(programme, year, 30), ("If-Match", draft.ETag));
        changed.Status.ShouldBe(200, changed.Text);
        await RefusedAsync(HttpMethod.Post, $"{Needs}/{need}/submission", Agency, null, 412, "changed-meanwhile", ("If-Match", draft.ETag));
        (await SendAsync(HttpMethod.Post, $"{Needs}/{need}/submission", Agency, null, ("If-Match", changed.ETag))).Status.ShouldBe(200);

        (await GetAsync($"{Needs}/{need}", Admin)).GetProperty("headcount").GetInt32().ShouldBe(30);
        await RefusedAsync(HttpMethod.Put, $"{Needs}/{need}", Agency, Need(programme, year, 1), 409, "need-not-draft", ("If-Match", "*"));
        return need;
    }

    private async Task PlannedAsync(string programme, int year, string need)
    {
        var plan = $"/api/catalogue/plans/{year}";
        var proposed = await SendAsync(HttpMethod.Post, $"{plan}/draft", Admin, new { });
        proposed.Status.ShouldBe(201, proposed.Text);
        var line = proposed.Json.GetProperty("lines").EnumerateArray().Single();
        (line.GetProperty("angkatan").GetInt32(), line.GetProperty("seats").GetInt32()).ShouldBe((2, 30));

        var edited = await SendAsync(HttpMethod.Put, $"{plan}/draft", Admin, new
        {
            lines = new[] { new { programmeId = programme, quarter = 3, angkatan = 1, seats = 40, needs = new[] { need } } },
        }, ("If-Match", proposed.ETag));
        edited.Status.ShouldBe(200, edited.Text);
        await RefusedAsync(HttpMethod.Post, $"{plan}/publication", Admin, new { }, 412, "changed-meanwhile", ("If-Match", proposed.ETag));
        var published = await SendAsync(HttpMethod.Post, $"{plan}/publication", Admin, new { note = "Rencana tahunan." }, ("If-Match", edited.ETag));
        published.Status.ShouldBe(200, published.Text);

        Text((await GetAsync(plan, Agency)).GetProperty("lines")[0], "programmeId").ShouldBe(programme);
        (await GetAsync($"{Needs}/{need}", Agency)).GetProperty("planned").GetProperty("quarter").GetInt32().ShouldBe(3);
        await RefusedAsync(HttpMethod.Put, $"{plan}/draft", Admin, new { lines = Array.Empty<object>() }, 404, "not-found", ("If-Match", edited.ETag));
    }

    private async Task ReportedAsync(string programme, int year)
    {
        var report = $"/api/catalogue/reports/demand?year={year}";
        var json = await GetAsync(report, Admin);
        Demand(json.GetProperty("total")).ShouldBe((5, 40, 40));
        var row = json.GetProperty("programmes").EnumerateArray().Single(p => p.GetProperty("programmeId").GetString() == programme);
        Demand(row.GetProperty("agencies").EnumerateArray().Single().GetProperty("demand")).ShouldBe((0, 40, 40));

        var csv = await SendAsync(HttpMethod.Get, report, Admin, null, ("Accept", "text/csv"));
        (csv.Status, csv.MediaType, csv.FileName).ShouldBe((200, "text/csv", $"kebutuhan-diklat-{year}.csv"));
        csv.Text.ShouldContain($"{OwnAgency} diterima");
        csv.Text.ShouldContain("Etika kecerdasan buatan");
        var xlsx = await SendAsync(HttpMethod.Get, $"{report}&format=xlsx", Admin);
        (xlsx.Status, xlsx.FileName, xlsx.IsPackage).ShouldBe((200, $"kebutuhan-diklat-{year}.xlsx", true));
        await RefusedAsync(HttpMethod.Get, report, Admin, null, 406, "not-acceptable", ("Accept", "application/pdf"));
        await RefusedAsync(HttpMethod.Get, report, Agency, null, 403);

        static (long, long, long) Demand(JsonElement d) =>
            (d.GetProperty("submitted").GetInt64(), d.GetProperty("accepted").GetInt64(), d.GetProperty("plannedSeats").GetInt64());
    }

    private Task CallAsync(int year, string deadline) => PostAsync("/api/catalogue/calls", Admin, Call(year, "2020-01-01", deadline));

    private static object Call(int year, string opens, string deadline) => new { year, opens, deadline, guidance = "Usulkan menurut kebutuhan." };

    private static object Need(string programme, int year, int count) => new
    {
        programmeId = programme, headcounts = new[] { new { group = "pelaksana", count } }, year, quarter = 3, priority = "high", reason = "Perlu.",
    };
}
