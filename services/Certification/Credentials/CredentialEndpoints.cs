using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Verification;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Credentials;

/// <summary>Certificates for wallets and their verifiers: public, as the page for people is.</summary>
internal static class CredentialEndpoints
{
    private const string Jwt = "application/vc+jwt", JsonLd = "application/ld+json", PublicFor = "public, max-age=";

    public static void AddCredentials(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CredentialOptions>().Bind(builder.Configuration.GetSection("Credentials")).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<CredentialKeys>();
        builder.Services.AddSingleton(services => new CredentialAddresses(services.GetRequiredService<IOptions<PlatformOptions>>().Value));
    }

    public static void MapCredentials(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("").AllowAnonymous().WithTags("Credentials");
        open.MapGet("/verify/{code}/credential", CredentialAsync).Produces<string>(200, Jwt).ProducesProblem(404)
            .WithSummary("Sertifikat sebagai kredensial Open Badges 3.0 (VC-JWT)");
        open.MapGet("/api/certification/issuer", Issuer).Produces<JsonObject>(200, JsonLd)
            .WithSummary("Profil penerbit kredensial");
        open.MapGet("/api/certification/keys", KeysAsync)
            .WithSummary("Kunci publik penerbit (JWKS)");
        open.MapGet("/api/certification/keys/{id}", KeyAsync)
            .WithSummary("Satu kunci publik penerbit (JWK)");
        open.MapGet("/api/certification/status-lists/{kind}/{year}/{list}", StatusListAsync).Produces<string>(200, Jwt).ProducesProblem(404)
            .WithSummary("Daftar status pencabutan (Bitstring Status List)");
    }

    private static async Task<IResult> CredentialAsync(
        string code, HttpContext http, CertificationDb db, CredentialKeys keys, CredentialAddresses addresses, CancellationToken cancellationToken)
    {
        VerifyEndpoints.SetHeaders(http.Response);
        if (await VerifyEndpoints.FindAsync(code, db, cancellationToken) is not { } c) return Problems.NotFound("Sertifikat dengan kode verifikasi ini");
        return await SignedAsync(OpenBadge.Of(await db.CompleteAsync(c, cancellationToken), addresses), db, keys, addresses, cancellationToken);
    }

    private static IResult Issuer(HttpResponse response, IOptions<CertificationOptions> options, CredentialAddresses addresses)
    {
        response.Headers.CacheControl = $"{PublicFor}3600";
        var profile = OpenBadge.Issuer(options.Value.Institution, addresses);
        profile.Insert(0, "@context", OpenBadge.Context);
        return TypedResults.Text(profile.ToJsonString(), JsonLd);
    }

    private static async Task<Ok<JsonWebKeys>> KeysAsync(HttpResponse response, CertificationDb db, CredentialAddresses addresses, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = $"{PublicFor}60";
        var keys = await db.CredentialKeys.AsNoTracking().OrderByDescending(k => k.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(new JsonWebKeys(keys.ConvertAll(k => JsonWebKey.Of(k, addresses))));
    }

    private static async Task<Results<Ok<JsonWebKey>, ProblemHttpResult>> KeyAsync(
        string id, HttpResponse response, CertificationDb db, CredentialAddresses addresses, CancellationToken cancellationToken)
    {
        // Not by constraints of the route: where no route fits, whoever has no token is asked for one.
        if (!Guid.TryParse(id, out var known) || await db.CredentialKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == known, cancellationToken) is not { } key)
            return Problems.NotFound("Kunci ini");
        response.Headers.CacheControl = $"{PublicFor}86400";
        return TypedResults.Ok(JsonWebKey.Of(key, addresses));
    }

    private static async Task<IResult> StatusListAsync(
        string kind, string year, string list, HttpResponse response, CertificationDb db, CredentialKeys keys, CredentialAddresses addresses, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!CertificateKinds.TryParse(kind, out var known) || !TryParse(year, out var of) || !TryParse(list, out var number)) return Problems.NotFound("Daftar status ini");
        var first = ((long)number * StatusList.Size) + 1;
        if (!await db.NumberSeries.AnyAsync(s => s.Kind == known && s.Year == of && s.Next > first, cancellationToken)) return Problems.NotFound("Daftar status ini");
        var ended = await db.Certificates
            .Where(c => c.Kind == known && c.SeriesYear == of && c.Sequence >= first && c.Sequence < first + StatusList.Size && c.Status != CertificateStatus.Valid)
            .Select(c => (int)(c.Sequence - first)).ToListAsync(cancellationToken);
        response.Headers.CacheControl = $"{PublicFor}60";
        var credential = StatusList.Credential(addresses.StatusList(known, of, number), ended, time.Now(), addresses);
        return await SignedAsync(credential, db, keys, addresses, cancellationToken);
    }

    private static bool TryParse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>As a compact JWS. Open Badges allows these headers and no other, and wants the key at the address of its id.</summary>
    private static async Task<IResult> SignedAsync(
        JsonObject credential, CertificationDb db, CredentialKeys keys, CredentialAddresses addresses, CancellationToken cancellationToken)
    {
        var (content, signature) = await keys.SignAsync(
            db,
            key => Encoding.ASCII.GetBytes($"{Part(new JsonObject { ["alg"] = "ES256", ["kid"] = addresses.Key(key), ["typ"] = "JWT" })}.{Part(credential)}"),
            cancellationToken);
        return TypedResults.Text($"{Encoding.ASCII.GetString(content)}.{Base64Url.EncodeToString(signature)}", Jwt);
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}

/// <summary>RFC 7517.</summary>
public sealed record JsonWebKeys(IReadOnlyList<JsonWebKey> Keys);

/// <summary>A public key of P-256 (RFC 7518, 6.2.1).</summary>
public sealed record JsonWebKey(string Kid, string Kty, string Crv, string X, string Y, string Alg, string Use)
{
    internal static JsonWebKey Of(CredentialKey key, CredentialAddresses addresses) =>
        new(addresses.Key(key.Id), "EC", "P-256", Base64Url.EncodeToString(key.X), Base64Url.EncodeToString(key.Y), "ES256", "sig");
}
