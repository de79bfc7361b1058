using System.Net.Http.Headers;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Gateway.Tests;

/// <summary>A gateway over a real Redis, before the services at one address.</summary>
internal sealed class Gateway : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings;

    private Gateway(Dictionary<string, string> settings) => _settings = settings;

    /// <summary>Whether tokens of <see cref="TestTokens"/> are good; otherwise the issuer is asked for its keys.</summary>
    private bool TrustsTests { get; init; }

    private TimeProvider? Clock { get; init; }

    public static Task<Gateway> StartAsync(string backend, params (string Key, string Value)[] settings) =>
        StartAsync(backend, trustsTests: true, clock: null, settings);

    public static async Task<Gateway> StartAsync(string backend, bool trustsTests, TimeProvider? clock, params (string Key, string Value)[] settings)
    {
        var servers = await TestServers.GetAsync();
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings:cache"] = servers.RedisConnectionString() };
        foreach (var service in Bpsdm.Gateway.Services.All) all[$"services:{service}:http:0"] = backend;
        foreach (var (key, value) in settings) all[key] = value;
        var gateway = new Gateway(all) { TrustsTests = trustsTests, Clock = clock };
        // Not UseKestrel(0): it changes the addresses of a server that may have started already.
        gateway.UseKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        gateway.StartServer();
        return gateway;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            if (TrustsTests) services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, TestTokens.Trust);
            if (Clock is not null) services.AddSingleton(Clock);
        });
    }

    public HttpClient Client(string? token = null)
    {
        var client = CreateClient();
        client.BaseAddress = ClientOptions.BaseAddress;
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
