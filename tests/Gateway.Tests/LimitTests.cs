using System.Net;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Gateway.Tests;

public sealed class LimitTests : GatewayTest
{
    private const string Mine = "/api/delivery/my/offerings";

    [Fact]
    public async Task A_flood_of_one_person_is_refused_and_others_are_not()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address, ("RateLimits:Person", "10"));
        var answers = await FloodAsync(gateway.Client(TestTokens.Create(Roles.Learner, nip: "198503152010012001")));
        answers.ShouldContain(a => a.StatusCode == HttpStatusCode.OK);
        await ShouldBeRefusedAsync(answers);
        using var other = await gateway.Client(TestTokens.Create(Roles.Learner, nip: "199001012015011001")).GetAsync(Mine);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_tries_bad_tokens_is_limited_by_address()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address, ("RateLimits:Anonymous", "10"));
        // Each with another subject: what a bad token says counts for nothing.
        var tokens = Enumerable.Range(0, 20).Select(i => TestTokens.Create(Roles.Learner, subject: $"{i}", foreign: true)).ToList();
        var answers = new List<HttpResponseMessage>();
        foreach (var token in tokens) answers.AddRange(await FloodAsync(gateway.Client(token), 10));
        answers.ShouldContain(a => a.StatusCode == HttpStatusCode.Unauthorized);
        await ShouldBeRefusedAsync(answers);
        Backend.Asked(Mine).ShouldBe(0);
        using var good = await gateway.Client(TestTokens.Create(Roles.Learner, nip: "199001012015011001")).GetAsync(Mine);
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_gateways_count_uploads_together()
    {
        await using var one = await Gateway.StartAsync(Backend.Address, ("RateLimits:ImportsPerMinute", "6"));
        await using var two = await Gateway.StartAsync(Backend.Address, ("RateLimits:ImportsPerMinute", "6"));
        var token = NewToken();
        var answers = new List<HttpStatusCode>();
        // Three times what is allowed in a minute: also a minute that ends in between leaves too many.
        foreach (var gateway in Enumerable.Repeat(new[] { one, two }, 9).SelectMany(g => g))
        {
            using var response = await gateway.Client(token).PostAsync(Imports, Csv());
            answers.Add(response.StatusCode);
        }
        answers.Take(6).ShouldAllBe(status => status == HttpStatusCode.OK);
        answers.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBeGreaterThanOrEqualTo(6);
    }

    [Theory]
    [InlineData("/API/Enrolment/EMPLOYEES/imports")]
    [InlineData("/api/enrolment/employees/imports/")]
    [InlineData("/api/enrolment/employees/import%73")]
    [InlineData("/api/enrolment/offerings/0199aaaa-0000-7000-8000-000000000000/Nominations/")]
    public async Task An_upload_is_counted_however_its_address_is_written(string path)
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address, ("RateLimits:ImportsPerMinute", "1"));
        var client = gateway.Client(NewToken());
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++) answers.Add(await client.PostAsync(path, Csv()));
        answers[0].StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldBeRefusedAsync(answers);
    }

    [Fact]
    public async Task Only_uploads_are_counted_as_such()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address, ("RateLimits:ImportsPerMinute", "1"));
        var client = gateway.Client(NewToken());
        for (var i = 0; i < 3; i++)
        {
            (await client.GetAsync(Imports)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.PostAsync("/api/enrolment/offerings/0199aaaa-0000-7000-8000-000000000000/enrolments", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static string NewToken() => TestTokens.Create(Roles.HrSystem, subject: $"hr-{Guid.NewGuid():N}");

    private static Task<HttpResponseMessage[]> FloodAsync(HttpClient client, int requests = 200) =>
        Task.WhenAll(Enumerable.Range(0, requests).Select(_ => client.GetAsync(Mine)));

    private static async Task ShouldBeRefusedAsync(IEnumerable<HttpResponseMessage> answers)
    {
        var refused = answers.FirstOrDefault(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldNotBeNull();
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await ShouldBeProblemAsync(refused, HttpStatusCode.TooManyRequests);
    }
}
