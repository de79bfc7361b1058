using System.Net;
using System.Net.Http.Json;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests.Needs;

[Collection(NeedsTests.Name)]
public sealed class NeedTests(NeedsFixture catalogue) : NeedsTest(catalogue)
{
    [Fact]
    public async Task An_agency_drafts_changes_submits_and_withdraws()
    {
        var (year, agency) = (await CallAsync(), Agency("OPD-10"));
        var made = await agency.PostAsync("/needs/drafts", Need(year));
        var draft = await made.ShouldAnswerAsync(HttpStatusCode.Created);
        made.Headers.Location!.ToString().ShouldBe($"/api/catalogue/needs/{draft.Id()}");
        (draft.Text("status"), draft.Text("submittedAt")).ShouldBe(("draft", null));
        // Not even that there is one is for others to know.
        await (await Admin.GetAsync($"{Http.Root}/needs/{draft.Id()}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await Admin.ReadAsync($"/needs?year={year}")).Items().ShouldBeEmpty();
        await (await Admin.PostAsync($"/needs/{draft.Id()}/acceptance", new { })).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        var changed = await agency.SendAsync(HttpMethod.Put, $"/needs/{draft.Id()}", new
        {
            topic = "Arsip digital",
            headcounts = new[] { new { group = "fungsional", count = 7 }, new { group = "jpt", count = 1 } },
            year, quarter = 2, priority = "low", reason = "Beralih.",
        }, made.Headers.ETag!.Tag);

        var need = await changed.ShouldAnswerAsync(HttpStatusCode.OK);
        need.GetProperty("headcounts").ToString().ShouldBe("""[{"group":"jpt","count":1},{"group":"fungsional","count":7}]""");
        (need.Text("topic"), need.Number("headcount"), need.Number("quarter"), need.Text("priority")).ShouldBe(("Arsip digital", 8, 2, "low"));
        changed.Headers.ETag.ShouldNotBe(made.Headers.ETag);

        var submitted = await (await agency.SendAsync(HttpMethod.Post, $"/needs/{draft.Id()}/submission", new { }, changed.Headers.ETag!.Tag))
            .ShouldAnswerAsync(HttpStatusCode.OK);
        (submitted.Text("status"), submitted.Text("submittedBy")).ShouldBe(("submitted", "test-agency-admin"));
        (await ReadNeedAsync(draft.Id())).Text("topic").ShouldBe("Arsip digital");
        (await (await agency.PostAsync($"/needs/{draft.Id()}/withdrawal", new { })).ShouldAnswerAsync(HttpStatusCode.OK)).Text("status").ShouldBe("withdrawn");
        (await HistoryAsync(agency, draft.Id())).ShouldBe(["submitted", "withdrawn"]);
        await (await Admin.PostAsync($"/needs/{draft.Id()}/acceptance", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "ditarik");
    }

    [Fact]
    public async Task A_change_of_what_was_not_seen_is_refused()
    {
        var (year, agency) = (await CallAsync(), Agency("OPD-10"));
        var made = await agency.PostAsync("/needs/drafts", Need(year));
        var (id, tag) = ((await made.ShouldAnswerAsync(HttpStatusCode.Created)).Id(), made.Headers.ETag!.Tag);

        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => agency.SendAsync(HttpMethod.Put, $"/needs/{id}", Need(year, i), tag)));

        var won = answers.Single(a => a.StatusCode == HttpStatusCode.OK);
        foreach (var lost in answers.Where(a => a != won)) await lost.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "If-Match");
        await (await agency.SendAsync(HttpMethod.Put, $"/needs/{id}", Need(year, 9), tag)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "If-Match");
        await (await agency.SendAsync(HttpMethod.Put, $"/needs/{id}", Need(year, 9), "rubbish")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "If-Match");
        await (await agency.SendAsync(HttpMethod.Put, $"/needs/{id}", Need(year, 9), null)).ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "If-Match");
        await (await agency.SendAsync(HttpMethod.Post, $"/needs/{id}/submission", new { }, tag)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "If-Match");
        (await agency.ReadAsync($"/needs/{id}")).Number("headcount").ShouldBe((await won.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).Number("headcount"));
        (await agency.TagAsync($"/needs/{id}")).ShouldBe(won.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task What_is_no_draft_any_more_is_neither_changed_nor_submitted()
    {
        var (year, agency) = (await CallAsync(), Agency("OPD-10"));
        var (submitted, accepted) = (await SubmittedAsync("OPD-10", year), await AcceptedAsync("OPD-10", year));

        foreach (var id in (Guid[])[submitted, accepted])
        {
            await (await agency.SendAsync(HttpMethod.Put, $"/needs/{id}", Need(year, 9), "*")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "need-not-draft");
            await (await agency.PostAsync($"/needs/{id}/submission", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "need-not-draft");
        }
        await (await agency.PostAsync($"/needs/{accepted}/withdrawal", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "diterima");
        var draft = (await (await agency.PostAsync("/needs/drafts", Need(year))).ShouldAnswerAsync(HttpStatusCode.Created)).Id();
        await (await agency.SendAsync(HttpMethod.Put, $"/needs/{draft}", Need(await CallAsync()), "*"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "need-of-other-year");
    }

    [Fact]
    public async Task An_agency_proposes_in_one_and_BPSDM_decides_once()
    {
        var (year, agency) = (await CallAsync(), Agency("OPD-11"));
        var response = await agency.PostAsync("/needs", Need(year));
        var need = await response.ShouldAnswerAsync(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/api/catalogue/needs/{need.Id()}");
        (need.Text("agency"), need.Text("status"), need.Text("priority"), need.Number("headcount")).ShouldBe(("OPD-11", "submitted", "high", 25));

        var decisions = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => i % 2 == 0
            ? Admin.PostAsync($"/needs/{need.Id()}/acceptance", new { })
            : Admin.PostAsync($"/needs/{need.Id()}/rejection", new { reason = "Sudah ada." })));

        decisions.Count(d => d.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var late in decisions.Where(d => d.StatusCode != HttpStatusCode.OK)) await late.ShouldBeProblemAsync(HttpStatusCode.Conflict);
        var status = (await agency.ReadAsync($"/needs/{need.Id()}")).Text("status");
        status.ShouldBeOneOf("accepted", "rejected");
        (await HistoryAsync(agency, need.Id())).ShouldBe(["submitted", status]);
    }

    [Fact]
    public async Task A_rejection_tells_the_agency_why()
    {
        var (year, agency) = (await CallAsync(), Agency("OPD-12"));
        var programme = await Given.ProgrammeAsync(Admin);
        var need = await SubmittedAsync("OPD-12", year, programmeId: programme);

        await (await Admin.PostAsync($"/needs/{need}/rejection", new { reason = "Kuota tahun ini habis." })).ShouldAnswerAsync(HttpStatusCode.OK);

        var read = await agency.ReadAsync($"/needs/{need}");
        (read.Text("status"), read.Text("rejectionReason"), read.GetProperty("programmeId").GetGuid()).ShouldBe(("rejected", "Kuota tahun ini habis.", programme));
        await (await Admin.PostAsync($"/needs/{need}/acceptance", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "ditolak");
        var last = (await agency.ReadAsync($"/needs/{need}/history")).Items()[^1];
        (last.Text("action"), last.Text("reason"), last.Text("doneBy")).ShouldBe(("rejected", "Kuota tahun ini habis.", "test-training-admin"));
    }

    [Fact]
    public async Task A_new_topic_gets_its_programme_with_the_acceptance_or_later()
    {
        var year = await CallAsync();
        var (one, other) = (await Given.ProgrammeAsync(Admin), await Given.ProgrammeAsync(Admin));
        var need = await SubmittedAsync("OPD-12", year);
        await (await Admin.PutAsJsonAsync($"{Http.Root}/needs/{need}/programme", new { programmeId = one })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "need-not-accepted");
        await (await Admin.PostAsync($"/needs/{need}/acceptance", new { programmeId = Guid.CreateVersion7() })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "programmeId");
        await (await Admin.PostAsync($"/needs/{need}/acceptance", new { reason = " " })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "reason");

        var accepted = await (await Admin.PostAsync($"/needs/{need}/acceptance", new { programmeId = one, reason = "Serupa." })).ShouldAnswerAsync(HttpStatusCode.OK);
        (accepted.GetProperty("programmeId").GetGuid(), accepted.Text("topic")).ShouldBe((one, "Pengelolaan arsip"));
        await (await Admin.PutAsJsonAsync($"{Http.Root}/needs/{need}/programme", new { programmeId = other, reason = "Program baru." })).ShouldAnswerAsync(HttpStatusCode.OK);

        (await ReadNeedAsync(need)).GetProperty("programmeId").GetGuid().ShouldBe(other);
        (await HistoryAsync(Agency("OPD-12"), need)).ShouldBe(["submitted", "accepted", "programme-assigned"]);
        var named = await SubmittedAsync("OPD-12", year, programmeId: one);
        await (await Admin.PostAsync($"/needs/{named}/acceptance", new { programmeId = other })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "need-names-its-programme");
    }

    [Fact]
    public async Task An_agency_sees_and_touches_only_its_own_and_BPSDM_sees_all()
    {
        var year = await CallAsync();
        var (one, other) = (Agency("OPD-13"), Agency("OPD-14"));
        var ofOne = new List<Guid>();
        for (var i = 0; i < 3; i++) ofOne.Add(await SubmittedAsync("OPD-13", year));
        var ofOther = await SubmittedAsync("OPD-14", year);
        await Admin.PostAsync($"/needs/{ofOne[1]}/acceptance", new { });

        (await one.ReadAsync($"/needs?year={year}")).Items().Select(n => n.Id()).ShouldBe(ofOne);
        (await one.ReadAsync($"/needs?year={year}&status=accepted")).Items().Select(n => n.Id()).ShouldBe([ofOne[1]]);
        (await Admin.ReadAsync($"/needs?year={year}&agency=OPD-14")).Items().Select(n => n.Id()).ShouldBe([ofOther]);
        (await Admin.ReadAsync($"/needs?year={year}")).Items().Select(n => n.Id()).ShouldBe([.. ofOne, ofOther]);
        await (await one.GetAsync($"{Http.Root}/needs?agency=OPD-14")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await one.GetAsync($"{Http.Root}/needs/{ofOther}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await one.GetAsync($"{Http.Root}/needs/{ofOther}/history")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await one.PostAsync($"/needs/{ofOther}/withdrawal", new { })).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        var foreign = (await (await other.PostAsync("/needs/drafts", Need(year))).ShouldAnswerAsync(HttpStatusCode.Created)).Id();
        await (await one.PostAsync($"/needs/{foreign}/submission", new { })).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await one.SendAsync(HttpMethod.Put, $"/needs/{foreign}", Need(year, 1), "*")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_are_filtered_and_their_pages_stand_while_others_write()
    {
        var year = await CallAsync();
        var programme = await Given.ProgrammeAsync(Admin);
        var low = await SubmittedAsync("OPD-15", year, priority: "low", quarter: 1);
        var high = await SubmittedAsync("OPD-15", year, programmeId: programme, quarter: 2);
        var normal = await SubmittedAsync("OPD-16", year, priority: "normal", quarter: 2);

        (await IdsAsync("priority=low")).ShouldBe([low]);
        (await IdsAsync("quarter=2")).ShouldBe([high, normal]);
        (await IdsAsync($"programme={programme}")).ShouldBe([high]);
        (await IdsAsync("agency=OPD-15&quarter=2&status=submitted")).ShouldBe([high]);
        (await IdsAsync("status=rejected")).ShouldBeEmpty();

        var first = await Admin.ReadAsync($"/needs?year={year}&limit=2");
        var later = await SubmittedAsync("OPD-15", year);
        await Admin.PostAsync($"/needs/{low}/acceptance", new { });
        var second = await Admin.ReadAsync($"/needs?year={year}&limit=2&after={first.Text("next")}");
        first.Items().Concat(second.Items()).Select(n => n.Id()).ShouldBe([low, high, normal, later]);
        second.Text("next").ShouldBeNull();

        async Task<Guid[]> IdsAsync(string filter) => [.. (await Admin.ReadAsync($"/needs?year={year}&{filter}")).Items().Select(n => n.Id())];
    }

    [Fact]
    public async Task The_same_key_proposes_once()
    {
        var (year, agency, key) = (await CallAsync(), Agency("OPD-15"), Guid.CreateVersion7());
        await (await agency.PostAsync("/needs", Need(year), key)).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await agency.PostAsync("/needs", Need(year), key)).ShouldAnswerAsync(HttpStatusCode.OK);
        using (Catalogue.Clock.At("2026-07-01T00:00:00Z")) await (await agency.PostAsync("/needs", Need(year), key)).ShouldAnswerAsync(HttpStatusCode.OK);
        (await agency.ReadAsync($"/needs?year={year}")).Items().ShouldHaveSingleItem().Id().ShouldBe(key);
        var another = Catalogue.WithToken(TestTokens.Create("agency-admin", subject: "somebody-else", agency: "OPD-16"));
        await (await another.PostAsync("/needs", Need(year), key)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Idempotency-Key");
    }

    [Fact]
    public async Task A_need_is_of_a_known_programme_a_known_agency_and_a_year_with_a_call()
    {
        var year = await CallAsync();
        await (await Agency("OPD-17").PostAsync("/needs", Need(year, programmeId: Guid.CreateVersion7()))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "programmeId");
        await (await Agency("OPD-99").PostAsync("/needs", Need(year))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "OPD-99");
        await (await Catalogue.As("agency-admin").PostAsync("/needs", Need(year))).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await Agency("OPD-17").PostAsync("/needs", Need(2020))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "no-call");
    }

    [Theory]
    [InlineData("/needs?status=lost", "status")]
    [InlineData("/needs?after=T1BELTAx", "after")]
    [InlineData("/needs?limit=1000", "limit")]
    [InlineData("/needs?year=now", "year")]
    [InlineData("/needs?agency=%00", "agency")]
    [InlineData("/needs?programme=1", "programme")]
    [InlineData("/needs?priority=urgent", "priority")]
    [InlineData("/needs?quarter=5", "quarter")]
    [InlineData("/calls?after=T1BELTAx", "after")]
    public async Task A_malformed_query_is_named(string path, string field) =>
        await (await Admin.GetAsync(Http.Root + path)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    private static async Task<string?[]> HistoryAsync(HttpClient client, Guid need) =>
        [.. (await client.ReadAsync($"/needs/{need}/history")).Items().Select(e => e.Text("action"))];
}
