using System.Net;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Gateway.Tests;

public sealed class IssuerReplicasTests
{
    [Fact]
    public async Task The_keys_come_from_the_second_replica_of_the_issuer_while_the_first_is_away()
    {
        await using var second = await Backend.StartAsync();
        var first = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        using var client = new HttpClient(new IssuerReplicas([first, new Uri(second.Address)]));
        using var answer = await client.GetAsync(new Uri(first, "/keys?all"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Asked("/keys").ShouldBe(1);

        using var alone = new HttpClient(new IssuerReplicas([new Uri(second.Address)]));
        await Should.ThrowAsync<HttpRequestException>(() => alone.GetAsync(new Uri(first, "/keys")));
        second.Asked("/keys").ShouldBe(1);
    }
}
