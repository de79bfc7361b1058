using Bpsdm.SessionDelivery.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class ClassroomMapping : IEntityTypeConfiguration<Classroom>
{
    public void Configure(EntityTypeBuilder<Classroom> builder)
    {
        builder.ToTable("classrooms", table =>
        {
            table.HasCheckConstraint("ck_classrooms_url", "(url IS NOT NULL) = (kind = 'link')");
            table.HasCheckConstraint("ck_classrooms_min_percent", "min_percent BETWEEN 0 AND 100");
        });
        builder.HasKey(c => c.SessionId);
        builder.Property(c => c.SessionId).ValueGeneratedNever();
        builder.HasIndex(c => c.OfferingId);
    }
}

internal sealed class ClassroomNoticeMapping : IEntityTypeConfiguration<ClassroomNoticeRow>
{
    public void Configure(EntityTypeBuilder<ClassroomNoticeRow> builder)
    {
        builder.ToTable("classroom_notices");
        builder.HasKey(n => new { n.SessionId, n.ParticipantId, n.Connection, n.Kind, n.At });
    }
}

internal sealed class PresenceDueMapping : IEntityTypeConfiguration<PresenceDueRow>
{
    public void Configure(EntityTypeBuilder<PresenceDueRow> builder)
    {
        builder.ToTable("presence_dues");
        builder.HasKey(d => new { d.SessionId, d.ParticipantId });
        builder.HasIndex(d => d.DueAt);
    }
}
