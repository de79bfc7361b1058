namespace Bpsdm.Gateway;

/// <summary>What every answer carries that leaves through the door.</summary>
internal static class Responses
{
    private const string NothingActive = "default-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(async (context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.Remove("Server");
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.XFrameOptions = "DENY";
            // A page says what it needs; everything else is data, and data runs nothing.
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = NothingActive;
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            return Task.CompletedTask;
        });
        await next(context);
    });

    /// <summary>While a service is away, a client should ask again soon rather than give up.</summary>
    public static void UseRetryAfter(this WebApplication app) => app.Use(async (context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode is 502 or 503 && context.Response.Headers.RetryAfter.Count == 0)
                context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        });
        await next(context);
    });
}
