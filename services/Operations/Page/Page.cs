namespace Bpsdm.Operations;

/// <summary>The page at <c>/operations/</c>: a shell that anybody may load. What it shows it asks for with its user's token.</summary>
internal static class Page
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UsePage(this WebApplication app)
    {
        app.UseFileServer(new FileServerOptions
        {
            RequestPath = "/operations",
            StaticFileOptions =
            {
                OnPrepareResponse = context =>
                {
                    var headers = context.Context.Response.Headers;
                    headers.ContentSecurityPolicy = Policy;
                    headers.CacheControl = "no-cache";
                    headers.XContentTypeOptions = "nosniff";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                },
            },
        });
    }
}
