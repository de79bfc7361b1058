using System.Security.Cryptography;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Pdf;
using Bpsdm.Certification.Signing;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Data;

/// <summary>The signed PDFs of certificates, and which ones were handed out.</summary>
internal sealed class CertificateDocuments(
    CertificationDb db, IPdfSigner signer, IOptions<PlatformOptions> platform, TimeProvider time)
{
    /// <exception cref="SigningException">It was not signed.</exception>
    public async Task<byte[]> GetAsync(FullCertificate full, CancellationToken cancellationToken)
    {
        var c = full.Certificate;
        if (await KeptAsync(c.Id, cancellationToken) is { } kept) return kept;
        var details = new SignatureDetails($"Penerbitan {c.Kind.Title()} Nomor {c.Number}", full.Template.SignedAt, c.IssuedAt);
        var pdf = await signer.SignAsync(CertificatePdf.Render(full, platform.Value), details, cancellationToken);
        var (hash, now, content) = (SHA256.HashData(pdf), time.Now(), signer.IsReproducible ? null : pdf);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO certificate_documents (certificate_id, sha256, signed_at, content) VALUES ({c.Id}, {hash}, {now}, {content}) ON CONFLICT DO NOTHING",
            cancellationToken);
        return content is null ? pdf : await KeptAsync(c.Id, cancellationToken) ?? pdf;
    }

    public Task<bool> WasHandedOutAsync(Guid certificateId, byte[] sha256, CancellationToken cancellationToken) =>
        db.Documents.AnyAsync(d => d.CertificateId == certificateId && d.Sha256 == sha256, cancellationToken);

    private Task<byte[]?> KeptAsync(Guid certificateId, CancellationToken cancellationToken) =>
        db.Documents.Where(d => d.CertificateId == certificateId && d.Content != null).Select(d => d.Content).SingleOrDefaultAsync(cancellationToken);
}
