using System.Net;

namespace Bpsdm.Catalogue.Tests;

[Collection(CatalogueTests.Name)]
public sealed class PreviewTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    [Fact]
    public async Task A_preview_saves_nothing_explains_itself_and_leaves_out_days_off()
    {
        var programme = await Given.ProgrammeAsync(_admin);

        var preview = await (await _admin.PostAsync($"/programmes/{programme}/designs/preview", new { startDate = "2026-03-17" })).ShouldAnswerAsync(HttpStatusCode.OK);

        preview.Items("modules").Select(m => m.Text("mode")).ShouldBe(["self-paced", "live", "live"]);
        (preview.Number("days"), preview.Number("jp"), preview.Number("version")).ShouldBe((4, 16, 1));
        preview.Items("dates").Select(d => d.GetString()).ShouldBe(["2026-03-17", "2026-03-25", "2026-03-26", "2026-03-27"]);
        var lines = preview.Items("lines").Select(l => l.GetString()!).ToArray();
        lines.ShouldContain("Modul 1 Konsep (teori): belajar mandiri, 4 JP, paling banyak 3 JP sehari, hari 1 sampai 2; dipelajari sendiri, dihitung menurut batas e-learning.");
        lines.ShouldContain(l => l.StartsWith("Modul 3 Evaluasi (evaluasi): daring langsung, 2 JP, paling banyak 8 JP sehari, hari 4;", StringComparison.Ordinal));
        await (await _admin.GetAsync($"{Http.Root}/programmes/{programme}/design")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await _admin.PostAsync($"/programmes/{programme}/designs/preview", new { modules = new[] { new { number = 1, mode = "live" } } }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "module-without-mode");
        await (await _admin.PostAsync($"/programmes/{programme}/designs/preview", new { draft = true })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "no-draft");
        await (await _admin.PostAsync($"/programmes/{programme}/designs/preview", new { modules = new[] { new { number = 1 } } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "modules[0].mode");
    }
}
