using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class OfferingInstructorsMapping : IEntityTypeConfiguration<OfferingInstructorsRow>
{
    public void Configure(EntityTypeBuilder<OfferingInstructorsRow> builder)
    {
        builder.ToTable("offering_instructors");
        builder.HasKey(o => o.OfferingId);
    }
}

/// <summary>No key to the offering: who teaches may be told before it.</summary>
internal sealed class SessionInstructorMapping : IEntityTypeConfiguration<SessionInstructorRow>
{
    public void Configure(EntityTypeBuilder<SessionInstructorRow> builder)
    {
        builder.ToTable("session_instructors");
        builder.HasKey(s => new { s.SessionId, s.InstructorId });
        builder.Property(s => s.InstructorId).HasMaxLength(30);
        builder.Property(s => s.Name).HasMaxLength(200);
        builder.HasIndex(s => new { s.OfferingId, s.InstructorId });
        builder.HasIndex(s => s.InstructorId);
    }
}
