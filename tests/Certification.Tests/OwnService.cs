namespace Bpsdm.Certification.Tests;

/// <summary>A service with a database and a feed of its own, for a test that stops it or breaks what it stands on.</summary>
internal sealed class OwnService : IAsyncDisposable
{
    private OwnService(CertificationFixture service) => Service = service;

    public CertificationFixture Service { get; }

    /// <param name="broker">Another broker than the shared one.</param>
    public static async Task<OwnService> StartAsync(string? broker = null)
    {
        var service = broker is null ? new CertificationFixture() : new OnBroker(broker);
        await ((IAsyncLifetime)service).InitializeAsync();
        return new OwnService(service);
    }

    /// <summary>Ends the host; database and broker stay.</summary>
    public ValueTask StopHostAsync() => Service.DisposeAsync();

    public async ValueTask DisposeAsync() => await ((IAsyncLifetime)Service).DisposeAsync();

    private sealed class OnBroker(string broker) : CertificationFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("ConnectionStrings:messaging", broker), new("Hr:Broker:ManagementUrl", "")];
    }
}
