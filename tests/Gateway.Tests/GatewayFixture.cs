using System.Net.Http.Headers;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Gateway.Tests;

/// <summary>A gateway over a real Redis, with one real HTTP server that stands for all services and says what reached it.</summary>
internal sealed class Gateway : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings;

    private Gateway(Dictionary<string, string> settings) => _settings = settings;

    public static async Task<Gateway> StartAsync(string backend, params (string Key, string Value)[] settings)
    {
        var servers = await TestServers.GetAsync();
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings:cache"] = servers.RedisConnectionString() };
        foreach (var service in new[] { "catalogue", "enrolment", "delivery", "certification", "identity" }) all[$"services:{service}:http:0"] = backend;
        foreach (var (key, value) in settings) all[key] = value;
        var gateway = new Gateway(all);
        gateway.UseKestrel(0);
        gateway.StartServer();
        return gateway;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
            services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, TestTokens.Trust));
    }

    public HttpClient Client(string? token = null)
    {
        var client = CreateClient();
        client.BaseAddress = ClientOptions.BaseAddress;
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

internal static class Backend
{
    public static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Map("/{**path}", (HttpRequest request) => Results.Json(new
        {
            path = request.Path.Value,
            forwarded = request.Headers["X-Forwarded-For"].ToString(),
            id = Guid.NewGuid(),
        }));
        await app.StartAsync();
        return app;
    }
}
