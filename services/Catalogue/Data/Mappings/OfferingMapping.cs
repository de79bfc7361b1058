using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class OfferingMapping : IEntityTypeConfiguration<Offering>
{
    public void Configure(EntityTypeBuilder<Offering> offering)
    {
        offering.ToTable("offerings", table =>
        {
            table.HasCheckConstraint("ck_offerings_dates", "start_date <= end_date");
            table.HasCheckConstraint("ck_offerings_enrolment", "enrolment_opens_at < enrolment_closes_at");
            table.HasCheckConstraint("ck_offerings_capacity", "capacity BETWEEN 1 AND 1000000");
            table.HasCheckConstraint("ck_offerings_angkatan", "angkatan > 0");
        });
        offering.HasKey(o => o.Id);
        offering.Property(o => o.Id).ValueGeneratedNever();
        offering.Property(o => o.Place).HasMaxLength(300);
        offering.ComplexProperty(o => o.Eligibility, rules =>
        {
            rules.Property(e => e.ExcludeEducationTeachers).HasColumnName("exclude_education_teachers");
            rules.Property(e => e.ExcludeCovidResponse).HasColumnName("exclude_covid_response");
        });
        offering.ComplexProperty(o => o.Completion, rule =>
        {
            rule.Property(c => c.MinAttendancePercent).HasColumnName("min_attendance_percent");
            rule.Property(c => c.AllModulesRequired).HasColumnName("all_modules_required");
            rule.Property(c => c.PassingGrade).HasColumnName("passing_grade");
            rule.Property(c => c.MaxAttempts).HasColumnName("max_attempts");
        });
        offering.HasOne<Programme>().WithMany().HasForeignKey(o => o.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        // The last guard of the numbering, behind the lock on the programme.
        offering.HasIndex(o => new { o.ProgrammeId, o.Year, o.Angkatan }).IsUnique();
        offering.HasIndex(o => new { o.StartDate, o.Id });
        offering.HasIndex(o => new { o.ProgrammeId, o.StartDate, o.Id });

        offering.HasMany(o => o.Modules).WithOne().HasForeignKey("OfferingId").IsRequired();
        offering.HasMany(o => o.Sessions).WithOne().HasForeignKey("OfferingId").IsRequired();
        offering.Navigation(o => o.Modules).UsePropertyAccessMode(PropertyAccessMode.Field);
        offering.Navigation(o => o.Sessions).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class OfferingModuleMapping : IEntityTypeConfiguration<OfferingModule>
{
    public void Configure(EntityTypeBuilder<OfferingModule> module)
    {
        module.ToTable("offering_modules");
        module.HasKey("OfferingId", nameof(OfferingModule.ModuleId));
        module.Property(m => m.ModuleId).ValueGeneratedNever();
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("offering_sessions", table =>
        {
            table.HasCheckConstraint("ck_offering_sessions_times", "starts_at < ends_at");
            table.HasCheckConstraint("ck_offering_sessions_mode", "mode <> 'self-paced'");
        });
        session.HasKey(s => s.Id);
        session.Property(s => s.Id).ValueGeneratedNever();
        session.HasIndex("OfferingId", nameof(Session.Number)).IsUnique();
    }
}
