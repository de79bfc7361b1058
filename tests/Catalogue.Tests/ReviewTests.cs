using System.Net;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

/// <summary>Two different people judge whether a programme can be taught at a distance, and BPSDM confirms what they found.</summary>
[Collection(CatalogueTests.Name)]
public sealed class ReviewTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    [Fact]
    public async Task Nothing_is_confirmed_before_two_people_agree()
    {
        var programme = await DesignedAsync();
        await (await ConfirmAsync(programme, "distance")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "two-reviewers-needed");
        await (await Given.ReviewAsync(_admin, programme, "ani", Given.Review("distance"))).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await ConfirmAsync(programme, "distance")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "two-reviewers-needed");
        await (await Given.ReviewAsync(_admin, programme, "budi", Given.Review("blended", score: 2))).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await ConfirmAsync(programme, "distance")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "reviewers-disagree");
        await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering())).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "not-reviewed");
        await (await Given.ReviewAsync(_admin, programme, "citra", Given.Review("blended"))).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await ConfirmAsync(programme, "distance")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "blended");

        await (await ConfirmAsync(programme, "blended")).ShouldAnswerAsync(HttpStatusCode.OK);

        (await catalogue.Anonymous().ReadAsync($"/programmes/{programme}")).Text("verdict").ShouldBe("blended");
        var history = (await _admin.ReadAsync($"/programmes/{programme}/reviews")).EnumerateArray().ToArray();
        history.Select(r => (r.Text("reviewer"), r.Text("verdict"), r.Number("score"), r.Text("suggested"))).ShouldBe(
            [("ani", "distance", 100, "distance"), ("budi", "blended", 50, "blended"), ("citra", "blended", 100, "distance")]);
        await (await Given.ReviewAsync(_admin, programme, "dedi", Given.Review("blended"))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "verdict-stands");
    }

    [Fact]
    public async Task One_person_counts_once_however_often_they_ask()
    {
        var (programme, key) = (await DesignedAsync(), Guid.CreateVersion7());
        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Given.ReviewAsync(_admin, programme, "ani", Given.Review("distance"))));
        responses.Select(r => r.StatusCode).Order().ShouldBe([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 3)]);
        await (await Given.ReviewAsync(_admin, programme, "budi", Given.Review("distance"), key)).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await Given.ReviewAsync(_admin, programme, "budi", Given.Review("distance"), key)).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await Given.ReviewAsync(_admin, programme, "citra", Given.Review("distance"), key)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Idempotency-Key");
        await (await Given.ReviewAsync(_admin, programme, "budi", Given.Review("blended"))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "reviewed-already");
        (await _admin.ReadAsync($"/programmes/{programme}/reviews")).GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Reviews_of_another_design_do_not_count_for_this_one()
    {
        var programme = await DesignedAsync();
        foreach (var reviewer in (string[])["ani", "budi"])
            await (await Given.ReviewAsync(_admin, programme, reviewer, Given.Review("distance"))).ShouldAnswerAsync(HttpStatusCode.Created);

        await (await _admin.PostAsync($"/programmes/{programme}/design", Given.Modes("live", "live", "self-paced"))).ShouldAnswerAsync(HttpStatusCode.OK);

        await (await ConfirmAsync(programme, "distance")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "two-reviewers-needed");
        await Given.VerdictAsync(_admin, programme, "distance");
        (await _admin.ReadAsync($"/programmes/{programme}/reviews")).EnumerateArray().Select(r => r.Number("round")).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_proposed_verdict_of_the_40_is_confirmed_by_reviewers()
    {
        var programme = (await catalogue.Anonymous().ReadAsync("/programmes/by-code/DKL-2020-32")).Id();
        (await catalogue.Anonymous().ReadAsync($"/programmes/{programme}")).GetProperty("proposal").Text("verdict").ShouldBe("blended");
        await (await Given.ReviewAsync(_admin, programme, "ani", Given.Review("distance"))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "practice-needs-presence");

        await Given.VerdictAsync(_admin, programme, "blended");

        await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering())).ShouldAnswerAsync(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"verdict":"blended","reason":"x"}""", 400, "answers")]
    [InlineData("""{"answers":{},"verdict":"blended","reason":"x"}""", 400, "answers")]
    [InlineData("""{"answers":{"tujuan":5},"verdict":"blended","reason":"x"}""", 400, "answers")]
    [InlineData("""{"answers":{"tujuan":-1},"verdict":"blended","reason":"x"}""", 400, "answers")]
    [InlineData("""{"answers":{"tujuan":1},"reason":"x"}""", 400, "verdict")]
    [InlineData("""{"answers":{"tujuan":1},"verdict":"blended"}""", 400, "reason")]
    [InlineData("""{"answers":{"tujuan":1},"verdict":"blended","reason":"x"}""", 422, "answers.praktik")]
    [InlineData("""{"answers":{"tujuan":1,"cuaca":1},"verdict":"blended","reason":"x"}""", 422, "answers.cuaca")]
    public async Task A_review_that_is_not_whole_is_refused(string body, int status, string saying)
    {
        var programme = await DesignedAsync();
        var response = await _admin.PostAsync($"{Http.Root}/programmes/{programme}/reviews", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        await response.ShouldBeProblemAsync((HttpStatusCode)status, saying);
        (await _admin.ReadAsync($"/programmes/{programme}/reviews")).GetArrayLength().ShouldBe(0);
    }

    private async Task<Guid> DesignedAsync()
    {
        var programme = await Given.ProgrammeAsync(_admin);
        await (await _admin.PostAsync($"/programmes/{programme}/design", Given.Modes("live", "live", "live"))).ShouldAnswerAsync(HttpStatusCode.OK);
        return programme;
    }

    private Task<HttpResponseMessage> ConfirmAsync(Guid programme, string verdict) => _admin.PostAsync($"/programmes/{programme}/verdict", new { verdict, reason = "x" });
}
