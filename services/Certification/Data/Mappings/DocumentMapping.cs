using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Certification.Data.Mappings;

internal sealed class DocumentMapping : IEntityTypeConfiguration<CertificateDocument>
{
    public void Configure(EntityTypeBuilder<CertificateDocument> document)
    {
        document.ToTable("certificate_documents");
        document.HasKey(d => new { d.CertificateId, d.Sha256 });
        document.HasOne<Certificate>().WithMany().HasForeignKey(d => d.CertificateId).OnDelete(DeleteBehavior.Restrict);
        // Of two that are signed at once, one is handed out.
        document.HasIndex(d => d.CertificateId).IsUnique().HasFilter("content IS NOT NULL");
    }
}
