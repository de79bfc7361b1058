using System.Net;
using System.Text;
using System.Text.Json;
using MiniExcelLibs;

namespace Bpsdm.Catalogue.Tests.Needs;

[Collection(NeedsTests.Name)]
public sealed class DemandReportTests(NeedsFixture catalogue) : NeedsTest(catalogue)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Formula = "=HYPERLINK(\"http://x\",\"a\"), dan +1";

    [Fact]
    public async Task Demand_stands_against_planned_seats_by_programme_and_by_agency()
    {
        var (year, programme) = await DemandAsync();

        var report = await Admin.ReadAsync($"/reports/demand?year={year}");

        // The line has 2 x 10 seats for 25 + 6 + 2 people: 15, 4 and 1 by largest remainders.
        Numbers(report.GetProperty("total")).ShouldBe((9, 33, 20, 35));
        report.Number("planVersion").ShouldBe(1);
        var programmes = report.Items("programmes");
        programmes.Select(p => (p.Text("title"), Numbers(p.GetProperty("demand")))).ShouldBe(
            [("Manajemen Data Terbuka", (5, 33, 20, 35)), (Formula, (4, 0, 0, 0))]);
        programmes[0].GetProperty("programmeId").GetGuid().ShouldBe(programme);
        Agencies(programmes[0]).ShouldBe([("OPD-31", (5, 25, 15, null)), ("OPD-32", (0, 6, 4, null)), ("OPD-33", (0, 2, 1, null))]);
        Agencies(programmes[1]).ShouldBe([("OPD-31", (4, 0, 0, null))]);
        Agencies(report).ShouldBe([("OPD-31", (9, 25, 15, null)), ("OPD-32", (0, 6, 4, null)), ("OPD-33", (0, 2, 1, null))]);
        report.Items("agencies")[0].Text("name").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Seats_beyond_what_agencies_asked_for_are_the_programmes_alone()
    {
        var year = await CallAsync();
        await AcceptedAsync("OPD-31", year, 25, await Given.ProgrammeAsync(Admin));
        await PublishAsync(year);

        var report = await Admin.ReadAsync($"/reports/demand?year={year}");

        Numbers(report.Items("programmes")[0].GetProperty("demand")).ShouldBe((0, 25, 30, 0));
        Agencies(report).ShouldBe([("OPD-31", (0, 25, 25, null))]);
    }

    [Fact]
    public async Task A_year_without_anything_is_an_empty_report()
    {
        var report = await Admin.ReadAsync("/reports/demand?year=2021");
        Numbers(report.GetProperty("total")).ShouldBe((0, 0, 0, 0));
        (report.Items("programmes").Length, report.Items("agencies").Length, report.GetProperty("planVersion").ValueKind).ShouldBe((0, 0, JsonValueKind.Null));
        Rows(await BytesAsync("/reports/demand?year=2021&format=xlsx"), "Program").ShouldHaveSingleItem()["Program atau topik"].ShouldBe("Jumlah");
    }

    [Fact]
    public async Task The_workbook_says_the_same_and_holds_no_formula()
    {
        var (year, _) = await DemandAsync();
        var workbook = await BytesAsync($"/reports/demand?year={year}&format=xlsx");

        var matrix = Rows(workbook, "Program");
        matrix.Select(r => r["Program atau topik"]).ShouldBe(["Manajemen Data Terbuka", "'" + Formula, "Jumlah"]);
        matrix.Select(r => (r["Diajukan"], r["Diterima"], r["Kursi rencana"], r["Kursi terjadwal"])).ShouldBe([(5.0, 33.0, 20.0, 35.0), (4.0, 0.0, 0.0, 0.0), (9.0, 33.0, 20.0, 35.0)]);
        matrix.Select(r => (r["OPD-31 diajukan"], r["OPD-31 diterima"], r["OPD-31 kursi rencana"], r["OPD-33 diterima"])).ShouldBe([(5.0, 25.0, 15.0, 2.0), (4.0, 0.0, 0.0, 0.0), (9.0, 25.0, 15.0, 2.0)]);
        var agencies = Rows(workbook, "Perangkat daerah");
        agencies.Select(r => (r["Kode"], r["Diterima"], r["Kursi rencana"])).ShouldBe([("OPD-31", 25.0, 15.0), ("OPD-32", 6.0, 4.0), ("OPD-33", 2.0, 1.0), (null, 33.0, 20.0)]);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(workbook));
        foreach (var sheet in zip.Entries.Where(e => e.FullName.Contains("worksheets", StringComparison.Ordinal)))
            (await new StreamReader(sheet.Open()).ReadToEndAsync()).ShouldNotMatch("<(x:)?f[ >]");
    }

    [Fact]
    public async Task The_csv_says_the_same_and_holds_no_formula()
    {
        var (year, _) = await DemandAsync();
        var bytes = await BytesAsync($"/reports/demand?year={year}&format=csv");

        var rows = new MemoryStream(bytes).Query(useHeaderRow: true, excelType: ExcelType.CSV).Cast<IDictionary<string, object?>>().ToArray();
        rows.Select(r => r["Program atau topik"]).ShouldBe(["Manajemen Data Terbuka", "'" + Formula, "Jumlah"]);
        rows.Select(r => (r["Diterima"], r["OPD-32 kursi rencana"])).ShouldBe([("33", "4"), ("0", "0"), ("33", "4")]);
        Encoding.UTF8.GetString(bytes).ShouldContain("""
            ,"'=HYPERLINK(""http://x"",""a""), dan +1",4,0,
            """);
    }

    [Theory]
    [InlineData(null, null, "application/json")]
    [InlineData(null, "text/csv", "text/csv")]
    [InlineData(null, Xlsx, Xlsx)]
    [InlineData(null, "text/html, text/csv;q=0.5, application/json;q=0.4", "text/csv")]
    [InlineData(null, "text/html, */*;q=0.1", "application/json")]
    [InlineData("csv", "application/json", "text/csv")]
    public async Task The_format_is_what_was_asked_for(string? format, string? accept, string expected)
    {
        var response = await GetAsync($"/reports/demand?year=2022{(format is null ? "" : $"&format={format}")}", accept);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(expected);
        if (expected != "application/json") response.Content.Headers.ContentDisposition!.FileName!.ShouldStartWith("kebutuhan-diklat-2022.");
    }

    [Theory]
    [InlineData("", null, HttpStatusCode.BadRequest, "year")]
    [InlineData("?year=now", null, HttpStatusCode.BadRequest, "year")]
    [InlineData("?year=2022&format=pdf", null, HttpStatusCode.BadRequest, "format")]
    [InlineData("?year=2022", "application/pdf", HttpStatusCode.NotAcceptable, "Accept")]
    [InlineData("?year=2022", "text/csv;q=0", HttpStatusCode.NotAcceptable, "Accept")]
    public async Task A_report_that_there_is_not_is_refused(string query, string? accept, HttpStatusCode status, string saying) =>
        await (await GetAsync($"/reports/demand{query}", accept)).ShouldBeProblemAsync(status, saying);

    /// <summary>Three agencies; one need merged into another; one waits; one is a topic that looks like a formula; 35 seats scheduled.</summary>
    private async Task<(int Year, Guid Programme)> DemandAsync()
    {
        var year = await CallAsync();
        var programme = await Given.ReviewedProgrammeAsync(Admin);
        var whole = await AcceptedAsync("OPD-31", year, 25, programme, quarter: 2);
        await (await MergeAsync(whole, await SubmittedAsync("OPD-32", year, 6, programme))).ShouldAnswerAsync(HttpStatusCode.OK);
        var other = await AcceptedAsync("OPD-33", year, 2, programme, quarter: 2);
        await (await Admin.PostAsync($"/plans/{year}/draft", new { })).ShouldAnswerAsync(HttpStatusCode.Created);
        var lines = new[] { new { programmeId = programme, quarter = 2, angkatan = 2, seats = 10, needs = new[] { whole, other } } };
        await (await Admin.SendAsync(HttpMethod.Put, $"/plans/{year}/draft", new { lines }, "*")).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await Admin.SendAsync(HttpMethod.Post, $"/plans/{year}/publication", new { }, "*")).ShouldAnswerAsync(HttpStatusCode.OK);
        await SubmittedAsync("OPD-31", year, 5, programme);
        await SubmittedAsync("OPD-31", year, 4, topic: Formula);
        await (await Admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering($"{year}-05-03", 35))).ShouldAnswerAsync(HttpStatusCode.Created);
        return (year, programme);
    }

    private static (int, int, int, int?) Numbers(JsonElement demand) => (
        demand.Number("submitted"), demand.Number("accepted"), demand.Number("plannedSeats"),
        demand.GetProperty("scheduledSeats") is { ValueKind: JsonValueKind.Number } seats ? seats.GetInt32() : null);

    private static (string?, (int, int, int, int?))[] Agencies(JsonElement of) =>
        [.. of.Items("agencies").Select(a => (a.Text("code"), Numbers(a.GetProperty("demand"))))];

    private async Task<HttpResponseMessage> GetAsync(string path, string? accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Http.Root + path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept).ShouldBeTrue();
        return await Admin.SendAsync(request);
    }

    private async Task<byte[]> BytesAsync(string path) => await (await GetAsync(path, null)).EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();

    private static IDictionary<string, object?>[] Rows(byte[] workbook, string sheet) =>
        [.. new MemoryStream(workbook).Query(useHeaderRow: true, sheetName: sheet, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>()];
}
