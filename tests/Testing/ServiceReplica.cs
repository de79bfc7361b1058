using System.Net;
using System.Net.Http.Headers;
using Bpsdm.ServiceDefaults;
using MassTransit;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Testing;

/// <summary>Another host of a service, on the database, the broker and the cache of the first one.</summary>
public abstract class ServiceReplica<TEntryPoint> : WebApplicationFactory<TEntryPoint>
    where TEntryPoint : class
{
    private readonly IReadOnlyDictionary<string, string> _first;
    private readonly TimeProvider? _time;
    private readonly (string Key, string Value)[] _settings;

    /// <param name="first">The settings of the first host (<see cref="ServiceFixture{TEntryPoint}.HostSettings"/>).</param>
    /// <param name="time">A clock of its own, or null for the system's.</param>
    /// <param name="settings">Where it differs from the first.</param>
    protected ServiceReplica(IReadOnlyDictionary<string, string> first, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        (_first, _time, _settings) = (first, time, settings);
        // Not UseKestrel(0): it changes the addresses of a server that may have started already.
        UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        StartServer();
    }

    public HttpClient AsLearner(string nip) => As(Roles.Learner, nip);
    public HttpClient AsTrainingAdmin() => As(Roles.TrainingAdmin);

    private HttpClient As(string role, string? nip = null)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = ClientOptions.BaseAddress });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Create(role, nip: nip));
        return client;
    }

    /// <summary>
    /// Not before its bus has started: one that is told to stop while it starts goes on consuming, with services that are disposed of,
    /// and what it takes from the first host ends among the errors. A broker that is away is not waited for long.
    /// </summary>
    public override async ValueTask DisposeAsync()
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, enough.Token);
        }
        catch (OperationCanceledException)
        {
        }
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _first) builder.UseSetting(key, value);
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, TestTokens.Trust);
            if (_time is not null) services.AddSingleton(_time);
        });
    }
}
