using Bpsdm.Enrolment.Domain;
using Bpsdm.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Data;

public sealed class EnrolmentDb(DbContextOptions<EnrolmentDb> options) : DbContext(options)
{
    public DbSet<Agency> Agencies => Set<Agency>();
    public DbSet<Employee> Employees => Set<Employee>();
    public DbSet<EmployeePosting> EmployeePostings => Set<EmployeePosting>();
    public DbSet<JpEntry> JpEntries => Set<JpEntry>();
    public DbSet<JpAccount> JpAccounts => Set<JpAccount>();
    public DbSet<JpRight> JpRights => Set<JpRight>();
    public DbSet<AgencyHeadcount> AgencyHeadcounts => Set<AgencyHeadcount>();
    public DbSet<JpTotal> JpTotals => Set<JpTotal>();
    public DbSet<Offering> Offerings => Set<Offering>();
    public DbSet<EmployeeEnrolment> Enrolments => Set<EmployeeEnrolment>();
    public DbSet<EnrolmentChange> EnrolmentHistory => Set<EnrolmentChange>();
    public DbSet<AgencyQuota> AgencyQuotas => Set<AgencyQuota>();
    public DbSet<OfferingSession> OfferingSessions => Set<OfferingSession>();
    public DbSet<OfferingNotice> OfferingNotices => Set<OfferingNotice>();
    public DbSet<Completion> Completions => Set<Completion>();
    public DbSet<ImportJob> ImportJobs => Set<ImportJob>();
    public DbSet<ImportChunk> ImportChunks => Set<ImportChunk>();
    public DbSet<ImportRejection> ImportRejections => Set<ImportRejection>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(EnrolmentDb).Assembly);
        modelBuilder.AddMessagingTables();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<EmploymentKind>().HaveConversion<LowerCase<EmploymentKind>>().HaveMaxLength(10);
        configurationBuilder.Properties<EnrolmentStatus>().HaveConversion<KebabCase<EnrolmentStatus>>().HaveMaxLength(20);
        configurationBuilder.Properties<ImportKind>().HaveConversion<LowerCase<ImportKind>>().HaveMaxLength(20);
        configurationBuilder.Properties<ImportMode>().HaveConversion<LowerCase<ImportMode>>().HaveMaxLength(10);
        configurationBuilder.Properties<ImportStatus>().HaveConversion<LowerCase<ImportStatus>>().HaveMaxLength(20);
    }
}
