using Bpsdm.Messaging;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Data;

public sealed class DeliveryDb(DbContextOptions<DeliveryDb> options) : DbContext(options)
{
    public DbSet<Offering> Offerings => Set<Offering>();
    public DbSet<OfferingNews> News => Set<OfferingNews>();
    public DbSet<PostTest> PostTests => Set<PostTest>();
    public DbSet<Seat> Seats => Set<Seat>();
    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();
    public DbSet<AttendanceRow> Attendances => Set<AttendanceRow>();
    public DbSet<CorrectionRow> Corrections => Set<CorrectionRow>();
    public DbSet<SessionSetting> SessionSettings => Set<SessionSetting>();
    public DbSet<Classroom> Classrooms => Set<Classroom>();
    public DbSet<ClassroomNoticeRow> ClassroomNotices => Set<ClassroomNoticeRow>();
    public DbSet<ProgressRow> Progress => Set<ProgressRow>();
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();
    public DbSet<CalendarAddressRow> CalendarAddresses => Set<CalendarAddressRow>();
    public DbSet<OutcomeRow> Outcomes => Set<OutcomeRow>();
    public DbSet<BankItemRow> BankItems => Set<BankItemRow>();
    public DbSet<TestDefinitionRow> TestDefinitions => Set<TestDefinitionRow>();
    public DbSet<TestAttemptRow> TestAttempts => Set<TestAttemptRow>();

    /// <summary>The connection of the transaction that is open, for statements of one's own in it.</summary>
    public NpgsqlConnection Connection() => (NpgsqlConnection)Database.GetDbConnection();

    /// <summary>The tests of an offering that are drawn from banks, by their names.</summary>
    public Task<Dictionary<string, TestDefinitionRow>> TestsOfAsync(Guid offeringId, CancellationToken cancellationToken) =>
        TestDefinitions.AsNoTracking().Where(t => t.OfferingId == offeringId).ToDictionaryAsync(t => t.Test, StringComparer.Ordinal, cancellationToken);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DeliveryDb).Assembly);
        modelBuilder.AddMessagingTables();
    }
}
