using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Builder;

namespace Bpsdm.Gateway.Tests;

public sealed class GatewayTests : IAsyncLifetime
{
    private WebApplication _backend = null!;

    private string Address => _backend.Urls.First();

    public async Task InitializeAsync() => _backend = await Backend.StartAsync();

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    [Theory]
    [InlineData("/api/enrolment/offerings")]
    [InlineData("/api/hr/completions")]
    [InlineData("/api/delivery/my/offerings")]
    public async Task What_is_not_public_needs_a_token_that_we_trust(string path)
    {
        await using var gateway = await Gateway.StartAsync(Address);
        await ShouldBeAsync(await gateway.Client().GetAsync(path), HttpStatusCode.Unauthorized);
        await ShouldBeAsync(await gateway.Client(TestTokens.Create(Roles.HrSystem, foreign: true)).GetAsync(path), HttpStatusCode.Unauthorized);
        await ShouldBeAsync(await gateway.Client(TestTokens.Create(Roles.HrSystem, expires: DateTime.UtcNow.AddMinutes(-5))).GetAsync(path), HttpStatusCode.Unauthorized);
        var answer = await gateway.Client(TestTokens.Create(Roles.HrSystem)).GetStringAsync(path);
        answer.ShouldContain(path);
    }

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/api/unknown")]
    [InlineData("/metrics")]
    public async Task What_the_door_does_not_name_reaches_no_service(string path)
    {
        await using var gateway = await Gateway.StartAsync(Address);
        using var response = await gateway.Client(TestTokens.Create(Roles.Operator)).GetAsync(path);
        await ShouldBeAsync(response, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_service_that_is_away_is_a_problem_with_a_time_to_come_back()
    {
        await using var gateway = await Gateway.StartAsync("http://127.0.0.1:9");
        using var response = await gateway.Client().GetAsync("/verify/ABC");
        ((int)response.StatusCode).ShouldBeOneOf(502, 503);
        response.Headers.RetryAfter.ShouldNotBeNull();
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Public_answers_are_shared_for_a_second_and_private_ones_never()
    {
        await using var gateway = await Gateway.StartAsync(Address);
        var client = gateway.Client();
        var first = await client.GetStringAsync("/api/catalogue/agencies?limit=7");
        (await client.GetStringAsync("/api/catalogue/agencies?limit=7")).ShouldBe(first);
        (await client.GetStringAsync("/api/catalogue/agencies?limit=8")).ShouldNotBe(first);
        await Eventually.SeeAsync(() => client.GetStringAsync("/api/catalogue/agencies?limit=7"), answer => answer != first);

        var person = gateway.Client(TestTokens.Create(Roles.Learner, nip: "198503152010012001"));
        (await person.GetStringAsync("/api/delivery/my/offerings")).ShouldNotBe(await person.GetStringAsync("/api/delivery/my/offerings"));
    }

    [Fact]
    public async Task A_flood_of_one_person_is_refused_and_others_are_not()
    {
        await using var gateway = await Gateway.StartAsync(Address, ("RateLimits:Person", "10"));
        var flood = gateway.Client(TestTokens.Create(Roles.Learner, nip: "198503152010012001"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => flood.GetAsync("/api/delivery/my/offerings")));
        answers.ShouldContain(a => a.StatusCode == HttpStatusCode.OK);
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await ShouldBeAsync(refused, HttpStatusCode.TooManyRequests);
        using var other = await gateway.Client(TestTokens.Create(Roles.Learner, nip: "199001012015011001")).GetAsync("/api/delivery/my/offerings");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_gateways_count_uploads_together()
    {
        await using var one = await Gateway.StartAsync(Address, ("RateLimits:ImportsPerMinute", "6"));
        await using var two = await Gateway.StartAsync(Address, ("RateLimits:ImportsPerMinute", "6"));
        var token = TestTokens.Create(Roles.HrSystem, subject: $"hr-{Guid.NewGuid():N}");
        var answers = new List<HttpStatusCode>();
        // Three times what is allowed in a minute: also a minute that ends in between leaves too many.
        foreach (var gateway in Enumerable.Repeat(new[] { one, two }, 9).SelectMany(g => g))
        {
            using var response = await gateway.Client(token).PostAsync("/api/enrolment/employees/imports", Csv());
            answers.Add(response.StatusCode);
        }
        answers.Take(6).ShouldAllBe(status => status == HttpStatusCode.OK);
        answers.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public async Task Without_Redis_nobody_is_refused()
    {
        await using var gateway = await Gateway.StartAsync(Address, ("ConnectionStrings:cache", "127.0.0.1:9"), ("RateLimits:ImportsPerMinute", "1"));
        var client = gateway.Client(TestTokens.Create(Roles.HrSystem));
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.PostAsync("/api/enrolment/employees/imports", Csv());
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task What_a_client_claims_to_have_forwarded_is_not_passed_on()
    {
        await using var gateway = await Gateway.StartAsync(Address);
        var client = gateway.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "6.6.6.6");
        (await client.GetStringAsync("/verify/X")).ShouldNotContain("6.6.6.6");
    }

    [Fact]
    public async Task Every_answer_says_that_it_runs_nothing_and_is_framed_nowhere()
    {
        await using var gateway = await Gateway.StartAsync(Address);
        using var response = await gateway.Client().GetAsync("/verify/X");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    private static StringContent Csv() => new("nip\n", Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));

    private static async Task ShouldBeAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", await response.Content.ReadAsStringAsync());
    }
}
