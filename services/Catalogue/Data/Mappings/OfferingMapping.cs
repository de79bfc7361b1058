using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class OfferingMapping : IEntityTypeConfiguration<Offering>
{
    /// <summary>All its days, as a range.</summary>
    public const string During = "During";

    public void Configure(EntityTypeBuilder<Offering> offering)
    {
        offering.ToTable("offerings", table =>
        {
            table.HasCheckConstraint("ck_offerings_dates", "start_date <= end_date");
            table.HasCheckConstraint("ck_offerings_enrolment", "enrolment_opens_at < enrolment_closes_at");
            table.HasCheckConstraint("ck_offerings_capacity", "capacity BETWEEN 1 AND 1000000");
            table.HasCheckConstraint("ck_offerings_angkatan", "angkatan > 0");
            table.HasCheckConstraint("ck_offerings_acceptance", "enrolment_acceptance_hours > 0");
            table.HasCheckConstraint("ck_offerings_status", "(status = 'scheduled') = (status_reason IS NULL)");
        });
        offering.HasKey(o => o.Id);
        offering.Property(o => o.Id).ValueGeneratedNever();
        offering.Property(o => o.Place).HasMaxLength(300);
        offering.ComplexProperty(o => o.Enrolment);
        offering.Property(o => o.Quotas).HasColumnType("jsonb").HasConversion(JsonList<AgencyQuota>.Converter, JsonList<AgencyQuota>.Comparer);
        offering.ComplexProperty(o => o.Eligibility, rules =>
        {
            rules.Property(e => e.ExcludeEducationTeachers).HasColumnName("exclude_education_teachers");
            rules.Property(e => e.ExcludeCovidResponse).HasColumnName("exclude_covid_response");
            rules.Property(e => e.Conditions).HasColumnName("conditions").HasColumnType("jsonb").HasDefaultValueSql("'[]'")
                .HasConversion(JsonList<Condition>.Converter, JsonList<Condition>.Comparer);
        });
        offering.ComplexProperty(o => o.Completion, rule =>
        {
            rule.Property(c => c.MinAttendancePercent).HasColumnName("min_attendance_percent");
            rule.Property(c => c.AllModulesRequired).HasColumnName("all_modules_required");
            rule.Property(c => c.PassingGrade).HasColumnName("passing_grade");
            rule.Property(c => c.MaxAttempts).HasColumnName("max_attempts");
            rule.Property(c => c.EvaluationRequired).HasColumnName("evaluation_required");
        });
        offering.HasOne<Programme>().WithMany().HasForeignKey(o => o.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        // The last guard of the numbering, behind the lock on the programme.
        offering.HasIndex(o => new { o.ProgrammeId, o.Year, o.Angkatan }).IsUnique();
        offering.HasIndex(o => new { o.StartDate, o.Id });
        offering.HasIndex(o => new { o.ProgrammeId, o.StartDate, o.Id });
        offering.HasIndex(o => new { o.Status, o.StartDate, o.Id });
        // The calendar asks for what overlaps a month: of two indexes, on the start and on the end, each would give half of all.
        offering.Property<NpgsqlRange<DateOnly>>(During).HasComputedColumnSql("daterange(start_date, end_date, '[]')", stored: true);
        offering.HasIndex(During).HasMethod("gist");

        offering.HasMany(o => o.Modules).WithOne().HasForeignKey("OfferingId").IsRequired();
        offering.HasMany(o => o.Sessions).WithOne().HasForeignKey("OfferingId").IsRequired();
        offering.HasMany<OfferingChange>("_changes").WithOne().HasForeignKey("OfferingId").IsRequired();
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
        session.HasMany(s => s.Instructors).WithOne().HasForeignKey(t => t.SessionId).IsRequired();
        session.Navigation(s => s.Instructors).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

/// <summary>The migration adds what EF Core cannot say: an exclusion constraint, so that nobody is in two places.</summary>
internal sealed class TeachingMapping : IEntityTypeConfiguration<Teaching>
{
    public void Configure(EntityTypeBuilder<Teaching> teaching)
    {
        teaching.ToTable("session_instructors");
        teaching.HasKey(t => new { t.SessionId, t.InstructorId });
        teaching.Property(t => t.InstructorId).HasMaxLength(30);
        teaching.Property(t => t.Name).HasMaxLength(200);
    }
}

internal sealed class OfferingChangeMapping : IEntityTypeConfiguration<OfferingChange>
{
    public void Configure(EntityTypeBuilder<OfferingChange> change)
    {
        change.ToTable("offering_changes");
        change.HasKey(c => c.Id);
        change.Property(c => c.Id).ValueGeneratedNever();
    }
}

internal sealed class HolidayMapping : IEntityTypeConfiguration<Holiday>
{
    public void Configure(EntityTypeBuilder<Holiday> holiday)
    {
        holiday.ToTable("holidays");
        holiday.HasKey(h => h.Date);
        holiday.Property(h => h.Name).HasMaxLength(200);
        holiday.Property(h => h.Source).HasMaxLength(300);
    }
}
