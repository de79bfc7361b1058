using System.Net.Http.Headers;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>Another host of the service on the database and the broker of the first, with a clock and settings of its own.</summary>
public sealed class Replica : WebApplicationFactory<Program>
{
    private readonly DeliveryFixture _first;
    private readonly TimeProvider? _time;
    private readonly (string Key, string Value)[] _settings;

    public Replica(DeliveryFixture first, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        (_first, _time, _settings) = (first, time, settings);
        // Not UseKestrel(0): it changes the addresses of a server that may have started already.
        UseKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        StartServer();
    }

    public HttpClient AsLearner(string nip) => As(Roles.Learner, nip);
    public HttpClient AsTrainingAdmin() => As(Roles.TrainingAdmin);

    private HttpClient As(string role, string? nip = null)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Create(role, nip: nip));
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:deliverydb", _first.ConnectionString);
        builder.UseSetting("ConnectionStrings:messaging", _first.VirtualHost.ToString());
        builder.UseSetting("services:identity:http:0", "http://127.0.0.1:9");
        builder.UseSetting("Platform:PublicUrl", "https://bpsdm.test");
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, TestTokens.Trust);
            if (_time is not null) services.AddSingleton(_time);
        });
    }
}
