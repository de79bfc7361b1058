using Bpsdm.Testing;

namespace Bpsdm.Messaging.Tests;

/// <summary>Tests that each have a sandbox of their own, and a connection to its broker.</summary>
public abstract class SandboxTests : IAsyncLifetime
{
    internal Sandbox Sandbox { get; private set; } = null!;
    protected TestBroker Broker { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Sandbox = await Sandbox.CreateAsync();
        Broker = await TestBroker.StartAsync(new Uri(Sandbox.VirtualHost));
    }

    public async Task DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
