using Bpsdm.Enrolment.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Enrolment.Data.Mappings;

internal sealed class OfferingMapping : IEntityTypeConfiguration<Offering>
{
    public void Configure(EntityTypeBuilder<Offering> offering)
    {
        offering.Property(o => o.Id).ValueGeneratedNever();
        offering.Property(o => o.SeatsTaken).HasDefaultValue(0);
        offering.ToTable(table => table.HasCheckConstraint("ck_offerings_seats", "seats_taken BETWEEN 0 AND capacity"));
    }
}

internal sealed class ConfirmedEnrolmentMapping : IEntityTypeConfiguration<ConfirmedEnrolment>
{
    public void Configure(EntityTypeBuilder<ConfirmedEnrolment> enrolment)
    {
        enrolment.ToTable("enrolments");
        enrolment.Property(e => e.Id).ValueGeneratedNever();
        enrolment.Property(e => e.Nip).UseCollation("C");
        enrolment.Property(e => e.AgencyCode).UseCollation("C");
        // The last guard of "no one twice"; by the NIP first, so that it also finds what a learner is enrolled in.
        enrolment.HasIndex(e => new { e.Nip, e.OfferingId }).IsUnique();
        enrolment.HasIndex(e => new { e.OfferingId, e.Id });
        enrolment.HasIndex(e => new { e.OfferingId, e.AgencyCode, e.Id });
    }
}
