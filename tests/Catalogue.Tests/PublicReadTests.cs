using System.Net;
using System.Net.Http.Headers;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

[Collection(CatalogueTests.Name)]
public sealed class PublicReadTests(CatalogueFixture catalogue)
{
    [Fact]
    public async Task Agencies_page_in_the_order_of_their_codes()
    {
        var codes = new List<string?>();
        for (string? path = "/agencies?limit=10"; path is not null;)
        {
            var page = await catalogue.Anonymous().ReadAsync(path);
            page.Items().Length.ShouldBeLessThanOrEqualTo(10);
            codes.AddRange(page.Items().Select(a => a.Text("code")));
            path = page.Text("next") is { } next ? $"/agencies?limit=10&after={next}" : null;
        }
        codes.ShouldBe(Enumerable.Range(1, 42).Select(i => $"OPD-{i:00}"));
    }

    [Fact]
    public async Task A_page_that_holds_the_last_row_has_no_next() =>
        (await catalogue.Anonymous().ReadAsync("/agencies?limit=42")).Text("next").ShouldBeNull();

    [Theory]
    [InlineData("manajemen risiko", "DKL-2020-08")]
    [InlineData("RISIKO", "DKL-2020-08")]
    [InlineData("susun rka", "DKL-2020-16")] // "penyusunan" has the stem "susun"
    [InlineData("manajemen risi", "DKL-2020-08")] // the last word need not be finished
    [InlineData("kepemimpinan adm", "DKL-2020-03")]
    [InlineData("mengelola ars", "DKL-2020-19")]
    [InlineData("dkl 2020 31", "DKL-2020-31")]
    [InlineData("'manajemen & !risiko:*", "DKL-2020-08")] // no operators: words
    public async Task Programmes_are_found_by_the_words_of_their_titles(string words, string code) =>
        (await catalogue.Anonymous().ReadAsync($"/programmes?q={Uri.EscapeDataString(words)}")).Items().Select(p => p.Text("code")).ShouldContain(code);

    [Fact]
    public async Task Words_that_no_title_holds_find_nothing() =>
        (await catalogue.Anonymous().ReadAsync("/programmes?q=astrofisika")).Items().ShouldBeEmpty();

    [Fact]
    public async Task Programmes_are_filtered_by_mode_practice_and_status()
    {
        var admin = catalogue.AsTrainingAdmin();
        var (confirmed, draft) = (await Given.ReviewedProgrammeAsync(admin), Given.NewCode());
        await (await admin.PostAsync("/programmes", Given.Programme(draft))).ShouldAnswerAsync(HttpStatusCode.Created);

        (await CodesAsync("practice=practical")).Where(c => c!.StartsWith("DKL", StringComparison.Ordinal)).Count().ShouldBe(9);
        (await CodesAsync("status=draft")).ShouldContain(draft);
        (await CodesAsync("status=draft")).ShouldContain("DKL-2020-01");
        (await CodesAsync("status=proposed")).ShouldContain("DKL-2020-31");
        foreach (var query in (string[])["mode=distance", "status=confirmed", "mode=distance&status=confirmed&practice=none&category=technical&q=data terb"])
            (await IdsAsync(query)).ShouldContain(confirmed, query);
        (await IdsAsync("mode=blended")).ShouldNotContain(confirmed);
        (await IdsAsync("status=proposed")).ShouldNotContain(confirmed);

        async Task<Guid[]> IdsAsync(string query) => [.. (await catalogue.Anonymous().ReadAsync($"/programmes?limit=500&{query}")).Items().Select(p => p.Id())];
        async Task<string?[]> CodesAsync(string query) => [.. (await catalogue.Anonymous().ReadAsync($"/programmes?limit=500&{query}")).Items().Select(p => p.Text("code"))];
    }

