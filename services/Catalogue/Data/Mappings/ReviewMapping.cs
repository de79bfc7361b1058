using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class ReviewMapping : IEntityTypeConfiguration<Review>
{
    public void Configure(EntityTypeBuilder<Review> review)
    {
        review.ToTable("reviews", table => table.HasCheckConstraint("ck_reviews_score", "score BETWEEN 0 AND 100"));
        review.HasKey(r => r.Id);
        review.Property(r => r.Id).ValueGeneratedNever();
        review.Property(r => r.Answers).HasColumnType("jsonb").HasConversion(JsonList<ChecklistAnswer>.Converter, JsonList<ChecklistAnswer>.Comparer);
        review.HasOne<Programme>().WithMany().HasForeignKey(r => r.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        review.HasOne<ReviewChecklist>().WithMany().HasForeignKey(r => r.ChecklistVersion).OnDelete(DeleteBehavior.Restrict);
        // The last guard of "two different reviewers", and the order of the history.
        review.HasIndex(r => new { r.ProgrammeId, r.Round, r.Reviewer }).IsUnique();
    }
}

internal sealed class ReviewChecklistMapping : IEntityTypeConfiguration<ReviewChecklist>
{
    public void Configure(EntityTypeBuilder<ReviewChecklist> checklist)
    {
        checklist.ToTable("review_checklists");
        checklist.HasKey(c => c.Version);
        checklist.Property(c => c.Version).ValueGeneratedNever();
        checklist.Property(c => c.Items).HasColumnType("jsonb").HasConversion(JsonList<ChecklistItem>.Converter, JsonList<ChecklistItem>.Comparer);
        checklist.HasIndex(c => new { c.ValidFrom, c.Version });
    }
}
