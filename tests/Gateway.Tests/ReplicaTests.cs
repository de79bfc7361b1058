using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Gateway.Tests;

/// <summary>Two replicas of each service behind the door, one of which dies.</summary>
public sealed class ReplicaTests : GatewayTest
{
    private const string Path = "/api/delivery/my/offerings";

    [Fact]
    public async Task A_replica_where_nobody_listens_costs_no_request()
    {
        await using var gateway = await StartAsync(Nowhere);
        var client = gateway.Client(TestTokens.Create(Roles.Operator));
        for (var i = 0; i < 20; i++)
        {
            (await client.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.OK);
            using var put = await client.PutAsJsonAsync(Path, new { percent = i });
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        Backend.Asked(Path).ShouldBe(40);
    }

    [Fact]
    public async Task A_replica_that_takes_a_request_and_hangs_up_is_not_sent_a_command_twice()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = HangUpAsync(listener);
        await using var gateway = await StartAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var client = gateway.Client(TestTokens.Create(Roles.Operator));

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            (await client.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.OK);
            using var put = await client.PutAsJsonAsync(Path, new { percent = i });
            answers.Add(put.StatusCode);
        }
        answers.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.BadGateway);
        Backend.Asked(Path).ShouldBe(20 + answers.Count(status => status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_replica_that_has_just_come_back_serves_at_once_when_the_other_goes()
    {
        var port = FreePort.Next();
        await using var gateway = await StartAsync($"http://127.0.0.1:{port}");
        var client = gateway.Client(TestTokens.Create(Roles.Operator));
        for (var i = 0; i < 20; i++) (await client.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await using var back = await Backend.StartAsync(port);
        await Backend.DisposeAsync();
        using var put = await client.PutAsJsonAsync(Path, new { percent = 1 });
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        back.Asked(Path).ShouldBe(2);
    }

    [Fact]
    public async Task The_health_of_the_whole_names_the_replica_that_is_away()
    {
        await using var gateway = await StartAsync(Nowhere);
        using var response = await gateway.Client().GetAsync("/health");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var report = await response.Content.ReadFromJsonAsync<Report>();
        report!.Status.ShouldBe("Degraded");
        report.Away.ShouldBe(["delivery: replica 2"]);
    }

    private Task<Gateway> StartAsync(string second) => Gateway.StartAsync(Backend.Address, ("services:delivery:http:1", second));

    private static async Task HangUpAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync();
                await client.ReceiveAsync(new byte[16]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private sealed record Report(string Status, string[] Away);
}
