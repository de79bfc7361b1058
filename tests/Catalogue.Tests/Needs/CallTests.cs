using System.Net;
using System.Net.Http.Json;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests.Needs;

[Collection(NeedsTests.Name)]
public sealed class CallTests(NeedsFixture catalogue) : NeedsTest(catalogue)
{
    [Fact]
    public async Task A_call_is_open_to_the_end_of_its_last_day_in_WIB()
    {
        var year = Catalogue.NewYear();
        var response = await Admin.PostAsync("/calls", Call(year));

        var call = await response.ShouldAnswerAsync(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/api/catalogue/calls/{year}");
        (call.Text("closesAt"), call.Text("deadlineText"), call.GetProperty("open").GetBoolean())
            .ShouldBe(("2026-03-31T23:59:59+07:00", "31 Maret 2026 pukul 23.59 WIB", true));
        (await Agency("OPD-01").ReadAsync($"/calls/{year}")).Text("guidance").ShouldBe("Usulkan menurut kebutuhan jabatan.");
        await (await Admin.GetAsync($"{Http.Root}/calls/2019")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "2019");
    }

    [Fact]
    public async Task A_year_has_one_call()
    {
        var (year, key) = (Catalogue.NewYear(), Guid.CreateVersion7());

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Admin.PostAsync("/calls", Call(year))));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var other in answers.Where(a => a.StatusCode != HttpStatusCode.Created)) await other.ShouldBeProblemAsync(HttpStatusCode.Conflict);
        await (await Admin.PostAsync("/calls", Call(year))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "year");
        await (await Admin.PostAsync("/calls", Call(Catalogue.NewYear()), key)).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await Admin.PostAsync("/calls", Call(Catalogue.NewYear()), key)).ShouldAnswerAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_deadline_is_moved_and_who_moved_it_when_and_why_is_kept()
    {
        var year = await CallAsync();
        await (await MoveAsync(year, "2026-04-30", "Banyak yang belum siap.")).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await MoveAsync(year, "2026-04-30", "Diulang.")).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await MoveAsync(year, "2026-04-15", "Anggaran dipercepat.")).ShouldAnswerAsync(HttpStatusCode.OK);

        var call = await Agency("OPD-01").ReadAsync($"/calls/{year}");

        call.Text("deadline").ShouldBe("2026-04-15");
        call.Items("deadlineMoves").Select(m => (m.Text("from"), m.Text("to"), m.Text("reason"), m.Text("movedBy"))).ShouldBe(
        [
            ("2026-03-31", "2026-04-30", "Banyak yang belum siap.", "test-training-admin"),
            ("2026-04-30", "2026-04-15", "Anggaran dipercepat.", "test-training-admin"),
        ]);
    }

    [Theory]
    [InlineData("2026-01-31", "deadline-before-opening")]
    [InlineData("2026-02-09", "deadline-passed")]
    [InlineData("2101-01-01", "deadline-after-its-year")]
    public async Task A_deadline_that_makes_no_sense_is_refused(string deadline, string rule)
    {
        await (await Admin.PostAsync("/calls", Call(2100, deadline: deadline))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, rule);
        var year = await CallAsync();
        await (await MoveAsync(year, deadline, "Coba.")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, rule);
        (await Admin.ReadAsync($"/calls/{year}")).Text("deadline").ShouldBe("2026-03-31");
    }

    [Fact]
    public async Task Needs_are_drafted_changed_and_submitted_only_while_the_call_is_open()
    {
        var (year, agency) = (await CallAsync(), Agency("OPD-02"));
        var draft = (await (await agency.PostAsync("/needs/drafts", Need(year))).ShouldAnswerAsync(HttpStatusCode.Created)).Id();
        var waiting = await SubmittedAsync("OPD-02", year);

        foreach (var time in (string[])["2026-01-31T23:59:59+07:00", "2026-04-01T00:00:00+07:00"])
        {
            using var _ = Catalogue.Clock.At(time);
            foreach (var path in (string[])["/needs", "/needs/drafts"])
                await (await agency.PostAsync(path, Need(year))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "call-not-open");
            await (await agency.SendAsync(HttpMethod.Put, $"/needs/{draft}", Need(year, 26), "*")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "call-not-open");
            await (await agency.PostAsync($"/needs/{draft}/submission", new { })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "31 Maret 2026 pukul 23.59 WIB");
        }
        (await agency.ReadAsync($"/needs?year={year}")).Items().Length.ShouldBe(2);
        foreach (var time in (string[])["2026-02-01T00:00:00+07:00", "2026-03-31T23:59:59+07:00"])
        {
            using var _ = Catalogue.Clock.At(time);
            await (await agency.PostAsync("/needs", Need(year))).ShouldAnswerAsync(HttpStatusCode.Created);
        }
        await (await MoveAsync(year, "2026-04-01", "Sehari lagi.")).ShouldAnswerAsync(HttpStatusCode.OK);
        using (Catalogue.Clock.At("2026-04-01T20:00:00+07:00"))
            await (await agency.PostAsync($"/needs/{draft}/submission", new { })).ShouldAnswerAsync(HttpStatusCode.OK);
        using (Catalogue.Clock.At("2026-05-01T00:00:00Z"))
            await (await agency.PostAsync($"/needs/{waiting}/withdrawal", new { })).ShouldAnswerAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Calls_page_with_the_latest_year_first()
    {
        var (earlier, later) = (await CallAsync(), await CallAsync());
        var years = new List<int>();
        for (string? path = "/calls?limit=2"; path is not null;)
        {
            var page = await Agency("OPD-01").ReadAsync(path);
            years.AddRange(page.Items().Select(c => c.Number("year")));
            path = page.Text("next") is { } next ? $"/calls?limit=2&after={next}" : null;
        }
        years.ShouldBe(years.Distinct().OrderDescending());
        years.ShouldContain(earlier);
        years.ShouldContain(later);
    }

    private Task<HttpResponseMessage> MoveAsync(int year, string deadline, string reason) =>
        Admin.PutAsJsonAsync($"{Http.Root}/calls/{year}/deadline", new { deadline, reason });
}
