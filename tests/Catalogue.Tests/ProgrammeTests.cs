using System.Net;
using System.Net.Http.Json;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

[Collection(CatalogueTests.Name)]
public sealed class ProgrammeTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    [Fact]
    public async Task A_programme_is_created_and_read_by_everybody()
    {
        var code = Given.NewCode();
        var response = await _admin.PostAsync("/programmes", Given.Programme(code));

        var created = await response.ShouldAnswerAsync(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/api/catalogue/programmes/{created.Id()}");
        (created.Text("jpSetBy"), created.Text("verdict"), created.Text("status"), created.Items("modules").Length).ShouldBe(("BPSDM", null, "draft", 0));
        await (await _admin.PostAsync($"/programmes/{created.Id()}/offerings", Given.Offering())).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "not-published");
        var published = await (await _admin.PostAsync($"/programmes/{created.Id()}/curricula/1/publication", new { })).ShouldAnswerAsync(HttpStatusCode.OK);
        (published.Number("jp"), published.Number("version"), published.Text("status")).ShouldBe((16, 1, "published"));
        var read = await catalogue.Anonymous().ReadAsync($"/programmes/by-code/{code}");
        read.ToString().ShouldBe(published.ToString());
        read.Items("modules").Select(m => (m.Number("number"), m.Text("title"), m.Number("jp"), m.Text("method")))
            .ShouldBe([(1, "Konsep", 4, "theory"), (2, "Diskusi", 10, "discussion"), (3, "Evaluasi", 2, "assessment")]);
    }

    [Fact]
    public async Task A_code_is_taken_once_and_a_key_creates_once()
    {
        var (code, key) = (Given.NewCode(), Guid.CreateVersion7());
        (await (await _admin.PostAsync("/programmes", Given.Programme(code), key)).ShouldAnswerAsync(HttpStatusCode.Created)).Id().ShouldBe(key);

        await (await _admin.PostAsync("/programmes", Given.Programme(code), key)).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await _admin.PostAsync("/programmes", Given.Programme(code))).ShouldBeProblemAsync(HttpStatusCode.Conflict, code);
        var another = catalogue.WithToken(TestTokens.Create("training-admin", subject: "somebody-else"));
        await (await another.PostAsync("/programmes", Given.Programme(Given.NewCode()), key)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Idempotency-Key");
    }

    [Fact]
    public async Task Thirty_two_JP_of_self_paced_learning_take_eleven_days_and_the_design_says_why()
    {
        var programme = await catalogue.Anonymous().ReadAsync("/programmes/by-code/DKL-2020-06");
        var modes = Given.Modes([.. programme.Items("modules").Select(_ => "self-paced")]);

        var designed = await (await _admin.PostAsync($"/programmes/{programme.Id()}/design", modes)).ShouldAnswerAsync(HttpStatusCode.OK);

        (designed.Number("jp"), designed.Number("days")).ShouldBe((32, 11));
        designed.GetProperty("rules").Number("version").ShouldBe(1);
        var lines = designed.Items("lines").Select(l => l.GetString()!).ToArray();
        lines[0].ShouldStartWith("Aturan JP per hari versi 1");
        lines.ShouldContain("Belajar mandiri: 32 JP, paling banyak 3 JP sehari, menjadi 11 hari.");
        lines.ShouldContain("Di kelas program ini memerlukan 4 hari; dengan rancangan ini 11 hari.");
        lines.Count(l => l.StartsWith("Hari ", StringComparison.Ordinal)).ShouldBe(11);
        var saved = await _admin.ReadAsync($"/programmes/{programme.Id()}/design");
        saved.GetProperty("lines").ToString().ShouldBe(designed.GetProperty("lines").ToString());
        saved.GetProperty("portions").ToString().ShouldBe(designed.GetProperty("portions").ToString());
        (await catalogue.Anonymous().ReadAsync($"/programmes/{programme.Id()}")).Number("days").ShouldBe(11);
    }

    [Fact]
    public async Task A_design_replaces_the_one_before_and_its_verdict()
    {
        var id = await Given.ReviewedProgrammeAsync(_admin);
        (await catalogue.Anonymous().ReadAsync($"/programmes/{id}")).Text("verdict").ShouldBe("distance");

        await (await _admin.PostAsync($"/programmes/{id}/design", Given.Modes("live", "live", "face-to-face"))).ShouldAnswerAsync(HttpStatusCode.OK);

        (await _admin.ReadAsync($"/programmes/{id}/design")).Number("days").ShouldBe(3);
        (await catalogue.Anonymous().ReadAsync($"/programmes/{id}")).Text("verdict").ShouldBeNull();
        await (await _admin.PostAsync($"/programmes/{id}/verdict", new { verdict = "distance", reason = "x" }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "module-needs-presence");
        await Given.VerdictAsync(_admin, id, "blended");
        (await catalogue.Anonymous().ReadAsync($"/programmes/{id}")).Text("verdict").ShouldBe("blended");
    }

    [Theory]
    [InlineData("""{"modules":[{"number":1,"mode":"live"},{"number":1,"mode":"live"},{"number":2,"mode":"live"}]}""", "module-named-twice")]
    [InlineData("""{"modules":[{"number":1,"mode":"live"},{"number":2,"mode":"live"},{"number":9,"mode":"live"}]}""", "no-such-module")]
    [InlineData("""{"modules":[{"number":1,"mode":"live"},{"number":2,"mode":"live"}]}""", "module-without-mode")]
    public async Task A_design_names_each_module_once(string body, string code)
    {
        var id = await Given.ProgrammeAsync(_admin);
        var response = await _admin.PostAsync($"{Http.Root}/programmes/{id}/design", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, code);
        await (await _admin.GetAsync($"{Http.Root}/programmes/{id}/design")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_practical_programme_is_not_taught_at_a_distance()
    {
        var id = await Given.ProgrammeAsync(_admin, "practical");
        await (await _admin.PostAsync($"/programmes/{id}/verdict", new { verdict = "distance", reason = "x" }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "not-designed");
        await (await _admin.PostAsync($"/programmes/{id}/design", Given.Modes("live", "live", "live"))).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await _admin.PostAsync($"/programmes/{id}/verdict", new { verdict = "distance", reason = "x" }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "practice-needs-presence");
    }

    [Fact]
    public async Task LANs_programme_waits_for_LANs_JP()
    {
        var programme = await catalogue.Anonymous().ReadAsync("/programmes/by-code/DKL-2020-05");
        var (id, modules) = (programme.Id(), new[] { new { title = "Orientasi", jp = 20, method = "theory" } });
        await (await _admin.PostAsync($"/programmes/{id}/design", Given.Modes("live"))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "LAN");
        await (await _admin.PostAsync($"/programmes/{id}/offerings", Given.Offering())).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "jp-not-set");
        await (await PutModulesAsync(id, new { modules })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "jp-of-lan-missing");

        (await (await PutModulesAsync(id, new { jp = 20, modules })).ShouldAnswerAsync(HttpStatusCode.OK)).Number("jp").ShouldBe(20);

        await (await PutModulesAsync(id, new { modules = new[] { new { title = "Orientasi", jp = 24, method = "theory" } } }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "jp-set-by-lan");
        await (await _admin.PostAsync($"/programmes/{id}/design", Given.Modes("live"))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "not-published");
        await (await _admin.PostAsync($"/programmes/{id}/curricula/1/publication", new { })).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await _admin.PostAsync($"/programmes/{id}/design", Given.Modes("live"))).ShouldAnswerAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_who_design_at_once_do_not_mix()
    {
        var id = await Given.ProgrammeAsync(_admin);
        string[] modes = ["live", "self-paced", "face-to-face", "live"];

        var responses = await Task.WhenAll(modes.Select(m => _admin.PostAsync($"/programmes/{id}/design", Given.Modes(m, m, m))));

        responses.ShouldContain(r => r.StatusCode == HttpStatusCode.OK);
        responses.ShouldAllBe(r => r.StatusCode == HttpStatusCode.OK || r.StatusCode == HttpStatusCode.Conflict);
        (await _admin.ReadAsync($"/programmes/{id}/design")).Items("modules").Select(m => m.Text("mode")).Distinct().ShouldHaveSingleItem();
    }

    private Task<HttpResponseMessage> PutModulesAsync(Guid id, object body) => _admin.PutAsJsonAsync($"{Http.Root}/programmes/{id}/modules", body);
}
