using System.Net;
using System.Net.Sockets;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Npgsql;
using StackExchange.Redis;

namespace Bpsdm.Gateway.Tests;

/// <summary>Redis is a cache: its loss slows things down and refuses nobody.</summary>
public sealed class WithoutRedisTests : GatewayTest
{
    [Fact]
    public async Task A_gateway_that_never_saw_Redis_refuses_nobody()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address, ("ConnectionStrings:cache", "127.0.0.1:9"), ("RateLimits:ImportsPerMinute", "1"));
        await ShouldPassAsync(gateway.Client(TestTokens.Create(Roles.HrSystem)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uploads_and_reads_pass_while_Redis_is_lost_and_are_counted_once_it_is_back(bool silent)
    {
        await using var redis = new TestRedis();
        await redis.StartAsync();
        await using var gateway = await Gateway.StartAsync(Backend.Address, ("ConnectionStrings:cache", redis.ConnectionString), ("RateLimits:ImportsPerMinute", "1"));
        var client = gateway.Client(TestTokens.Create(Roles.HrSystem));
        await Eventually.SeeAsync(() => UploadAsync(client), status => status == HttpStatusCode.TooManyRequests);

        if (silent) await redis.SilenceAsync();
        else await redis.StopAsync();
        await ShouldPassAsync(client);

        await redis.StopAsync();
        await redis.StartAsync();
        await Eventually.SeeAsync(() => UploadAsync(client), status => status == HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void What_Redis_throws_is_no_outage_that_may_fail_a_request()
    {
        Outage.Is(new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "away", new SocketException(111), CommandStatus.Unknown)).ShouldBeFalse();
        Outage.Is(new NpgsqlException("away", new SocketException(111))).ShouldBeTrue();
    }

    private static async Task<HttpStatusCode> UploadAsync(HttpClient client)
    {
        using var response = await client.PostAsync(Imports, Csv());
        return response.StatusCode;
    }

    private static async Task ShouldPassAsync(HttpClient client)
    {
        for (var i = 0; i < 3; i++)
        {
            (await UploadAsync(client)).ShouldBe(HttpStatusCode.OK);
            (await client.GetAsync("/api/delivery/my/offerings")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetAsync($"/api/catalogue/agencies?limit={i + 1}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }
}
