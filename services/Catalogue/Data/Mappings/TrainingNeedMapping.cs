using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class TrainingNeedMapping : IEntityTypeConfiguration<TrainingNeed>
{
    public void Configure(EntityTypeBuilder<TrainingNeed> need)
    {
        need.ToTable("needs", table =>
        {
            table.HasCheckConstraint("ck_needs_subject", "programme_id IS NOT NULL OR topic IS NOT NULL");
            table.HasCheckConstraint("ck_needs_headcount", "headcount > 0");
            table.HasCheckConstraint("ck_needs_quarter", "quarter BETWEEN 1 AND 4");
            table.HasCheckConstraint("ck_needs_decision", "(status = 'proposed') = (decided_at IS NULL)");
            table.HasCheckConstraint("ck_needs_rejection", "(status = 'rejected') = (rejection_reason IS NOT NULL)");
        });
        need.HasKey(n => n.Id);
        need.Property(n => n.Id).ValueGeneratedNever();
        need.Property(n => n.Topic).HasMaxLength(300);
        need.Property<uint>("Version").HasColumnName("xmin").IsRowVersion();
        need.HasOne<Agency>().WithMany().HasForeignKey(n => n.AgencyCode).OnDelete(DeleteBehavior.Restrict);
        need.HasOne<Programme>().WithMany().HasForeignKey(n => n.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        need.HasIndex(n => new { n.ProposedAt, n.Id });
        need.HasIndex(n => new { n.AgencyCode, n.ProposedAt, n.Id });
        need.HasIndex(n => new { n.Status, n.ProposedAt, n.Id });
    }
}
