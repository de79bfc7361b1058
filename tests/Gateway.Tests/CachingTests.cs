using System.Net;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Gateway.Tests;

public sealed class CachingTests : GatewayTest
{
    private const string Agencies = "/api/catalogue/agencies";

    [Fact]
    public async Task Public_answers_are_shared_for_a_moment_and_private_ones_never()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        var client = gateway.Client();
        var first = await client.GetStringAsync(Agencies + "?limit=7");
        (await client.GetStringAsync(Agencies + "?limit=7")).ShouldBe(first);
        (await client.GetStringAsync(Agencies + "?limit=8")).ShouldNotBe(first);
        await Eventually.SeeAsync(() => client.GetStringAsync(Agencies + "?limit=7"), answer => answer != first);

        var person = gateway.Client(TestTokens.Create(Roles.Learner, nip: "198503152010012001"));
        (await person.GetStringAsync("/api/delivery/my/offerings")).ShouldNotBe(await person.GetStringAsync("/api/delivery/my/offerings"));
    }

    [Fact]
    public async Task What_a_client_has_already_is_not_sent_again()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        var client = gateway.Client();
        await ShouldBeNotModifiedAsync(await AskAsync(client, Backend.ETag));
        (await client.GetAsync(Agencies)).Headers.ETag?.Tag.ShouldBe(Backend.ETag);
        await ShouldBeNotModifiedAsync(await AskAsync(client, Backend.ETag));
        (await AskAsync(client, "\"dua\"")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_crowd_that_asks_whether_something_changed_costs_the_service_little()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        var client = gateway.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => AskAsync(client, Backend.ETag)));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NotModified);
        // Two a second: however slow the machine, not one each.
        Backend.Asked(Agencies).ShouldBeLessThan(150);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string etag) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Get, Agencies) { Headers = { { "If-None-Match", etag } } });

    private static async Task ShouldBeNotModifiedAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        response.Headers.ETag?.Tag.ShouldBe(Backend.ETag);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }
}
