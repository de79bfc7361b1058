using Scalar.AspNetCore;

namespace Bpsdm.Gateway;

/// <summary>One page for the API of all services, with assets of our own: nothing is fetched from elsewhere.</summary>
internal static class Documentation
{
    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

    public static void MapDocumentation(this WebApplication app)
    {
        app.MapScalarApiReference("/docs", (options, context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = PagePolicy;
            options.WithTitle("Bpsdm.Platform").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools();
            foreach (var service in Services.Documented) options.AddDocument(service, service, $"/openapi/{service}.json");
        }).AllowAnonymous();
        app.MapGet("/", () => Results.Redirect("/docs")).AllowAnonymous().ExcludeFromDescription();
    }
}
