using Bpsdm.Enrolment.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Enrolment.Data.Mappings;

internal sealed class EmployeeEnrolmentMapping : IEntityTypeConfiguration<EmployeeEnrolment>
{
    private const string IsLive = $"status IN {EnrolmentSets.Live}";

    public void Configure(EntityTypeBuilder<EmployeeEnrolment> enrolment)
    {
        enrolment.ToTable("enrolments");
        enrolment.Property(e => e.Id).ValueGeneratedNever();
        enrolment.Property(e => e.Nip).UseCollation("C");
        enrolment.Property(e => e.AgencyCode).UseCollation("C");
        enrolment.Property(e => e.Status).HasDefaultValue(EnrolmentStatus.Confirmed).HasSentinel(EnrolmentStatus.Confirmed);
        enrolment.Property(e => e.NeedsApproval).HasDefaultValue(false);
        enrolment.Property(e => e.RequestedAt).HasDefaultValueSql("now()");
        // The last guard of "no one twice"; by the NIP first, so that it also finds the seats that a session may clash with.
        enrolment.HasIndex(e => new { e.Nip, e.OfferingId }).IsUnique().HasFilter(IsLive);
        enrolment.HasIndex(e => new { e.OfferingId, e.Id }).HasFilter(IsLive);
        enrolment.HasIndex(e => new { e.OfferingId, e.AgencyCode, e.Id }).HasFilter(IsLive);
        // A learner's own list, with what has ended.
        enrolment.HasIndex(e => new { e.Nip, e.Id });
        enrolment.HasIndex(e => new { e.OfferingId, e.QueueNumber }).HasFilter("status = 'waiting'").HasDatabaseName("ix_enrolments_wait_list");
        enrolment.HasIndex(e => e.AcceptUntil).HasFilter("status = 'offered'").HasDatabaseName("ix_enrolments_offered");
        enrolment.HasIndex(e => new { e.AgencyCode, e.Id }).HasFilter("status = 'pending-approval'").HasDatabaseName("ix_enrolments_pending");
    }
}

internal sealed class EnrolmentChangeMapping : IEntityTypeConfiguration<EnrolmentChange>
{
    // No foreign key: its check, row by row, would cost a bulk more than the rows themselves.
    public void Configure(EntityTypeBuilder<EnrolmentChange> change)
    {
        change.ToTable("enrolment_history");
        change.HasKey(c => new { c.EnrolmentId, c.Id });
        change.Property(c => c.Id).UseIdentityAlwaysColumn();
    }
}
