using System.Net;
using System.Net.Http.Headers;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Gateway.Tests;

/// <summary>Every error that the gateway itself answers is a problem; those of its limits are in <see cref="LimitTests"/>.</summary>
public sealed class ErrorTests : GatewayTest
{
    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/api/unknown")]
    [InlineData("/metrics")]
    public async Task What_the_door_does_not_name_reaches_no_service(string path)
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        await ShouldBeProblemAsync(await gateway.Client(TestTokens.Create(Roles.Operator)).GetAsync(path), HttpStatusCode.NotFound);
        await ShouldBeProblemAsync(await gateway.Client().GetAsync(path), HttpStatusCode.Unauthorized);
        Backend.Asked(path).ShouldBe(0);
    }

    [Fact]
    public async Task A_method_that_the_gateways_own_page_has_not()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        await ShouldBeProblemAsync(await gateway.Client(TestTokens.Create(Roles.Operator)).PostAsync("/", null), HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_service_that_is_away_comes_with_a_time_to_ask_again()
    {
        await using var gateway = await Gateway.StartAsync(Nowhere);
        using var response = await gateway.Client().GetAsync("/verify/ABC");
        response.Headers.RetryAfter.ShouldNotBeNull();
        await ShouldBeProblemAsync(response, HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task A_token_of_nobody_is_no_token()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        await ShouldBeProblemAsync(await gateway.Client(TestTokens.Create(Roles.Operator, subject: "")).GetAsync("/api/enrolment/offerings"), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_the_issuers_keys_cannot_be_had_a_token_is_not_called_bad(bool answers503)
    {
        await using var gateway = await Gateway.StartAsync(
            Backend.Address, trustsTests: false, clock: null, ("services:identity:http:0", answers503 ? Backend.Address : Nowhere));
        using var response = await gateway.Client(TestTokens.Create(Roles.Operator)).GetAsync("/api/enrolment/offerings");
        response.Headers.RetryAfter.ShouldNotBeNull();
        await ShouldBeProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        await ShouldBeProblemAsync(await gateway.Client().GetAsync("/api/enrolment/offerings"), HttpStatusCode.Unauthorized);
        (await gateway.Client().GetAsync("/api/catalogue/agencies")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/catalogue/needs", 1, true)]
    [InlineData("/api/catalogue/needs", 1, false)]
    [InlineData(Imports, 64, true)]
    public async Task A_body_above_the_limit_of_its_route(string path, int mebibytes, bool saysItsLength)
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[(mebibytes * 1024 * 1024) + 1]) };
        request.Headers.TransferEncodingChunked = !saysItsLength;
        // A body that is refused for its size need not be sent first; sending it anyway races with the answer,
        // and by default a client does so after a second without one.
        request.Headers.ExpectContinue = saysItsLength;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Create(Roles.HrSystem));
        using var patient = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        using var client = new HttpClient(patient) { BaseAddress = gateway.ClientOptions.BaseAddress };
        using var response = await client.SendAsync(request);
        await ShouldBeProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }
}
