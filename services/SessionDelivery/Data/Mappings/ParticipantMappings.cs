using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class SeatMapping : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> builder)
    {
        builder.ToTable("seats", table => table.HasCheckConstraint("ck_seats_withdrawal", "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL)"));
        builder.HasKey(s => s.ParticipantId);
        builder.Property(s => s.Nip).HasMaxLength(18);
        // No one twice in an offering at a time.
        builder.HasIndex(s => new { s.OfferingId, s.Nip }, "ix_seats_taken").IsUnique().HasFilter("withdrawn_at IS NULL").HasDatabaseName("ix_seats_taken");
        // How a learner's request finds its seat, or that it was withdrawn.
        builder.HasIndex(s => new { s.OfferingId, s.Nip }, "ix_seats_offering_id_nip");
        // Pages of participants, and the sweep of a closure.
        builder.HasIndex(s => new { s.OfferingId, s.ParticipantId });
        builder.HasIndex(s => new { s.Nip, s.ParticipantId });
    }
}

internal sealed class WithdrawalMapping : IEntityTypeConfiguration<Withdrawal>
{
    public void Configure(EntityTypeBuilder<Withdrawal> builder)
    {
        builder.ToTable("withdrawals");
        builder.HasKey(w => w.ParticipantId);
        builder.Property(w => w.ParticipantId).ValueGeneratedNever();
    }
}

internal sealed class AttendanceMapping : IEntityTypeConfiguration<AttendanceRow>
{
    public void Configure(EntityTypeBuilder<AttendanceRow> builder)
    {
        builder.ToTable("attendances");
        builder.HasKey(a => new { a.ParticipantId, a.SessionId });
        builder.HasIndex(a => new { a.OfferingId, a.SessionId });
    }
}

internal sealed class ProgressMapping : IEntityTypeConfiguration<ProgressRow>
{
    public void Configure(EntityTypeBuilder<ProgressRow> builder)
    {
        builder.ToTable("module_progress", table => table.HasCheckConstraint("ck_module_progress_percent", "percent BETWEEN 0 AND 100"));
        builder.HasKey(p => new { p.ParticipantId, p.ModuleId });
        builder.HasIndex(p => new { p.OfferingId, p.ModuleId }).HasFilter("percent = 100").HasDatabaseName("ix_module_progress_done");
    }
}

internal sealed class AttemptMapping : IEntityTypeConfiguration<AttemptRow>
{
    public void Configure(EntityTypeBuilder<AttemptRow> builder)
    {
        builder.ToTable("attempts", table => table.HasCheckConstraint("ck_attempts_score", "score BETWEEN 0 AND 100"));
        builder.HasKey(a => new { a.ParticipantId, a.Number });
        builder.Property(a => a.Score).HasPrecision(5, 2);
        builder.HasIndex(a => a.OfferingId);
    }
}

internal sealed class OutcomeMapping : IEntityTypeConfiguration<OutcomeRow>
{
    public void Configure(EntityTypeBuilder<OutcomeRow> builder)
    {
        builder.ToTable("outcomes", table => table.HasCheckConstraint("ck_outcomes_reason", "completed = (reason IS NULL)"));
        // The last guard: one outcome a participant, whoever decides it.
        builder.HasKey(o => o.ParticipantId);
        builder.Property(o => o.ParticipantId).ValueGeneratedNever();
        builder.Property(o => o.Score).HasPrecision(5, 2);
        builder.Property(o => o.Reason).HasMaxLength(40);
        builder.HasIndex(o => new { o.OfferingId, o.Completed, o.ParticipantId });
    }
}
