using System.Net;
using Bpsdm.Testing;
using Npgsql;

namespace Bpsdm.Catalogue.Tests;

/// <summary>Rules of JP a day and checklists as dated data. In a database of its own, since it changes them.</summary>
public sealed class DatedRulesTests(DatedRulesTests.Fixture catalogue) : IClassFixture<DatedRulesTests.Fixture>
{
    public sealed class Fixture() : ServiceFixture<Program>("cataloguedb");

    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    [Fact]
    public async Task The_version_in_force_on_the_day_applies_and_a_design_keeps_the_one_it_was_made_by()
    {
        var programme = await Given.ProgrammeAsync(_admin);
        await (await _admin.PostAsync($"/programmes/{programme}/design", Given.Modes("self-paced", "live", "live"))).ShouldAnswerAsync(HttpStatusCode.OK);

        var added = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _admin.PostAsync("/delivery-rules", Rules("2026-01-01", selfPaced: 2))));
        var future = await (await _admin.PostAsync("/delivery-rules", Rules("2090-01-01", selfPaced: 1))).ShouldAnswerAsync(HttpStatusCode.Created);

        var versions = new List<int>();
        foreach (var response in added) versions.Add((await response.ShouldAnswerAsync(HttpStatusCode.Created)).Number("version"));
        versions.Order().ShouldBe([2, 3, 4]);
        future.Number("version").ShouldBe(5);
        var saved = await _admin.ReadAsync($"/programmes/{programme}/design");
        (saved.GetProperty("rules").Number("version"), saved.Number("days")).ShouldBe((1, 4));
        var preview = await (await _admin.PostAsync($"/programmes/{programme}/designs/preview", Given.Modes("self-paced", "self-paced", "live"))).ShouldAnswerAsync(HttpStatusCode.OK);
        (preview.GetProperty("rules").Number("version"), preview.Number("days")).ShouldBe((4, 8));
        await (await _admin.PostAsync("/delivery-rules", Rules("2089-12-31", selfPaced: 3))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validFrom");
        (await _admin.ReadAsync("/delivery-rules")).GetArrayLength().ShouldBe(5);
    }

    [Theory]
    [InlineData("UPDATE delivery_rules SET live_jp_per_day = 9")]
    [InlineData("DELETE FROM delivery_rules")]
    [InlineData("UPDATE review_checklists SET distance_from = 1")]
    [InlineData("DELETE FROM review_checklists")]
    public async Task The_database_itself_keeps_every_version(string sql)
    {
        await using var command = catalogue.Database.CreateCommand(sql);
        (await Should.ThrowAsync<PostgresException>(command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
    }

    [Fact]
    public async Task A_new_checklist_applies_from_its_day_on_and_reviews_keep_theirs()
    {
        var programme = await Given.ProgrammeAsync(_admin);
        await (await _admin.PostAsync($"/programmes/{programme}/design", Given.Modes("live", "live", "live"))).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await Given.ReviewAsync(_admin, programme, "first", Given.Review("distance"))).ShouldAnswerAsync(HttpStatusCode.Created);
        var items = new[] { new { code = "baru", question = "Baru?", weight = 1 } };

        await (await _admin.PostAsync("/review-checklist", new { validFrom = "2026-01-01", source = "Uji.", distanceFrom = 50, blendedFrom = 10, items })).ShouldAnswerAsync(HttpStatusCode.Created);

        (await _admin.ReadAsync("/review-checklist")).Items("items").ShouldHaveSingleItem().Text("code").ShouldBe("baru");
        await (await Given.ReviewAsync(_admin, programme, "second", Given.Review("distance"))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "answers.tujuan");
        await (await Given.ReviewAsync(_admin, programme, "second", new { answers = new { baru = 2 }, verdict = "distance", reason = "x" })).ShouldAnswerAsync(HttpStatusCode.Created);
        (await _admin.ReadAsync($"/programmes/{programme}/reviews")).EnumerateArray().Select(r => (r.Number("checklistVersion"), r.Number("score"), r.Text("suggested")))
            .ShouldBe([(1, 100, "distance"), (2, 50, "distance")]);
    }

    private static object Rules(string validFrom, int selfPaced) => new { validFrom, selfPacedJpPerDay = selfPaced, liveJpPerDay = 8, faceToFaceJpPerDay = 8, source = "Uji." };
}
