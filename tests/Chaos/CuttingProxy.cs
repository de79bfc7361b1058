using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Bpsdm.Chaos;

/// <summary>A relay of TCP before the gateways, as a load balancer is one; it can cut connections in the middle of answers.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _clients = new();
    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private volatile Uri[] _gateways;
    private volatile bool _cutting;

    /// <param name="gateways">Each connection goes to the first one that takes it; those that take new ones are asked every second.</param>
    public CuttingProxy(params Uri[] gateways)
    {
        _gateways = gateways;
        _listener.Start();
        _ = ListenAsync();
        if (gateways.Length > 1) _ = ProbeAsync(gateways);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>For so long, connections are cut (RST) while answers come; every second answer gets through.</summary>
    public async Task CutAsync(TimeSpan time)
    {
        _cutting = true;
        await Task.Delay(time);
        _cutting = false;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _probe.Dispose();
        foreach (var client in _clients.Keys) client.Dispose();
    }

    /// <summary>Those that answer stand before those that do not.</summary>
    private async Task ProbeAsync(Uri[] gateways)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (_listener.Server.IsBound && await timer.WaitForNextTickAsync())
        {
            var alive = await Task.WhenAll(gateways.Select(IsAliveAsync));
            _gateways = [.. gateways.Zip(alive).OrderByDescending(g => g.Second).Select(g => g.First)];
        }
    }

    private async Task<bool> IsAliveAsync(Uri gateway)
    {
        try
        {
            using var answer = await _probe.GetAsync(new Uri(gateway, "/alive"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        _clients[client] = true;
        try
        {
            using var server = await ConnectAsync();
            await Task.WhenAny(PumpAsync(client, server, answers: false), PumpAsync(server, client, answers: true));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // No gateway listens: the client sees its connection end.
        }
        finally
        {
            _clients.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var gateways = _gateways;
        for (var i = 0; ; i++)
        {
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, gateways[i].Port);
                return server;
            }
            catch (SocketException) when (i + 1 < gateways.Length)
            {
                server.Dispose();
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool answers)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                if (answers && _cutting && Random.Shared.Next(2) == 0)
                {
                    // Half of what came, then a reset.
                    await to.SendAsync(buffer.AsMemory(0, read / 2));
                    to.LingerState = new LingerOption(enable: true, seconds: 0);
                    return;
                }
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side is gone; the other is closed with it.
        }
    }
}