    /// <summary>Each replica keeps answers in its own memory and in Redis; neither may show what another has changed for longer than a second.</summary>
    [Fact]
    public async Task A_write_is_seen_by_another_replica_within_a_second()
    {
        await using var replica = new Replica(catalogue);
        var (admin, elsewhere) = (catalogue.AsTrainingAdmin(), replica.CreateClient());
        for (var round = 0; round < 5; round++)
        {
            var programme = await Given.ProgrammeAsync(admin);
            foreach (var reader in (HttpClient[])[elsewhere, catalogue.Anonymous()])
                (await reader.ReadAsync($"/programmes/{programme}")).Text("status").ShouldBe("published");

            await (await admin.PostAsync($"/programmes/{programme}/design", Given.Modes("live", "live", "live"))).ShouldAnswerAsync(HttpStatusCode.OK);

            (await catalogue.Anonymous().ReadAsync($"/programmes/{programme}")).Text("status").ShouldBe("proposed");
            await Eventually.SeeAsync(() => elsewhere.ReadAsync($"/programmes/{programme}"), p => p.Text("status") == "proposed", TimeSpan.FromSeconds(1));
            (await catalogue.Anonymous().ReadAsync($"/programmes/{programme}")).Text("status").ShouldBe("proposed");
        }
    }

    [Fact]
    public async Task Programmes_are_filtered_by_category()
    {
        var items = (await catalogue.Anonymous().ReadAsync("/programmes?category=leadership")).Items();
        items.Select(p => p.Text("code")).ShouldBe(["DKL-2020-03", "DKL-2020-04"]);
        items[0].ToString().ShouldContain("\"jp\":null", Case.Sensitive);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var client = catalogue.Anonymous();
        foreach (var path in (string[])["/agencies", "/programmes?category=basic", "/programmes/by-code/DKL-2020-07", "/programmes?q=komunikasi"])
        {
            var first = await client.GetAsync(Http.Root + path);
            var etag = first.Headers.ETag.ShouldNotBeNull();

            var second = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, Http.Root + path) { Headers = { IfNoneMatch = { etag } } });

