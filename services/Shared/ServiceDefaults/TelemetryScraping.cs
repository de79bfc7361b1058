using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;

namespace Bpsdm.ServiceDefaults;

/// <summary>
/// Who scrapes the metrics has a token of its own, and not the issuer's: they are to be had while the issuer is away, too. Where
/// <c>Telemetry:ScrapeToken</c> is not set there are none.
/// </summary>
internal static class Scraping
{
    public const string Path = "/metrics";
    private const string Scheme = "Bearer ";

    public static string? Token(IConfiguration configuration) => configuration["Telemetry:ScrapeToken"] is { Length: > 0 } token ? token : null;

    public static void UseScraping(this WebApplication app)
    {
        if (Token(app.Configuration) is not { } token) return;
        var expected = Encoding.UTF8.GetBytes(Scheme + token);
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            meterProvider: null, predicate: null, Path, optionsName: null,
            configureBranchedPipeline: branch => branch.Use(async (context, next) =>
            {
                // How often we look is no business of the service's figures.
                if (context.Features.Get<IHttpMetricsTagsFeature>() is { } figures) figures.MetricsDisabled = true;
                if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), expected)) await next(context);
                else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }));
    }
}

/// <summary>Requests that look whether a service is well: nobody's, so they are in no trace.</summary>
internal static class Probes
{
    public static bool IsOne(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/alive", StringComparison.Ordinal)
        || path.StartsWithSegments(Scraping.Path, StringComparison.Ordinal);
}
