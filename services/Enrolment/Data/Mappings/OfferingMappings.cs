using Bpsdm.Enrolment.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Data.Mappings;

internal sealed class OfferingMapping : IEntityTypeConfiguration<Offering>
{
    public void Configure(EntityTypeBuilder<Offering> offering)
    {
        offering.Property(o => o.Id).ValueGeneratedNever();
        offering.Property(o => o.Conditions).HasColumnType("jsonb").HasDefaultValueSql("'[]'");
        offering.Property(o => o.NeedsAgencyApproval).HasDefaultValue(false);
        offering.Property(o => o.AcceptanceHours).HasDefaultValue(48);
        offering.Property(o => o.SeatsTaken).HasDefaultValue(0);
        offering.Property(o => o.QueueLast).HasDefaultValue(0);
        offering.ToTable(table => table.HasCheckConstraint("ck_offerings_seats", "seats_taken BETWEEN 0 AND capacity"));
    }
}

internal sealed class AgencyQuotaMapping : IEntityTypeConfiguration<AgencyQuota>
{
    public void Configure(EntityTypeBuilder<AgencyQuota> quota)
    {
        quota.HasKey(q => new { q.OfferingId, q.AgencyCode });
        quota.Property(q => q.AgencyCode).UseCollation("C");
        quota.Property(q => q.SeatsTaken).HasDefaultValue(0);
        quota.ToTable(table => table.HasCheckConstraint("ck_agency_quotas_seats", "seats_taken BETWEEN 0 AND seats"));
    }
}

internal sealed class OfferingSessionMapping : IEntityTypeConfiguration<OfferingSession>
{
    public void Configure(EntityTypeBuilder<OfferingSession> session)
    {
        session.HasKey(s => new { s.OfferingId, s.SessionId });
        session.Property<NpgsqlRange<DateTimeOffset>>("During").HasComputedColumnSql("tstzrange(starts_at, ends_at)", stored: true);
        // What overlaps a session: the question of every clash.
        session.HasIndex("During").HasMethod("gist");
    }
}

internal sealed class OfferingNoticeMapping : IEntityTypeConfiguration<OfferingNotice>
{
    public void Configure(EntityTypeBuilder<OfferingNotice> notice)
    {
        notice.HasKey(n => new { n.OfferingId, n.Kind });
        notice.Property(n => n.Kind).HasMaxLength(20);
        notice.Property(n => n.Body).HasColumnType("jsonb");
    }
}

internal sealed class CompletionMapping : IEntityTypeConfiguration<Completion>
{
    public void Configure(EntityTypeBuilder<Completion> completion)
    {
        completion.Property(c => c.Id).ValueGeneratedNever();
        completion.Property(c => c.Nip).UseCollation("C");
        completion.HasIndex(c => new { c.Nip, c.OfferingId });
    }
}
