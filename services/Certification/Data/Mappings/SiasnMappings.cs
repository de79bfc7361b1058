using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Siasn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Certification.Data.Mappings;

internal sealed class SiasnExportMapping : IEntityTypeConfiguration<SiasnExport>
{
    public void Configure(EntityTypeBuilder<SiasnExport> export)
    {
        export.ToTable("siasn_exports");
        export.HasKey(e => e.Id);
        export.Property(e => e.Id).ValueGeneratedNever();
        export.Property(e => e.Number).UseIdentityAlwaysColumn();
        export.Property(e => e.AgencyCode).HasMaxLength(50);
        export.HasIndex(e => e.Number).IsUnique();
    }
}

internal sealed class SiasnEntryMapping : IEntityTypeConfiguration<SiasnEntry>
{
    public void Configure(EntityTypeBuilder<SiasnEntry> entry)
    {
        entry.ToTable("siasn_records", table => table.HasCheckConstraint("ck_siasn_records_state", "state IN ('exported', 'accepted', 'refused')"));
        entry.HasKey(e => new { e.ExportId, e.CertificateId });
        entry.Property(e => e.Message).HasMaxLength(500);
        entry.HasOne<SiasnExport>().WithMany().HasForeignKey(e => e.ExportId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<Certificate>().WithMany().HasForeignKey(e => e.CertificateId).OnDelete(DeleteBehavior.Restrict);
        // A record is out once; only what was refused may go out again.
        entry.HasIndex(e => e.CertificateId).IsUnique().HasFilter("state <> 'refused'");
        entry.HasIndex(e => new { e.ExportId, e.Line });
    }
}
