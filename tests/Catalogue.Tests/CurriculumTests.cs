using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;
using Npgsql;

namespace Bpsdm.Catalogue.Tests;

/// <summary>Versions of a curriculum: a draft is edited, what is published never changes.</summary>
[Collection(CatalogueTests.Name)]
public sealed class CurriculumTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    [Fact]
    public async Task An_offering_keeps_the_version_it_was_scheduled_with()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var first = await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2031-03-03"))).ShouldAnswerAsync(HttpStatusCode.Created);
        var before = await catalogue.Anonymous().ReadAsync($"/programmes/{programme}");

        await (await DraftAsync(programme, "Konsep baru")).ShouldAnswerAsync(HttpStatusCode.OK);
        (await catalogue.Anonymous().ReadAsync($"/programmes/{programme}")).ToString().ShouldBe(before.ToString());
        await (await PublishAsync(programme, 2)).ShouldAnswerAsync(HttpStatusCode.OK);

        await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2031-03-10"))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "not-designed");
        await (await _admin.PostAsync($"/programmes/{programme}/design", Given.Modes("live"))).ShouldAnswerAsync(HttpStatusCode.OK);
        await Given.VerdictAsync(_admin, programme, "blended");
        var second = await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2031-03-10"))).ShouldAnswerAsync(HttpStatusCode.Created);
        (first.Number("programmeVersion"), second.Number("programmeVersion")).ShouldBe((1, 2));
        var read = await catalogue.Anonymous().ReadAsync($"/offerings/{first.Id()}");
        read.Number("programmeVersion").ShouldBe(1);
        read.Items("modules").Select(m => m.Text("title")).ShouldBe(["Konsep", "Diskusi", "Evaluasi"]);
        var facts = await catalogue.Broker.ReceivedAsync<OfferingScheduled>(m => m.Count(o => o.ProgrammeId == programme) == 2);
        facts.Where(o => o.ProgrammeId == programme).Select(o => (o.ProgrammeVersion, o.Jp)).ShouldBe([(1, 16), (2, 6)]);
    }

    [Fact]
    public async Task Versions_are_listed_with_their_materials_and_a_draft_is_published_once()
    {
        var programme = await Given.ProgrammeAsync(_admin);
        await (await PublishAsync(programme, 2)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "2");
        await (await DraftAsync(programme, "Naskah")).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await DraftAsync(programme, "Naskah kedua")).ShouldAnswerAsync(HttpStatusCode.OK);

        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PublishAsync(programme, 2)));

        foreach (var response in responses) (await response.ShouldAnswerAsync(HttpStatusCode.OK)).Number("version").ShouldBe(2);
        (await (await PublishAsync(programme, 1)).ShouldAnswerAsync(HttpStatusCode.OK)).Number("version").ShouldBe(2);
        var versions = (await _admin.ReadAsync($"/programmes/{programme}/curricula")).EnumerateArray().ToArray();
        versions.Select(v => (v.Number("version"), v.Number("jp"), v.GetProperty("publishedAt").ValueKind)).ShouldBe(
            [(1, 16, JsonValueKind.String), (2, 6, JsonValueKind.String)]);
        versions[1].Items("modules")[0].Items("materials")[0].ToString().ShouldBe("""{"title":"Bahan","url":"https://bpsdm.test/bahan.pdf","kind":"document"}""");
    }

    [Theory]
    [InlineData("UPDATE modules SET jp = jp + 1 WHERE programme_id = $1")]
    [InlineData("DELETE FROM modules WHERE programme_id = $1")]
    [InlineData("INSERT INTO modules (id, number, title, jp, method, programme_id, version) VALUES (gen_random_uuid(), 99, 'x', 1, 'theory', $1, 1)")]
    [InlineData("UPDATE curricula SET jp = jp + 1 WHERE programme_id = $1")]
    [InlineData("UPDATE curricula SET published_at = NULL WHERE programme_id = $1")]
    [InlineData("DELETE FROM curricula WHERE programme_id = $1")]
    public async Task The_database_itself_keeps_what_is_published(string sql)
    {
        var programme = await Given.ProgrammeAsync(_admin);
        await using var command = catalogue.Database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = programme });
        (await Should.ThrowAsync<PostgresException>(command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
    }

    private Task<HttpResponseMessage> PublishAsync(Guid programme, int version) => _admin.PostAsync($"/programmes/{programme}/curricula/{version}/publication", new { });

    private Task<HttpResponseMessage> DraftAsync(Guid programme, string title) => _admin.PutAsJsonAsync($"{Http.Root}/programmes/{programme}/modules", new
    {
        modules = new[]
        {
            new { title, jp = 6, method = "theory", materials = new[] { new { title = "Bahan", url = "https://bpsdm.test/bahan.pdf", kind = "document" } } },
        },
    });
}
