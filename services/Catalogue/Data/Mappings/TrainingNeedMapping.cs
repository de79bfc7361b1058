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
            table.HasCheckConstraint("ck_needs_headcount", "headcount > 0 AND headcount = jpt + administrator + pengawas + pelaksana + fungsional");
            table.HasCheckConstraint("ck_needs_quarter", "quarter BETWEEN 1 AND 4");
            table.HasCheckConstraint("ck_needs_submission", "status = 'withdrawn' OR (status = 'draft') = (submitted_at IS NULL)");
            table.HasCheckConstraint("ck_needs_decision", "(status IN ('accepted', 'rejected', 'merged')) = (decided_at IS NOT NULL)");
            table.HasCheckConstraint("ck_needs_rejection", "(status = 'rejected') = (rejection_reason IS NOT NULL)");
            table.HasCheckConstraint(
                "ck_needs_merge", "(status = 'merged') = (merged_into_id IS NOT NULL AND status_before_merge IS NOT NULL) AND merged_into_id <> id");
        });
        need.HasKey(n => n.Id);
        need.Property(n => n.Id).ValueGeneratedNever();
        need.Property(n => n.Topic).HasMaxLength(300);
        need.Property(n => n.Revision).HasColumnName("xmin").IsRowVersion();
        need.ComplexProperty(n => n.Headcounts, counts =>
        {
            counts.Property(c => c.Jpt).HasColumnName("jpt");
            counts.Property(c => c.Administrator).HasColumnName("administrator");
            counts.Property(c => c.Pengawas).HasColumnName("pengawas");
            counts.Property(c => c.Pelaksana).HasColumnName("pelaksana");
            counts.Property(c => c.Fungsional).HasColumnName("fungsional");
        });
        need.HasOne<Agency>().WithMany().HasForeignKey(n => n.AgencyCode).OnDelete(DeleteBehavior.Restrict);
        need.HasOne<Programme>().WithMany().HasForeignKey(n => n.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        need.HasOne<TrainingCall>().WithMany().HasForeignKey(n => n.Year).OnDelete(DeleteBehavior.Restrict);
        need.HasOne<TrainingNeed>().WithMany().HasForeignKey(n => n.MergedIntoId).OnDelete(DeleteBehavior.Restrict);
        need.HasMany(n => n.History).WithOne().HasForeignKey("NeedId").IsRequired();
        need.Navigation(n => n.History).UsePropertyAccessMode(PropertyAccessMode.Field);

        // A list is read in this order whatever it is filtered by; the fewest rows are behind one of these.
        need.HasIndex(n => new { n.DraftedAt, n.Id });
        need.HasIndex(n => new { n.AgencyCode, n.DraftedAt, n.Id });
        need.HasIndex(n => new { n.ProgrammeId, n.DraftedAt, n.Id });
        need.HasIndex(n => new { n.Status, n.DraftedAt, n.Id });
        need.HasIndex(n => new { n.Year, n.DraftedAt, n.Id });
    }
}

internal sealed class NeedEventMapping : IEntityTypeConfiguration<NeedEvent>
{
    public void Configure(EntityTypeBuilder<NeedEvent> happened)
    {
        happened.ToTable("need_history");
        happened.HasKey(e => e.Id);
        happened.Property(e => e.Id).ValueGeneratedNever();
        happened.Property(e => e.By).HasColumnName("done_by");
        happened.Property(e => e.At).HasColumnName("done_at");
    }
}
