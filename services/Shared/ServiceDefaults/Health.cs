using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bpsdm.ServiceDefaults;

/// <summary>
/// <c>/alive</c>: the process runs and has not been asked to end. <c>/health</c>: whether it should be sent requests (200, else 503), with a part for each thing that
/// it leans on. What it can do without is degraded at worst, and degraded is ready (docs/decisions/0073).
/// </summary>
public static class Health
{
    /// <summary>Key of a check's data: the names (<c>string[]</c>) of its own parts that are not healthy.</summary>
    public const string Away = "away";

    internal static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Draining>());
        builder.Services.AddHealthChecks()
            .AddCheck("self", () => HealthCheckResult.Healthy(), tags: ["live"])
            .AddCheck<Draining>("accepting", tags: ["live"]);
    }

    /// <summary>Adds a <see cref="Pulse"/> under this name, and the part of <c>/health</c> that looks at it.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="name">Of the part, and the key by which the loop takes its pulse.</param>
    /// <param name="patience">How long it may go without a good round.</param>
    public static void AddPulse(this IServiceCollection services, string name, TimeSpan patience)
    {
        services.AddKeyedSingleton(name, (all, _) => new Pulse(patience, all.GetRequiredService<TimeProvider>()));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            name, all => all.GetRequiredKeyedService<Pulse>(name), HealthStatus.Degraded, tags: null));
    }

    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealth("/health");
        app.MapHealth("/alive", check => check.Tags.Contains("live"));
    }

    private static void MapHealth(this IEndpointRouteBuilder app, string path, Func<HealthCheckRegistration, bool>? predicate = null) =>
        app.MapHealthChecks(path, new HealthCheckOptions
        {
            Predicate = predicate,
            ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(
                new
                {
                    status = report.Status.ToString(),
                    checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status.ToString(), StringComparer.Ordinal),
                    // Names only: what an exception says may hold addresses and users.
                    away = report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy).SelectMany(e => Parts(e.Key, e.Value)),
                },
                context.RequestAborted),
        }).AllowAnonymous();

    private static IEnumerable<string> Parts(string name, HealthReportEntry entry) =>
        entry.Data.TryGetValue(Away, out var parts) && parts is string[] { Length: > 0 } names ? names.Select(part => $"{name}: {part}") : [name];
}
