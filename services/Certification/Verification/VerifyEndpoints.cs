using System.ComponentModel;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bpsdm.Certification.Verification;

/// <summary>What anybody who holds the code may see: every field that is printed, and the status.</summary>
/// <param name="Replaces">Number of the certificate whose mistake this one corrects.</param>
public sealed record VerifiedCertificate(
    CertificateStatus Status, string Number, CertificateKind Kind, string Name, string Nip, string? BirthPlace, DateOnly BirthDate, string Rank, string Position,
    string AgencyCode, string AgencyName, string ProgrammeCode, string ProgrammeTitle, int Angkatan, int Year, int Jp,
    DateOnly StartDate, DateOnly EndDate, string Place, decimal Score, DateTimeOffset CompletedAt, DateTimeOffset IssuedAt,
    string Institution, string SignedAt, string SignatoryTitle, string SignatoryName, IReadOnlyList<VerifiedModule> Modules,
    string VerificationCode, DateTimeOffset? RevokedAt, string? RevocationReason,
    string? Replaces, VerifiedReplacement? ReplacedBy)
{
    public static VerifiedCertificate Of(FullCertificate full, PlatformOptions platform) => Of(full.Certificate, full.Template, full.Modules, platform);

    private static VerifiedCertificate Of(Certificate c, CertificateTemplate template, IReadOnlyList<OfferingModule> modules, PlatformOptions platform) => new(
        c.Status, c.Number, c.Kind, c.Name, c.Nip, c.BirthPlace, c.BirthDate, c.Rank, c.Position, c.AgencyCode, c.AgencyName, c.ProgrammeCode, c.ProgrammeTitle,
        c.Angkatan, c.Year, c.Jp, c.StartDate, c.EndDate, c.Place, c.Score, c.CompletedAt, c.IssuedAt,
        template.Institution, template.SignedAt, template.SignatoryTitle, template.SignatoryName,
        [.. modules.Select(m => new VerifiedModule(m.Number, m.Title, m.ModeTitle, m.Jp))], c.VerificationCode, c.RevokedAt, c.RevocationReason, c.Replaces?.Number,
        c.ReplacedBy is { } by ? new(by.Number, by.VerificationCode, platform.VerificationUrl(by.VerificationCode), by.Reason, by.At) : null);
}

/// <summary>A line of the second page.</summary>
public sealed record VerifiedModule(int Number, string Title, string Method, int Jp);

/// <summary>What proves the same, without the mistake that <paramref name="Reason"/> names.</summary>
public sealed record VerifiedReplacement(string Number, string VerificationCode, string VerificationUrl, string Reason, DateTimeOffset At);

internal static class VerifyEndpoints
{
    public static void MapVerification(this IEndpointRouteBuilder app)
    {
        var verify = app.MapGroup("/verify").AllowAnonymous().WithTags("Verification");
        verify.MapGet("", AskForCode).WithSummary("Formulir kode verifikasi").Produces<string>(200, "text/html");
        verify.MapGet("/{code}", VerifyAsync).WithSummary("Keaslian dan status sertifikat")
            .Produces<VerifiedCertificate>().Produces<string>(200, "text/html").ProducesProblem(404);
        verify.MapPost("/{code}/document", CheckDocument.HandleAsync).WithSummary("Apakah berkas PDF ini yang diterbitkan")
            // What it accepts is judged in the handler: the router's own 415 would ask an anonymous caller for a token first.
            .Produces<CheckedDocument>().Produces<string>(200, "text/html").ProducesValidationProblem().ProducesProblem(404).ProducesProblem(413).ProducesProblem(415);
    }

    private static IResult AskForCode(HttpContext http, [Description("Kode yang diketik orang; dialihkan ke halamannya.")] string? code)
    {
        if (string.IsNullOrWhiteSpace(code)) return Page(http, VerifyPage.Form(), StatusCodes.Status200OK);
        return VerificationCode.TryParse(code, out var parsed)
            ? TypedResults.LocalRedirect($"/verify/{parsed.Value}")
            : Unknown(http);
    }

    private static async Task<IResult> VerifyAsync(
        string code, HttpContext http, CertificationDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        if (await FindAsync(code, db, cancellationToken) is not { } c) return Unknown(http);
        var verified = VerifiedCertificate.Of(await db.CompleteAsync(c, cancellationToken), platform.Value);
        return Answer(http, verified, () => VerifyPage.OfCertificate(verified));
    }

    internal static async Task<Certificate?> FindAsync(string code, CertificationDb db, CancellationToken cancellationToken)
    {
        if (!VerificationCode.TryParse(code, out var parsed)) return null;
        var value = parsed.Value.Value;
        return await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.VerificationCode == value, cancellationToken);
    }

    /// <summary>As JSON or as a page, as the request prefers.</summary>
    internal static IResult Answer<T>(HttpContext http, T json, Func<Html> page)
    {
        if (!WantsJson(http.Request)) return Page(http, page(), StatusCodes.Status200OK);
        SetHeaders(http.Response);
        return TypedResults.Ok(json);
    }

    internal static IResult Unknown(HttpContext http)
    {
        if (!WantsJson(http.Request)) return Page(http, VerifyPage.NotFound(), StatusCodes.Status404NotFound);
        SetHeaders(http.Response);
        return Problems.NotFound("Sertifikat dengan kode verifikasi ini");
    }

    internal static IResult Page(HttpContext http, Html page, int status)
    {
        SetHeaders(http.Response);
        http.Response.Headers.ContentSecurityPolicy = VerifyPage.ContentSecurityPolicy;
        return TypedResults.Text(page.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    internal static void SetHeaders(HttpResponse response)
    {
        // The status may change at any time, and the page names a person: nobody keeps a copy, no engine finds it, and
        // the code in the address is not passed on to where a link leads.
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.Vary = HeaderNames.Accept;
    }

    /// <summary>Whether JSON is preferred over HTML; people's browsers and those who do not say get the page.</summary>
    internal static bool WantsJson(HttpRequest request)
    {
        var accept = request.GetTypedHeaders().Accept;
        return Preference(accept, "application/json").CompareTo(Preference(accept, "text/html")) > 0;
    }

    /// <summary>The most specific range counts: text/html;q=0.5 says more of HTML than */* does; and of equals the one that is named is meant.</summary>
    private static (double Quality, int Specificity) Preference(IList<MediaTypeHeaderValue> accept, string type) =>
        accept.Where(a => new MediaTypeHeaderValue(type).IsSubsetOf(a))
            .Select(a => (Quality: a.Quality ?? 1, Specificity: a.MatchesAllTypes ? 0 : a.MatchesAllSubTypes ? 1 : 2))
            .OrderByDescending(p => p.Specificity)
            .FirstOrDefault();
}
