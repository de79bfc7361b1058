using Bpsdm.SessionDelivery.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class SessionSettingMapping : IEntityTypeConfiguration<SessionSetting>
{
    public void Configure(EntityTypeBuilder<SessionSetting> builder)
    {
        builder.ToTable("session_settings");
        builder.HasKey(s => s.SessionId);
        builder.Property(s => s.SessionId).ValueGeneratedNever();
        builder.HasIndex(s => s.OfferingId);
    }
}

internal sealed class CorrectionMapping : IEntityTypeConfiguration<CorrectionRow>
{
    public void Configure(EntityTypeBuilder<CorrectionRow> builder)
    {
        builder.ToTable("attendance_corrections");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Number).UseIdentityAlwaysColumn();
        builder.Property(c => c.Reason).HasMaxLength(500);
        builder.HasIndex(c => new { c.ParticipantId, c.SessionId });
        builder.HasIndex(c => new { c.SessionId, c.ParticipantId });
    }
}

internal sealed class WrongCodeMapping : IEntityTypeConfiguration<WrongCodeRow>
{
    public void Configure(EntityTypeBuilder<WrongCodeRow> builder)
    {
        builder.ToTable("wrong_codes");
        builder.HasKey(w => new { w.ParticipantId, w.SessionId });
    }
}
