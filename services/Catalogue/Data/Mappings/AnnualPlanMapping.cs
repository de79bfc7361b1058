using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class AnnualPlanMapping : IEntityTypeConfiguration<AnnualPlan>
{
    public void Configure(EntityTypeBuilder<AnnualPlan> plan)
    {
        plan.ToTable("annual_plans", table =>
            table.HasCheckConstraint("ck_annual_plans_publication", "(published_at IS NULL) = (published_by IS NULL)"));
        plan.HasKey(p => p.Id);
        plan.Property(p => p.Id).ValueGeneratedNever();
        plan.Property(p => p.Revision).HasColumnName("xmin").IsRowVersion();
        plan.HasOne<TrainingCall>().WithMany().HasForeignKey(p => p.Year).OnDelete(DeleteBehavior.Restrict);
        plan.HasIndex(p => new { p.Year, p.Version }).IsUnique();
        plan.HasIndex(p => p.Year).IsUnique().HasFilter("published_at IS NULL").HasDatabaseName("ix_annual_plans_draft");
        plan.HasMany(p => p.Lines).WithOne().HasForeignKey("PlanId").IsRequired();
        plan.Navigation(p => p.Lines).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class PlanLineMapping : IEntityTypeConfiguration<PlanLine>
{
    public void Configure(EntityTypeBuilder<PlanLine> line)
    {
        line.ToTable("plan_lines", table =>
        {
            table.HasCheckConstraint("ck_plan_lines_quarter", "quarter BETWEEN 1 AND 4");
            table.HasCheckConstraint("ck_plan_lines_seats", "angkatan > 0 AND seats > 0");
        });
        line.HasKey("PlanId", nameof(PlanLine.ProgrammeId), nameof(PlanLine.Quarter));
        line.Property(l => l.ProgrammeId).ValueGeneratedNever();
        line.Property(l => l.Quarter).ValueGeneratedNever();
        line.HasOne<Programme>().WithMany().HasForeignKey(l => l.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        line.HasMany(l => l.Needs).WithOne().HasForeignKey("PlanId", "ProgrammeId", "Quarter").IsRequired();
        line.Navigation(l => l.Needs).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class CoveredNeedMapping : IEntityTypeConfiguration<CoveredNeed>
{
    public void Configure(EntityTypeBuilder<CoveredNeed> covered)
    {
        covered.ToTable("plan_line_needs", table => table.HasCheckConstraint("ck_plan_line_needs_headcount", "headcount > 0"));
        // A need is covered once in a plan.
        covered.Property<Guid>("PlanId");
        covered.HasKey("PlanId", nameof(CoveredNeed.NeedId));
        covered.Property(c => c.NeedId).ValueGeneratedNever();
        covered.HasOne<TrainingNeed>().WithMany().HasForeignKey(c => c.NeedId).OnDelete(DeleteBehavior.Restrict);
    }
}