            second.StatusCode.ShouldBe(HttpStatusCode.NotModified, path);
            (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            var other = new HttpRequestMessage(HttpMethod.Get, Http.Root + path) { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"other\"") } } };
            (await client.SendAsync(other)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task A_write_is_seen_by_the_next_read()
    {
        var admin = catalogue.AsTrainingAdmin();
        var id = await Given.ProgrammeAsync(admin);
        (await catalogue.Anonymous().ReadAsync($"/programmes/{id}")).GetProperty("days").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await catalogue.Anonymous().ReadAsync($"/offerings?programme={id}")).Items().ShouldBeEmpty();

        await admin.PostAsync($"/programmes/{id}/design", Given.Modes("live", "live", "live"));
        await Given.VerdictAsync(admin, id, "distance");
        await (await admin.PostAsync($"/programmes/{id}/offerings", Given.Offering())).ShouldAnswerAsync(HttpStatusCode.Created);

        var read = await catalogue.Anonymous().ReadAsync($"/programmes/{id}");
        (read.Number("days"), read.Text("verdict")).ShouldBe((2, "distance"));
        (await catalogue.Anonymous().ReadAsync($"/offerings?programme={id}")).Items().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_API_describes_itself_and_what_is_closed()
    {
        var document = await (await catalogue.Anonymous().GetAsync("/openapi/v1.json")).ShouldAnswerAsync(HttpStatusCode.OK);
        var paths = document.GetProperty("paths");
        var operations = $"{Http.Root}/operations/parked-messages";
        var own = paths.EnumerateObject().Select(p => p.Name).Where(p => p.StartsWith(Http.Root, StringComparison.Ordinal)).ToLookup(p => p.StartsWith(operations, StringComparison.Ordinal));
        own[false].Count().ShouldBe(43);
        own[true].ShouldBe([operations, $"{operations}/release", $"{operations}/{{messageId}}/release"], ignoreOrder: true);
        paths.GetProperty($"{Http.Root}/programmes").GetProperty("get").TryGetProperty("security", out _).ShouldBeFalse();
        paths.GetProperty($"{Http.Root}/programmes").GetProperty("post").TryGetProperty("security", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/agencies?limit=0", "limit")]
    [InlineData("/agencies?limit=501", "limit")]
    [InlineData("/agencies?limit=many", "limit")]
    [InlineData("/agencies?after=%25%25", "after")]
    [InlineData("/programmes?after=AAAA", "after")]
    [InlineData("/programmes?category=magic", "category")]
    [InlineData("/programmes?category=3", "category")]
    [InlineData("/programmes?mode=radio", "mode")]
    [InlineData("/programmes?practice=some", "practice")]
    [InlineData("/programmes?status=lost", "status")]
    [InlineData("/offerings?status=lost", "status")]
    [InlineData("/programmes?q=%00", "q")]
    [InlineData("/offerings?programme=none", "programme")]
    [InlineData("/offerings?after=T1BELTAx", "after")]
    [InlineData("/offerings?limit=-1", "limit")]
    public async Task A_malformed_query_is_named(string path, string field) =>
        await (await catalogue.Anonymous().GetAsync(Http.Root + path)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Theory]
    [InlineData("/programmes/0199aaaa-0000-7000-8000-000000000000")]
    [InlineData("/programmes/not-a-uuid")]
    [InlineData("/programmes/by-code/NONE")]
    [InlineData("/programmes/by-code/NO%20CODE")]
    [InlineData("/offerings/0199aaaa-0000-7000-8000-000000000000")]
    [InlineData("/offerings/not-a-uuid")]
    public async Task What_does_not_exist_is_not_found(string path) =>
        await (await catalogue.Anonymous().GetAsync(Http.Root + path)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
}

/// <summary>Redis is a cache: the catalogue works without it.</summary>
public sealed class WithoutRedis(WithoutRedis.Fixture catalogue) : IClassFixture<WithoutRedis.Fixture>
{
    public sealed class Fixture() : ServiceFixture<Program>("cataloguedb")
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("ConnectionStrings:cache", "127.0.0.1:1")];
    }

    [Fact]
    public async Task The_catalogue_is_read_and_written()
    {
        (await catalogue.Anonymous().ReadAsync("/agencies")).Items().Length.ShouldBe(42);
        var programme = await Given.ReviewedProgrammeAsync(catalogue.AsTrainingAdmin());
        (await catalogue.Anonymous().ReadAsync($"/programmes/{programme}")).Text("verdict").ShouldBe("distance");
        var health = await (await catalogue.Anonymous().GetAsync("/health")).ShouldAnswerAsync(HttpStatusCode.OK);
        health.GetProperty("checks").Text("cache").ShouldBe("Degraded");
    }
}

/// <summary>Nor does it matter when Redis is lost later, or falls silent, which fails in another way than a refused connection.</summary>
public sealed class RedisThatIsLost(RedisThatIsLost.Fixture catalogue) : IClassFixture<RedisThatIsLost.Fixture>
{
    public sealed class Fixture() : ServiceFixture<Program>("cataloguedb")
    {
        public TestRedis Redis { get; } = new();

        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("ConnectionStrings:cache", Redis.ConnectionString)];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_catalogue_is_read_and_written(bool silent)
    {
        await using var redis = catalogue.Redis;
        await redis.StartAsync();
        await Eventually.SeeAsync(CacheAsync, seen => seen == "Healthy");
        var before = await Given.ProgrammeAsync(catalogue.AsTrainingAdmin());
        (await catalogue.Anonymous().ReadAsync($"/programmes/{before}")).GetProperty("days").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        if (silent) await redis.SilenceAsync();
        else await redis.StopAsync();

        (await catalogue.Anonymous().ReadAsync("/agencies?limit=42")).Items().Length.ShouldBe(42);
        var after = await Given.ReviewedProgrammeAsync(catalogue.AsTrainingAdmin());
        (await catalogue.Anonymous().ReadAsync($"/programmes/{after}")).Text("verdict").ShouldBe("distance");
    }

    private async Task<string?> CacheAsync()
    {
        var answer = await (await catalogue.Anonymous().GetAsync("/health")).ShouldAnswerAsync(HttpStatusCode.OK);
        return answer.GetProperty("checks").Text("cache");
    }
}
