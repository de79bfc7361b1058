using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Pdf;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Features.Transcript;

/// <summary>
/// A person's transcript, for themselves, BPSDM, and the admin of the agency that their newest certificate names: the register
/// is Enrolment's, so whoever moved since is with their former agency until they complete something.
/// </summary>
internal static class GetTranscript
{
    public static void MapTranscript(this RouteGroupBuilder certificates)
    {
        certificates.MapGet("/my/transcript", MineAsync).RequireRoles(Roles.Learner)
            .WithSummary("Transkrip saya: JP per tahun dengan sertifikatnya");
        certificates.MapGet("/my/transcript.pdf", MyPdfAsync).RequireRoles(Roles.Learner)
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .WithSummary("Transkrip saya sebagai PDF");
        certificates.MapGet("/employees/{nip}/transcript", OfEmployeeAsync).RequireRoles(Roles.AgencyAdmin, Roles.TrainingAdmin)
            .WithSummary("Transkrip seorang pegawai");
        certificates.MapGet("/employees/{nip}/transcript.pdf", PdfOfEmployeeAsync).RequireRoles(Roles.AgencyAdmin, Roles.TrainingAdmin)
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .WithSummary("Transkrip seorang pegawai sebagai PDF");
    }

    private static async Task<Results<Ok<TranscriptView>, ProblemHttpResult>> MineAsync(
        ClaimsPrincipal user, CertificationDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken) =>
        user.Nip() is { } nip
            ? TypedResults.Ok(await TranscriptView.OfAsync(nip, db, platform.Value, cancellationToken))
            : Problems.Forbidden("Token ini tidak memuat NIP.");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> MyPdfAsync(
        ClaimsPrincipal user, CertificationDb db, IOptions<PlatformOptions> platform, TimeProvider time, CancellationToken cancellationToken) =>
        user.Nip() is { } nip
            ? Pdf(await TranscriptView.OfAsync(nip, db, platform.Value, cancellationToken), time)
            : Problems.Forbidden("Token ini tidak memuat NIP.");

    private static async Task<Results<Ok<TranscriptView>, ProblemHttpResult>> OfEmployeeAsync(
        string nip, ClaimsPrincipal user, CertificationDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var (transcript, problem) = await FindAsync(nip, user, db, platform.Value, cancellationToken);
        return transcript is null ? problem! : TypedResults.Ok(transcript);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PdfOfEmployeeAsync(
        string nip, ClaimsPrincipal user, CertificationDb db, IOptions<PlatformOptions> platform, TimeProvider time, CancellationToken cancellationToken)
    {
        var (transcript, problem) = await FindAsync(nip, user, db, platform.Value, cancellationToken);
        return transcript is null ? problem! : Pdf(transcript, time);
    }

    /// <summary>The transcript, or why this user does not get it. An agency's admin is not told who has learned elsewhere.</summary>
    private static async Task<(TranscriptView? Transcript, ProblemHttpResult? Problem)> FindAsync(
        string nip, ClaimsPrincipal user, CertificationDb db, PlatformOptions platform, CancellationToken cancellationToken)
    {
        var transcript = nip.Length == 18 && nip.All(char.IsAsciiDigit) ? await TranscriptView.OfAsync(nip, db, platform, cancellationToken) : null;
        if (!user.IsInRole(Roles.TrainingAdmin) && (transcript?.AgencyCode is not { } agency || !string.Equals(agency, user.Agency(), StringComparison.Ordinal)))
            return (null, Problems.Forbidden("Pegawai ini di luar perangkat daerah Anda, atau belum bersertifikat."));
        return transcript is { Years.Count: > 0 } ? (transcript, null) : (null, Problems.NotFound($"Sertifikat pegawai {nip}"));
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Pdf(TranscriptView transcript, TimeProvider time)
    {
        if (TranscriptPdf.Unprintable(transcript) is { Length: > 0 } letters)
            return Problems.Unprocessable("not-printable", $"Transkrip memuat huruf yang tidak dapat dicetak: {letters}. Isinya tetap dapat dibaca sebagai JSON.");
        return TypedResults.File(TranscriptPdf.Render(transcript, time.GetUtcNow()), "application/pdf", $"transkrip-{transcript.Nip}.pdf");
    }
}
