using System.Net;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Gateway.Tests;

public sealed class GatewayTests : GatewayTest
{
    [Theory]
    [InlineData("/api/enrolment/offerings")]
    [InlineData("/api/hr/completions")]
    [InlineData("/api/delivery/my/offerings")]
    public async Task What_is_not_public_needs_a_token_that_we_trust(string path)
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        await ShouldBeProblemAsync(await gateway.Client().GetAsync(path), HttpStatusCode.Unauthorized);
        await ShouldBeProblemAsync(await gateway.Client(TestTokens.Create(Roles.HrSystem, foreign: true)).GetAsync(path), HttpStatusCode.Unauthorized);
        await ShouldBeProblemAsync(await gateway.Client(TestTokens.Create(Roles.HrSystem, expires: DateTime.UtcNow.AddMinutes(-5))).GetAsync(path), HttpStatusCode.Unauthorized);
        var answer = await gateway.Client(TestTokens.Create(Roles.HrSystem)).GetStringAsync(path);
        answer.ShouldContain(path);
    }

    [Fact]
    public async Task What_a_client_claims_to_have_forwarded_is_not_passed_on()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        var client = gateway.Client();
        string[] names = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-Port", "X-Real-IP"];
        foreach (var name in names) client.DefaultRequestHeaders.Add(name, "penipu");
        client.DefaultRequestHeaders.Add("Forwarded", "for=6.6.6.6;host=penipu;proto=https");

        var headers = JsonDocument.Parse(await client.GetStringAsync("/verify/X")).RootElement.GetProperty("headers");

        headers.ToString().ShouldNotContain("penipu");
        headers.TryGetProperty("Forwarded", out _).ShouldBeFalse();
        headers.GetProperty("X-Forwarded-For").GetString().ShouldBe("127.0.0.1");
        headers.GetProperty("X-Forwarded-Proto").GetString().ShouldBe("http");
        headers.GetProperty("X-Forwarded-Host").GetString().ShouldBe(client.BaseAddress!.Authority);
    }

    [Fact]
    public async Task Every_answer_says_that_it_runs_nothing_and_is_framed_nowhere()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        using var response = await gateway.Client().GetAsync("/verify/X");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData(Imports)]
    [InlineData("/api/delivery/question-banks/DKL-2020-20/1/imports")]
    [InlineData("/api/enrolment/offerings/0199aaaa-0000-7000-8000-000000000000/nominations/")]
    public async Task A_file_larger_than_other_bodies_may_be_is_imported(string path)
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        using var response = await gateway.Client(TestTokens.Create(Roles.HrSystem)).PostAsync(path, new ByteArrayContent(new byte[3 * 1024 * 1024]));
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        answer.GetProperty("length").GetInt64().ShouldBe(3 * 1024 * 1024);
    }
}
