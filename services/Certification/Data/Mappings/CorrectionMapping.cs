using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Certification.Data.Mappings;

internal sealed class CompletionCorrectionMapping : IEntityTypeConfiguration<CompletionCorrection>
{
    public void Configure(EntityTypeBuilder<CompletionCorrection> correction)
    {
        correction.ToTable("completion_corrections");
        correction.HasKey(c => c.FactId);
        correction.Property(c => c.FactId).ValueGeneratedNever();
        // Whether a fact holds still is asked by this.
        correction.HasIndex(c => c.CorrectedFactId);
    }
}

internal sealed class RevocationRequestMapping : IEntityTypeConfiguration<RevocationRequest>
{
    public void Configure(EntityTypeBuilder<RevocationRequest> request)
    {
        request.ToTable("revocation_requests", table =>
        {
            table.HasCheckConstraint("ck_revocation_requests_status", "status IN ('open', 'confirmed', 'declined', 'overtaken')");
            table.HasCheckConstraint("ck_revocation_requests_decision", "(status = 'open') = (decided_at IS NULL)");
        });
        request.HasKey(r => r.Id);
        request.Property(r => r.Id).ValueGeneratedNever();
        request.Property(r => r.Status).HasConversion(new LowerCase<RevocationRequestStatus>());
        request.Property(r => r.DecisionReason).HasMaxLength(500);
        request.HasIndex(r => new { r.Status, r.Id });
        request.HasIndex(r => r.ParticipantId).HasFilter("status = 'open'").HasDatabaseName("ix_revocation_requests_open");
    }
}
