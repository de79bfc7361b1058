using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bpsdm.ServiceDefaults;

/// <summary>What every service of the platform has in common, so that each <c>Program.cs</c> says only what is its own.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Adds telemetry, health checks, token validation (every endpoint is closed unless it says otherwise),
    /// problem details, OpenAPI, and resilient outgoing HTTP.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="service">Name of the service in telemetry and in its OpenAPI document, for example <c>catalogue</c>.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.AddTelemetry(service);
        // A line for each SQL command, with its parameters, is neither readable nor fit to be kept.
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        // It logs a stack trace for each read while Redis is away; the health check says so once.
        builder.Logging.AddFilter("Microsoft.Extensions.Caching.Hybrid", LogLevel.Critical);
        builder.AddHealth();
        builder.AddTokenValidation();
        builder.Services.AddProblems();
        builder.Services.AddServiceOpenApi(service);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        });
        builder.WebHost.ConfigureKestrelLimits();
        // Longer than the deadline of a batch in flight, shorter than what an orchestrator grants before it kills.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(15));
        return builder;
    }

    /// <summary>The middleware and the endpoints that every service has: problem details, authentication, <c>/health</c>, <c>/alive</c>, <c>/metrics</c>, <c>/openapi/v1.json</c>.</summary>
    /// <param name="app">The application.</param>
    /// <param name="onceKnown">Adds middleware for which it must be known who asks, but not yet whether they may: what is refused passes it, too.</param>
    public static WebApplication UseServiceDefaults(this WebApplication app, Action<WebApplication>? onceKnown = null)
    {
        app.Use(app.Services.GetRequiredService<Draining>().EndConnectionAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseScraping();
        app.UseAuthentication();
        onceKnown?.Invoke(app);
        app.UseAuthorization();
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        return app;
    }
}
