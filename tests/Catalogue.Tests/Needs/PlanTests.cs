using System.Net;
using System.Text.Json;

namespace Bpsdm.Catalogue.Tests.Needs;

[Collection(NeedsTests.Name)]
public sealed class PlanTests(NeedsFixture catalogue) : NeedsTest(catalogue)
{
    [Fact]
    public async Task A_plan_is_proposed_from_accepted_needs_by_programme_and_quarter()
    {
        var year = await CallAsync();
        var (one, two) = (await Given.ProgrammeAsync(Admin), await Given.ProgrammeAsync(Admin));
        var whole = await AcceptedAsync("OPD-01", year, 25, one, quarter: 1);
        await (await MergeAsync(whole, await SubmittedAsync("OPD-02", year, 10, one, quarter: 4))).ShouldAnswerAsync(HttpStatusCode.OK);
        var more = await AcceptedAsync("OPD-03", year, 30, one, quarter: 1);
        var second = await AcceptedAsync("OPD-01", year, 30, two, quarter: 2);
        await AcceptedAsync("OPD-01", year, 5, topic: "Belum ada programnya");
        await SubmittedAsync("OPD-01", year, 50, two);

        var response = await Admin.PostAsync($"/plans/{year}/draft", new { });

        var plan = await response.ShouldAnswerAsync(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/api/catalogue/plans/{year}/draft");
        (plan.Number("version"), plan.GetProperty("published").GetBoolean(), plan.Number("headcount"), plan.Number("seats")).ShouldBe((1, false, 95, 120));
        Lines(plan).ShouldBe([(1, one, 3, 30, 65), (2, two, 1, 30, 30)]);
        plan.Items("lines")[0].Items("needs").Select(n => (n.GetProperty("needId").GetGuid(), n.Text("agency"), n.Number("headcount")))
            .ShouldBe([(whole, "OPD-01", 35), (more, "OPD-03", 30)]);
        plan.Items("lines")[1].Items("needs").ShouldHaveSingleItem().GetProperty("needId").GetGuid().ShouldBe(second);
        await (await Admin.PostAsync($"/plans/{year}/draft", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "plan-drafted");
        await (await Agency("OPD-01").GetAsync($"{Http.Root}/plans/{year}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        (await Admin.DeleteAsync($"{Http.Root}/plans/{year}/draft")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await Admin.DeleteAsync($"{Http.Root}/plans/{year}/draft")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        Lines(await (await Admin.PostAsync($"/plans/{year}/draft", new { seats = 40 })).ShouldAnswerAsync(HttpStatusCode.Created))
            .ShouldBe([(1, one, 2, 40, 65), (2, two, 1, 40, 30)]);
    }

    [Fact]
    public async Task The_same_key_drafts_once()
    {
        var (year, key) = (await CallAsync(), Guid.CreateVersion7());
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Admin.PostAsync($"/plans/{year}/draft", new { }, key)));
        answers.Select(a => a.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Created]);
        await (await Admin.PostAsync($"/plans/{await CallAsync()}/draft", new { }, key)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Idempotency-Key");
        await (await Admin.PostAsync("/plans/2020/draft", new { })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "2020");
    }

    [Fact]
    public async Task Lines_are_edited_and_nobody_overwrites_what_was_not_seen()
    {
        var year = await CallAsync();
        var programme = await Given.ProgrammeAsync(Admin);
        var (one, two) = (await AcceptedAsync("OPD-01", year, 25, programme), await AcceptedAsync("OPD-02", year, 10, programme));
        var draft = await Admin.PostAsync($"/plans/{year}/draft", new { });
        await draft.ShouldAnswerAsync(HttpStatusCode.Created);
        var lines = new[] { Line(programme, 2, 2, 20, one), Line(programme, 4, 1, 15, two) };

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => EditAsync(year, draft.Headers.ETag!.Tag, lines)));

        var won = answers.Single(a => a.StatusCode == HttpStatusCode.OK);
        foreach (var lost in answers.Where(a => a != won)) await lost.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "If-Match");
        await (await EditAsync(year, null, lines)).ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "If-Match");
        var seen = await Admin.GetAsync($"{Http.Root}/plans/{year}/draft");
        seen.Headers.ETag.ShouldBe(won.Headers.ETag);
        Lines(await seen.ShouldAnswerAsync(HttpStatusCode.OK)).ShouldBe([(2, programme, 2, 20, 25), (4, programme, 1, 15, 10)]);
        await (await EditAsync(year, won.Headers.ETag!.Tag, [lines[1]])).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await PublishAsync(year, won.Headers.ETag!.Tag)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "If-Match");
    }

    [Fact]
    public async Task A_line_that_breaks_a_rule_is_named_and_the_draft_stays()
    {
        var (year, otherYear) = (await CallAsync(), await CallAsync());
        var (programme, other) = (await Given.ProgrammeAsync(Admin), await Given.ProgrammeAsync(Admin));
        var good = await AcceptedAsync("OPD-01", year, 25, programme);
        await (await Admin.PostAsync($"/plans/{year}/draft", new { })).ShouldAnswerAsync(HttpStatusCode.Created);
        var first = Line(programme, 1, 1, 30, good);

        await RefusedAsync("unknown-programme", "lines[1].programmeId", Line(Guid.CreateVersion7(), 1, 1, 30));
        await RefusedAsync("line-named-twice", "lines[1]", Line(programme, 1, 2, 30));
        await RefusedAsync("no-such-need", "lines[1].needs[0]", Line(other, 1, 1, 30, Guid.CreateVersion7()));
        await RefusedAsync("need-of-other-year", "lines[1].needs[0]", Line(programme, 2, 1, 30, await AcceptedAsync("OPD-01", otherYear, 1, programme)));
        await RefusedAsync("need-not-accepted", "lines[1].needs[0]", Line(programme, 2, 1, 30, await SubmittedAsync("OPD-01", year, 1, programme)));
        await RefusedAsync("need-of-other-programme", "lines[1].needs[0]", Line(other, 2, 1, 30, await AcceptedAsync("OPD-01", year, 1, programme)));
        await RefusedAsync("need-covered-twice", "lines[1].needs[0]", Line(programme, 2, 1, 30, good));
        Lines(await Admin.ReadAsync($"/plans/{year}/draft")).ShouldBe([(3, programme, 1, 30, 25)]);

        async Task RefusedAsync(string rule, string place, object line)
        {
            var refused = await EditAsync(year, "*", [first, line]);
            await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, rule);
            (await refused.Content.ReadAsStringAsync()).ShouldContain(place);
        }
    }

    [Fact]
    public async Task A_published_version_never_changes_and_the_next_one_takes_its_place()
    {
        var year = await CallAsync();
        var programme = await Given.ProgrammeAsync(Admin);
        var (moved, uncovered) = (await AcceptedAsync("OPD-01", year, 25, programme), await AcceptedAsync("OPD-02", year, 10, programme));
        var part = await SubmittedAsync("OPD-03", year, 5, programme);
        await (await MergeAsync(moved, part)).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await Admin.PostAsync($"/plans/{year}/draft", new { })).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await EditAsync(year, "*", Line(programme, 4, 1, 20, moved))).ShouldAnswerAsync(HttpStatusCode.OK);

        await (await PublishAsync(year, "*", "Menurut anggaran.")).ShouldAnswerAsync(HttpStatusCode.OK);

        var published = await Agency("OPD-01").ReadAsync($"/plans/{year}");
        (published.Text("note"), published.Text("publishedBy")).ShouldBe(("Menurut anggaran.", "test-training-admin"));
        foreach (var (agency, need) in new[] { ("OPD-01", moved), ("OPD-03", part) })
        {
            var planned = (await Agency(agency).ReadAsync($"/needs/{need}")).GetProperty("planned");
            (planned.Number("version"), planned.Number("quarter"), planned.GetProperty("programmeId").GetGuid()).ShouldBe((1, 4, programme));
        }
        (await ReadNeedAsync(uncovered)).GetProperty("planned").ValueKind.ShouldBe(JsonValueKind.Null);
        // Agencies see whom the plan covers only where it is they.
        (await Agency("OPD-02").ReadAsync($"/plans/{year}")).Items("lines")[0].Items("needs").ShouldBeEmpty();
        (await Agency("OPD-03").ReadAsync($"/plans/{year}")).Items("lines")[0].Items("needs").ShouldHaveSingleItem().GetProperty("needId").GetGuid().ShouldBe(moved);
        await (await EditAsync(year, "*", Line(programme, 1, 1, 1))).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await PublishAsync(year, "*")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        // The next draft keeps what was edited and adds what was accepted since.
        var next = await (await Admin.PostAsync($"/plans/{year}/draft", new { })).ShouldAnswerAsync(HttpStatusCode.Created);
        next.Number("version").ShouldBe(2);
        Lines(next).ShouldBe([(3, programme, 1, 30, 10), (4, programme, 2, 20, 30)]);
        (await Agency("OPD-01").ReadAsync($"/plans/{year}")).ToString().ShouldBe(published.ToString());
        await (await EditAsync(year, "*", Line(programme, 3, 1, 30, uncovered))).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await PublishAsync(year, "*")).ShouldAnswerAsync(HttpStatusCode.OK);

        (await Admin.ReadAsync($"/plans/{year}")).Number("version").ShouldBe(2);
        (await Agency("OPD-01").ReadAsync($"/plans/{year}/versions/1")).ToString().ShouldBe(published.ToString());
        (await Agency("OPD-01").ReadAsync($"/plans/{year}/versions")).Items().Select(v => v.Number("version")).ShouldBe([2, 1]);
        var older = await Admin.ReadAsync($"/plans/{year}/versions?limit=1&after={(await Admin.ReadAsync($"/plans/{year}/versions?limit=1")).Text("next")}");
        older.Items().ShouldHaveSingleItem().Number("version").ShouldBe(1);
        (await ReadNeedAsync(moved)).GetProperty("planned").ValueKind.ShouldBe(JsonValueKind.Null);
        // It is planned no more, so that it may be separated; what was published does not change with it.
        await (await Admin.PostAsync($"/needs/{part}/separation", new { reason = "Berbeda." })).ShouldAnswerAsync(HttpStatusCode.OK);
        (await Agency("OPD-01").ReadAsync($"/plans/{year}/versions/1")).ToString().ShouldBe(published.ToString());
        await (await Admin.GetAsync($"{Http.Root}/plans/{year}/versions/3")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_changed_since_it_was_drafted_is_not_published()
    {
        var year = await CallAsync();
        var programme = await Given.ProgrammeAsync(Admin);
        var (whole, part) = (await AcceptedAsync("OPD-01", year, 25, programme), await AcceptedAsync("OPD-02", year, 10, programme));
        await (await Admin.PostAsync($"/plans/{year}/draft", new { })).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await MergeAsync(whole, part)).ShouldAnswerAsync(HttpStatusCode.OK);

        var refused = await PublishAsync(year, "*");

        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "plan-outdated");
        var text = await refused.Content.ReadAsStringAsync();
        text.ShouldContain(whole.ToString());
        text.ShouldContain(part.ToString());
        await (await EditAsync(year, "*")).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await PublishAsync(year, "*")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "plan-without-lines");
        await (await EditAsync(year, "*", Line(programme, 1, 1, 40, whole))).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await PublishAsync(year, "*")).ShouldAnswerAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Publishing_and_merging_at_once_leave_a_plan_that_is_true()
    {
        var year = await CallAsync();
        var programme = await Given.ProgrammeAsync(Admin);
        var (whole, part) = (await AcceptedAsync("OPD-01", year, 25, programme), await AcceptedAsync("OPD-02", year, 10, programme));
        await (await Admin.PostAsync($"/plans/{year}/draft", new { })).ShouldAnswerAsync(HttpStatusCode.Created);

        var answers = await Task.WhenAll(PublishAsync(year, "*"), MergeAsync(whole, part), PublishAsync(year, "*"));

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        var merged = answers[1].StatusCode == HttpStatusCode.OK;
        (await ReadNeedAsync(part)).Text("status").ShouldBe(merged ? "merged" : "accepted");
        (await Admin.GetAsync($"{Http.Root}/plans/{year}")).StatusCode.ShouldBe(merged ? HttpStatusCode.NotFound : HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_line_knows_the_offerings_of_its_quarter()
    {
        var year = await CallAsync();
        var programme = await Given.ReviewedProgrammeAsync(Admin);
        await AcceptedAsync("OPD-01", year, 45, programme, quarter: 1);
        await PublishAsync(year);
        await (await Admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering($"{year}-03-31", 25))).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await Admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering($"{year}-04-01", 35))).ShouldAnswerAsync(HttpStatusCode.Created);

        var line = (await Admin.ReadAsync($"/plans/{year}")).Items("lines").ShouldHaveSingleItem();

        var offering = line.Items("offerings").ShouldHaveSingleItem();
        (offering.Text("startDate"), offering.Number("capacity"), line.Number("scheduledSeats")).ShouldBe(($"{year}-03-31", 25, 25));
    }

    private static object Line(Guid programmeId, int quarter, int angkatan, int seats, params Guid[] needs) =>
        new { programmeId, quarter, angkatan, seats, needs };

    private Task<HttpResponseMessage> EditAsync(int year, string? ifMatch, params object[] lines) =>
        Admin.SendAsync(HttpMethod.Put, $"/plans/{year}/draft", new { lines }, ifMatch);

    private Task<HttpResponseMessage> PublishAsync(int year, string ifMatch, string? note = null) =>
        Admin.SendAsync(HttpMethod.Post, $"/plans/{year}/publication", new { note }, ifMatch);

    /// <summary>Quarter, programme, angkatan, seats of each, people.</summary>
    private static (int, Guid, int, int, int)[] Lines(JsonElement plan) =>
        [.. plan.Items("lines").Select(l => (l.Number("quarter"), l.GetProperty("programmeId").GetGuid(), l.Number("angkatan"), l.Number("seats"), l.Number("headcount")))];
}
