using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bpsdm.LocalOrchestrator;
using StackExchange.Redis;

namespace Bpsdm.Testing;

/// <summary>A Redis of the test's own, to be started, silenced, stopped and started again; always at the same address.</summary>
public sealed class TestRedis : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private Process? _server;

    public string ConnectionString => $"127.0.0.1:{_port}";

    public async Task StartAsync()
    {
        _server = await Spawner.StartAsync(new ProcessSpec(
            "redis", "redis-server", ["--bind", "127.0.0.1", "--port", _port.ToString(CultureInfo.InvariantCulture), "--save", "", "--logfile", "/dev/null"]));
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        });
    }

    /// <summary>It accepts what it is sent and answers nothing, until it is stopped.</summary>
    public async Task SilenceAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
        await connection.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", "600000", "ALL");
    }

    public async Task StopAsync()
    {
        if (_server is null) return;
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
