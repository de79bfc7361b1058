using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class TestDefinitionMapping : IEntityTypeConfiguration<TestDefinitionRow>
{
    public void Configure(EntityTypeBuilder<TestDefinitionRow> builder)
    {
        builder.ToTable("test_definitions");
        builder.HasKey(t => new { t.OfferingId, t.Test });
        builder.Property(t => t.Draws).AsJson();
    }
}

internal sealed class TestAttemptMapping : IEntityTypeConfiguration<TestAttemptRow>
{
    public void Configure(EntityTypeBuilder<TestAttemptRow> builder)
    {
        builder.ToTable("test_attempts", table => table.HasCheckConstraint(
            "ck_test_attempts_score", "score IS NULL OR (score BETWEEN 0 AND 100 AND handed_in_at IS NOT NULL)"));
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Score).HasPrecision(5, 2);
        // The last guard: one attempt a number, however often its start is asked for.
        builder.HasIndex(a => new { a.ParticipantId, a.Test, a.Number }).IsUnique();
        builder.HasIndex(a => new { a.OfferingId, a.Test });
        // The sweep finds only what is due, and what was cut off on its way to the record.
        builder.HasIndex(a => a.Deadline).HasFilter("handed_in_at IS NULL").HasDatabaseName("ix_test_attempts_running");
        builder.HasIndex(a => a.HandedInAt).HasFilter("counts_as IS NOT NULL AND score IS NOT NULL AND recorded_at IS NULL").HasDatabaseName("ix_test_attempts_unrecorded");
        // What keeps an offering from being closed; a part of it waits for grades.
        builder.HasIndex(a => a.OfferingId, "ix_test_attempts_unfinished").HasFilter("counts_as IS NOT NULL AND recorded_at IS NULL").HasDatabaseName("ix_test_attempts_unfinished");
    }
}

internal sealed class TestAnswerMapping : IEntityTypeConfiguration<TestAnswerRow>
{
    public void Configure(EntityTypeBuilder<TestAnswerRow> builder)
    {
        builder.ToTable("test_answers");
        builder.HasKey(a => new { a.AttemptId, a.ItemId });
        builder.Property(a => a.Answer).HasColumnType("jsonb");
        builder.Property(a => a.Earned).HasPrecision(12, 8);
        builder.HasOne<TestAttemptRow>().WithMany().HasForeignKey(a => a.AttemptId);
    }
}
