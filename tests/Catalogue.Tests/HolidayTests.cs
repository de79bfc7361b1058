using System.Net;
using System.Net.Http.Json;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

[Collection(CatalogueTests.Name)]
public sealed class HolidayTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    [Fact]
    public async Task Sessions_leave_out_the_holidays_of_the_decrees()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);

        // Nyepi and Idulfitri 2026, with their joint leave, are from Wednesday 18 to Tuesday 24 March.
        var offering = await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2026-03-17"))).ShouldAnswerAsync(HttpStatusCode.Created);

        offering.Text("endDate").ShouldBe("2026-03-27");
        offering.Items("sessions").Select(s => s.Text("startsAt")![..10]).ShouldBe(["2026-03-26", "2026-03-27", "2026-03-27"]);
    }

    [Fact]
    public async Task Every_year_from_2020_to_2027_is_known_with_its_source_and_certainty()
    {
        for (var year = 2020; year <= 2027; year++)
        {
            var days = (await (await _admin.GetAsync($"{Http.Root}/holidays?year={year}")).ShouldAnswerAsync(HttpStatusCode.OK)).EnumerateArray().ToArray();
            days.Length.ShouldBeGreaterThan(14);
            days.ShouldAllBe(d => d.Text("source")!.Length > 0);
            days.Single(d => d.Text("date") == $"{year}-08-17").Text("certainty").ShouldBe("sure");
        }
    }

    [Fact]
    public async Task An_admin_adds_a_day_off_and_takes_it_away_for_good()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var day = new { name = "Hari ulang tahun Jakarta", kind = "national", source = "Keputusan Gubernur", certainty = "sure" };
        await (await _admin.PutAsJsonAsync($"{Http.Root}/holidays/2032-06-22", day)).ShouldAnswerAsync(HttpStatusCode.OK);
        (await EndDateAsync(programme)).ShouldBe("2032-06-25");

        (await _admin.DeleteAsync($"{Http.Root}/holidays/2032-06-22")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await _admin.DeleteAsync($"{Http.Root}/holidays/2032-06-22")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await EndDateAsync(programme)).ShouldBe("2032-06-24");
    }

    [Fact]
    public async Task A_removed_day_is_not_brought_back_by_loading_the_decrees_again()
    {
        (await _admin.DeleteAsync($"{Http.Root}/holidays/2021-12-25")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await catalogue.MigrateAsync();
        (await (await _admin.GetAsync($"{Http.Root}/holidays?year=2021")).ShouldAnswerAsync(HttpStatusCode.OK))
            .EnumerateArray().ShouldNotContain(d => d.Text("date") == "2021-12-25");
    }

    [Theory]
    [InlineData("2031-02-30", """{"name":"x","kind":"national","source":"x"}""", "date")]
    [InlineData("2031-02-03", """{"name":"","kind":"national","source":"x"}""", "name")]
    [InlineData("2031-02-03", """{"name":"x","source":"x"}""", "kind")]
    [InlineData("2031-02-03", """{"name":"x","kind":"bank","source":"x"}""", "kind")]
    [InlineData("2031-02-03", """{"name":"x","kind":"national"}""", "source")]
    [InlineData("2031-02-03", """{"name":"x","kind":"national","source":"x","certainty":"rumour"}""", "certainty")]
    public async Task A_wrong_day_is_named(string date, string body, string field) =>
        await (await _admin.PutAsync($"{Http.Root}/holidays/{date}", new StringContent(body, System.Text.Encoding.UTF8, "application/json")))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task A_day_that_is_not_there_cannot_be_removed_and_a_year_has_to_be_one()
    {
        await (await _admin.DeleteAsync($"{Http.Root}/holidays/2031-02-03")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await _admin.DeleteAsync($"{Http.Root}/holidays/tomorrow")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "date");
        await (await _admin.GetAsync($"{Http.Root}/holidays")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "year");
        await (await catalogue.AsAgencyAdmin("OPD-01").GetAsync($"{Http.Root}/holidays?year=2026")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    /// <summary>Of four working days from Monday 21 June 2032 on.</summary>
    private async Task<string?> EndDateAsync(Guid programme) =>
        (await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2032-06-21"))).ShouldAnswerAsync(HttpStatusCode.Created)).Text("endDate");
}
