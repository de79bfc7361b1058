using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Bpsdm.Identity.Data;

namespace Bpsdm.Identity.Features;

/// <summary>A page without script, under a policy that lets none in.</summary>
/// <param name="title">Plain text.</param>
/// <param name="status">HTTP status.</param>
/// <param name="body">HTML whose values are encoded already.</param>
public sealed class Page(string title, int status, string body) : IResult
{
    private const string Style = """
        body{font:1.0625rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#f4f6f8;margin:0}
        main{max-width:24rem;margin:8vh auto;padding:2rem;background:#fff;border:1px solid #c9d1d9;border-radius:.5rem}
        h1{margin:0 0 .25rem;font-size:1.5rem} label{display:block;margin:1rem 0 .25rem;font-weight:600}
        input{box-sizing:border-box;width:100%;font:inherit;padding:.5rem;border:1px solid #57606a;border-radius:.25rem}
        button{font:inherit;font-weight:600;margin-top:1.5rem;width:100%;padding:.625rem;color:#fff;background:#0b5394;border:0;border-radius:.25rem}
        input:focus,button:focus{outline:3px solid #f2a900;outline-offset:2px}
        .error{padding:.75rem;color:#7a0b0b;background:#fdecea;border-left:4px solid #b3261e}
        """;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        // Browsers hold form-action against the redirects that follow a form too: the login ends at the client's own address.
        var targets = string.Join(' ', RedirectUris.All(httpContext.RequestServices.GetRequiredService<IConfiguration>()).Select(Source).Distinct(StringComparer.Ordinal));
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self' {targets}; frame-ancestors 'none'; base-uri 'none'";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync($"""
            <!doctype html>
            <html lang="id">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{HtmlEncoder.Default.Encode(title)} - BPSDM DKI Jakarta</title>
            <style nonce="{nonce}">{Style}</style>
            </head>
            <body><main>{body}</main></body>
            </html>
            """, httpContext.RequestAborted);
    }

    private static string Source(Uri redirect) => redirect.Scheme switch
    {
        "https" => $"https://{redirect.Authority}",
        "http" => redirect.IsLoopback ? $"http://{redirect.Host}:*" : $"http://{redirect.Authority}",
        var app => $"{app}:",
    };
}
