using System.Security.Cryptography;
using Bpsdm.Certification.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bpsdm.Certification.Verification;

/// <param name="Issued">Whether it is, byte for byte, a PDF of this certificate that was handed out.</param>
/// <param name="Sha256">Hash of what was uploaded, in hexadecimal.</param>
public sealed record CheckedDocument(bool Issued, string Sha256, VerifiedCertificate Certificate);

/// <summary>Tells whether a PDF is the one that was issued. It is hashed as it comes and kept nowhere; the service's limit of a body, twice as large as such a PDF, holds.</summary>
internal static class CheckDocument
{
    public const string Pdf = "application/pdf";

    public static async Task<IResult> HandleAsync(
        string code, HttpContext http, CertificationDb db, CertificateDocuments documents, IOptions<PlatformOptions> platform,
        CancellationToken cancellationToken)
    {
        if (await VerifyEndpoints.FindAsync(code, db, cancellationToken) is not { } c) return VerifyEndpoints.Unknown(http);
        var verified = VerifiedCertificate.Of(await db.CompleteAsync(c, cancellationToken), platform.Value);
        var type = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var parsed) ? parsed : null;
        if (type is null || !(type.MediaType.Equals(Pdf, StringComparison.OrdinalIgnoreCase) || IsForm(type)))
            return Refused(http, verified, 415, "Kirim berkasnya sebagai application/pdf, atau sebagai isian \"file\" dari multipart/form-data.");
        if (await HashAsync(http.Request, type, cancellationToken) is not { } hash)
            return Refused(http, verified, 400, "Tidak ada berkas PDF di dalam permintaan.");

        var issued = await documents.WasHandedOutAsync(c.Id, hash, cancellationToken);
        return VerifyEndpoints.Answer(
            http, new CheckedDocument(issued, Convert.ToHexStringLower(hash), verified), () => VerifyPage.OfDocument(verified, issued));
    }

    private static bool IsForm(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && type.Boundary.Length is > 0 and <= 100;

    /// <returns>Null where there is no file, or an empty one: a browser sends that when none was chosen.</returns>
    private static async Task<byte[]?> HashAsync(HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        if (!IsForm(type)) return await HashAsync(request.Body, cancellationToken);
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                if (section.GetContentDispositionHeader() is { } disposition && HeaderUtilities.RemoveQuotes(disposition.Name) == "file")
                    return await HashAsync(section.Body, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            // It ends in the middle, or is no form: there is no file that could be compared.
        }
        return null;
    }

    private static async Task<byte[]?> HashAsync(Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, length) = (new byte[16 * 1024], 0L);
        while (await content.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
        }
        return length == 0 ? null : hash.GetHashAndReset();
    }

    private static IResult Refused(HttpContext http, VerifiedCertificate certificate, int status, string why)
    {
        if (!VerifyEndpoints.WantsJson(http.Request)) return VerifyEndpoints.Page(http, VerifyPage.OfDocument(certificate, issued: false, why), status);
        VerifyEndpoints.SetHeaders(http.Response);
        return status == 400 ? Problems.Invalid("file", why) : Problems.Problem(status, "unsupported-media-type", why);
    }
}
