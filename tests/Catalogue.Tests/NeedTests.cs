using System.Net;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

[Collection(CatalogueTests.Name)]
public sealed class NeedTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    private static object Need(string? topic = "Pengelolaan arsip", Guid? programmeId = null) => new
    {
        topic, programmeId, headcount = 25, year = 2026, quarter = 3, priority = "high", reason = "Pegawai baru.",
    };

    [Fact]
    public async Task An_agency_proposes_and_BPSDM_accepts_once()
    {
        var agency = catalogue.AsAgencyAdmin("OPD-11");
        var response = await agency.PostAsync("/needs", Need());
        var need = await response.ShouldAnswerAsync(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/api/catalogue/needs/{need.Id()}");
        (need.Text("agency"), need.Text("status"), need.Text("priority"), need.Number("headcount")).ShouldBe(("OPD-11", "proposed", "high", 25));

        var decisions = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => i % 2 == 0
            ? _admin.PostAsync($"/needs/{need.Id()}/acceptance", new { })
            : _admin.PostAsync($"/needs/{need.Id()}/rejection", new { reason = "Sudah ada." })));

        decisions.Count(d => d.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var late in decisions.Where(d => d.StatusCode != HttpStatusCode.OK)) await late.ShouldBeProblemAsync(HttpStatusCode.Conflict);
        (await agency.ReadAsync($"/needs/{need.Id()}")).Text("status").ShouldBeOneOf("accepted", "rejected");
    }

    [Fact]
    public async Task A_rejection_tells_the_agency_why()
    {
        var agency = catalogue.AsAgencyAdmin("OPD-12");
        var programme = await Given.ProgrammeAsync(_admin);
        var need = await (await agency.PostAsync("/needs", Need(topic: null, programme))).ShouldAnswerAsync(HttpStatusCode.Created);

        await (await _admin.PostAsync($"/needs/{need.Id()}/rejection", new { reason = "Kuota tahun ini habis." })).ShouldAnswerAsync(HttpStatusCode.OK);

        var read = await agency.ReadAsync($"/needs/{need.Id()}");
        (read.Text("status"), read.Text("rejectionReason"), read.GetProperty("programmeId").GetGuid())
            .ShouldBe(("rejected", "Kuota tahun ini habis.", programme));
        await (await _admin.PostAsync($"/needs/{need.Id()}/acceptance", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "ditolak");
    }

    [Fact]
    public async Task An_agency_sees_its_own_and_BPSDM_all()
    {
        var (one, other) = (catalogue.AsAgencyAdmin("OPD-13"), catalogue.AsAgencyAdmin("OPD-14"));
        var ofOne = new List<Guid>();
        for (var i = 0; i < 3; i++) ofOne.Add((await (await one.PostAsync("/needs", Need())).ShouldAnswerAsync(HttpStatusCode.Created)).Id());
        var ofOther = (await (await other.PostAsync("/needs", Need())).ShouldAnswerAsync(HttpStatusCode.Created)).Id();
        await _admin.PostAsync($"/needs/{ofOne[1]}/acceptance", new { });

        (await one.ReadAsync("/needs")).Items().Select(n => n.Id()).ShouldBe(ofOne);
        (await one.ReadAsync("/needs?status=accepted")).Items().Select(n => n.Id()).ShouldBe([ofOne[1]]);
        (await _admin.ReadAsync("/needs?agency=OPD-14")).Items().Select(n => n.Id()).ShouldBe([ofOther]);
        ((Guid[])[.. ofOne, ofOther]).ShouldBeSubsetOf((await _admin.ReadAsync("/needs?limit=500")).Items().Select(n => n.Id()));
        await (await one.GetAsync($"{Http.Root}/needs?agency=OPD-14")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await one.GetAsync($"{Http.Root}/needs/{ofOther}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        var first = await one.ReadAsync("/needs?limit=2");
        var second = await one.ReadAsync($"/needs?limit=2&after={first.Text("next")}");
        first.Items().Concat(second.Items()).Select(n => n.Id()).ShouldBe(ofOne);
        second.Text("next").ShouldBeNull();
    }

    [Fact]
    public async Task The_same_key_proposes_once()
    {
        var (agency, key) = (catalogue.AsAgencyAdmin("OPD-15"), Guid.CreateVersion7());
        await (await agency.PostAsync("/needs", Need(), key)).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await agency.PostAsync("/needs", Need(), key)).ShouldAnswerAsync(HttpStatusCode.OK);
        (await agency.ReadAsync("/needs")).Items().ShouldHaveSingleItem().Id().ShouldBe(key);
        var another = catalogue.WithToken(TestTokens.Create("agency-admin", subject: "somebody-else", agency: "OPD-16"));
        await (await another.PostAsync("/needs", Need(), key)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Idempotency-Key");
    }

    [Fact]
    public async Task A_need_is_of_a_known_programme_and_a_known_agency()
    {
        await (await catalogue.AsAgencyAdmin("OPD-17").PostAsync("/needs", Need(topic: null, Guid.CreateVersion7())))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "programmeId");
        await (await catalogue.AsAgencyAdmin("OPD-99").PostAsync("/needs", Need())).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "OPD-99");
        await (await catalogue.As("agency-admin").PostAsync("/needs", Need())).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/needs?status=lost", "status")]
    [InlineData("/needs?after=T1BELTAx", "after")]
    [InlineData("/needs?limit=1000", "limit")]
    public async Task A_malformed_query_is_named(string path, string field) =>
        await (await _admin.GetAsync(Http.Root + path)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);
}
