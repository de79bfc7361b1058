using System.Net;

namespace Bpsdm.Catalogue.Tests.Needs;

[Collection(NeedsTests.Name)]
public sealed class MergeTests(NeedsFixture catalogue) : NeedsTest(catalogue)
{
    [Fact]
    public async Task Needs_of_several_agencies_become_one_and_each_stays_visible_to_all_of_them()
    {
        var year = await CallAsync();
        var (whole, one, two) = (await SubmittedAsync("OPD-20", year, 10), await SubmittedAsync("OPD-21", year, 4), await AcceptedAsync("OPD-22", year, 7));

        var merged = await (await MergeAsync(whole, one, two)).ShouldAnswerAsync(HttpStatusCode.OK);

        (merged.Text("status"), merged.Number("headcount")).ShouldBe(("accepted", 10));
        foreach (var (agency, own, status) in new[] { ("OPD-20", whole, "accepted"), ("OPD-21", one, "merged"), ("OPD-22", two, "merged") })
        {
            var seen = await Agency(agency).ReadAsync($"/needs/{own}");
            seen.Text("status").ShouldBe(status);
            var merge = seen.GetProperty("merge");
            (merge.GetProperty("needId").GetGuid(), merge.Number("headcount")).ShouldBe((whole, 21));
            merge.GetProperty("headcounts").ToString().ShouldBe("""[{"group":"pelaksana","count":21}]""");
            merge.Items("origins").Select(o => (o.GetProperty("needId").GetGuid(), o.Text("agency"), o.Number("headcount")))
                .ShouldBe([(whole, "OPD-20", 10), (one, "OPD-21", 4), (two, "OPD-22", 7)]);
        }
        (await Admin.ReadAsync($"/needs?year={year}&status=merged")).Items().Select(n => n.Id()).ShouldBe([one, two]);
        (await HistoryAsync("OPD-20", whole)).ShouldBe([("submitted", null), ("accepted", null), ("absorbed", one), ("absorbed", two)], ignoreOrder: true);
        (await HistoryAsync("OPD-22", two)).ShouldBe([("submitted", null), ("accepted", null), ("merged", whole)]);
    }

    [Fact]
    public async Task A_merge_is_undone_and_each_need_is_what_it_was()
    {
        var year = await CallAsync();
        var (whole, one, two) = (await SubmittedAsync("OPD-20", year, 10), await SubmittedAsync("OPD-21", year, 4), await AcceptedAsync("OPD-22", year, 7));
        await (await MergeAsync(whole, one, two)).ShouldAnswerAsync(HttpStatusCode.OK);

        await (await SeparateAsync(one)).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await SeparateAsync(two)).ShouldAnswerAsync(HttpStatusCode.OK);

        (await ReadNeedAsync(whole)).GetProperty("merge").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var (first, second) = (await ReadNeedAsync(one), await ReadNeedAsync(two));
        (first.Text("status"), first.Text("decidedBy"), second.Text("status")).ShouldBe(("submitted", null, "accepted"));
        (await HistoryAsync("OPD-21", one)).ShouldBe([("submitted", null), ("merged", whole), ("separated", whole)]);
        (await HistoryAsync("OPD-20", whole))[^2..].ShouldBe([("released", one), ("released", two)]);
        await (await SeparateAsync(one)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "need-not-merged");
        await (await Admin.PostAsync($"/needs/{one}/acceptance", new { })).ShouldAnswerAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_planned_is_neither_merged_nor_separated()
    {
        var year = await CallAsync();
        var programme = await Given.ProgrammeAsync(Admin);
        var (whole, part) = (await AcceptedAsync("OPD-20", year, 10, programme), await AcceptedAsync("OPD-21", year, 4, programme));
        await (await MergeAsync(whole, part)).ShouldAnswerAsync(HttpStatusCode.OK);
        await PublishAsync(year);
        var late = await SubmittedAsync("OPD-22", year, 1, programme);

        await (await SeparateAsync(part)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "need-planned");
        await (await MergeAsync(whole, late)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "need-planned");
        await (await MergeAsync(late, whole)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "merge-of-merge");
        (await ReadNeedAsync(late)).Text("status").ShouldBe("submitted");
        (await ReadNeedAsync(part)).Text("status").ShouldBe("merged");
    }

    [Fact]
    public async Task Only_duplicates_are_merged()
    {
        var (year, otherYear) = (await CallAsync(), await CallAsync());
        var (programme, other) = (await Given.ProgrammeAsync(Admin), await Given.ProgrammeAsync(Admin));
        var whole = await SubmittedAsync("OPD-20", year, programmeId: programme);
        var part = await SubmittedAsync("OPD-21", year);
        var rejected = await SubmittedAsync("OPD-21", year);
        await Admin.PostAsync($"/needs/{rejected}/rejection", new { reason = "Tidak perlu." });
        var holder = await SubmittedAsync("OPD-22", year);
        await (await MergeAsync(holder, await SubmittedAsync("OPD-22", year))).ShouldAnswerAsync(HttpStatusCode.OK);
        var draft = (await (await Agency("OPD-21").PostAsync("/needs/drafts", Need(year))).ShouldAnswerAsync(HttpStatusCode.Created)).Id();

        await RefusedAsync("no-such-need", part, Guid.CreateVersion7());
        await RefusedAsync("no-such-need", part, draft);
        await RefusedAsync("need-named-twice", part, part);
        await RefusedAsync("merge-into-itself", part, whole);
        await RefusedAsync("merge-of-decided", part, rejected);
        await RefusedAsync("merge-of-merge", part, holder);
        await RefusedAsync("merge-of-other-year", part, await SubmittedAsync("OPD-21", otherYear));
        await RefusedAsync("merge-of-other-programme", part, await SubmittedAsync("OPD-21", year, programmeId: other));
        await (await MergeAsync(rejected, part)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "ditolak");

        (await ReadNeedAsync(whole)).Text("status").ShouldBe("submitted");
        (await ReadNeedAsync(part)).Text("status").ShouldBe("submitted");

        async Task RefusedAsync(string rule, params Guid[] needs)
        {
            var refused = await MergeAsync(whole, needs);
            await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, rule);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("needIds[1]");
        }
    }

    [Fact]
    public async Task A_need_that_two_would_merge_at_once_becomes_part_of_one()
    {
        var year = await CallAsync();
        var part = await SubmittedAsync("OPD-20", year, 3);
        var wholes = new List<Guid>();
        for (var i = 0; i < 4; i++) wholes.Add(await SubmittedAsync("OPD-21", year, 10));

        var answers = await Task.WhenAll(wholes.Select(w => MergeAsync(w, part)));

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        var seen = await ReadNeedAsync(part);
        seen.GetProperty("merge").Number("headcount").ShouldBe(13);
        (await Admin.ReadAsync($"/needs?year={year}&status=accepted")).Items().ShouldHaveSingleItem().Id()
            .ShouldBe(seen.GetProperty("merge").GetProperty("needId").GetGuid());
    }

    private Task<HttpResponseMessage> SeparateAsync(Guid need) => Admin.PostAsync($"/needs/{need}/separation", new { reason = "Ternyata berbeda." });

    private async Task<(string?, Guid?)[]> HistoryAsync(string agency, Guid need) =>
        [.. (await Agency(agency).ReadAsync($"/needs/{need}/history")).Items()
            .Select(e => (e.Text("action"), e.Text("otherNeedId") is { } other ? Guid.Parse(other) : (Guid?)null))];
}
