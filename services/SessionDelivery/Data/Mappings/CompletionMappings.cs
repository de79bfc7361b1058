using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class OutcomeChangeMapping : IEntityTypeConfiguration<OutcomeChangeRow>
{
    public void Configure(EntityTypeBuilder<OutcomeChangeRow> builder)
    {
        builder.ToTable("outcome_changes");
        builder.HasKey(c => c.FactId);
        builder.Property(c => c.FactId).ValueGeneratedNever();
        builder.Property(c => c.Score).HasPrecision(5, 2);
        builder.Property(c => c.Reason).HasMaxLength(500);
        // The last guard: an outcome is corrected once, so that corrections are a line and never a fork.
        builder.HasIndex(c => c.CorrectedFactId).IsUnique();
        builder.HasIndex(c => new { c.ParticipantId, c.FactId });
    }
}
