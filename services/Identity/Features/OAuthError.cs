using System.Text.Encodings.Web;
using Microsoft.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Bpsdm.Identity.Features;

/// <summary>
/// What a person reads where OpenIddict refuses a request and cannot say so to the client, because the address to go back to is
/// missing or not the client's. The code is OAuth's (RFC 6749, section 4.1.2.1): whoever made the client knows it.
/// </summary>
public static class OAuthError
{
    /// <returns>The page, or null where there is no error.</returns>
    public static IResult? Of(HttpContext context) =>
        context.GetOpenIddictServerResponse() is { Error: { } code } ? Show(code) : null;

    private static Page Show(string code) => new("Permintaan ditolak", StatusCodes.Status400BadRequest, $"""
        <h1>Permintaan ditolak</h1>
        <p class="error" role="alert">{Text(code)}</p>
        <p>Kembalilah ke aplikasi asal dan coba lagi. Jika tetap gagal, sampaikan kode berikut kepada pengelolanya: <code>{HtmlEncoder.Default.Encode(code)}</code></p>
        """);

    private static string Text(string code) => code switch
    {
        Errors.InvalidRequest => "Permintaan dari aplikasi tidak lengkap atau tidak sah.",
        Errors.InvalidClient or Errors.UnauthorizedClient => "Aplikasi ini tidak terdaftar atau tidak berhak meminta hal ini.",
        Errors.InvalidScope or Errors.UnsupportedResponseType or Errors.UnsupportedGrantType => "Aplikasi meminta sesuatu yang tidak didukung.",
        Errors.AccessDenied => "Akses tidak diberikan.",
        Errors.ServerError or Errors.TemporarilyUnavailable => "Layanan masuk sedang terganggu.",
        _ => "Permintaan dari aplikasi tidak dapat diproses.",
    };
}
