using Bpsdm.Catalogue.Domain;
using Bpsdm.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Data;

public sealed class CatalogueDbContext(DbContextOptions<CatalogueDbContext> options) : DbContext(options)
{
    public DbSet<Agency> Agencies => Set<Agency>();
    public DbSet<Programme> Programmes => Set<Programme>();
    public DbSet<DeliveryRules> DeliveryRules => Set<DeliveryRules>();
    public DbSet<TrainingCall> Calls => Set<TrainingCall>();
    public DbSet<TrainingNeed> Needs => Set<TrainingNeed>();
    public DbSet<AnnualPlan> Plans => Set<AnnualPlan>();
    public DbSet<Offering> Offerings => Set<Offering>();
    public DbSet<Holiday> Holidays => Set<Holiday>();
    public DbSet<Review> Reviews => Set<Review>();
    public DbSet<ReviewChecklist> Checklists => Set<ReviewChecklist>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CatalogueDbContext).Assembly).AddMessagingTables();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Category>().HaveConversion<WireConverter<Category>>();
        configurationBuilder.Properties<PracticeNeed>().HaveConversion<WireConverter<PracticeNeed>>();
        configurationBuilder.Properties<JpAuthority>().HaveConversion<WireConverter<JpAuthority>>();
        configurationBuilder.Properties<ModuleMethod>().HaveConversion<WireConverter<ModuleMethod>>();
        configurationBuilder.Properties<DeliveryMode>().HaveConversion<WireConverter<DeliveryMode>>();
        configurationBuilder.Properties<Verdict>().HaveConversion<WireConverter<Verdict>>();
        configurationBuilder.Properties<NeedStatus>().HaveConversion<WireConverter<NeedStatus>>();
        configurationBuilder.Properties<NeedPriority>().HaveConversion<WireConverter<NeedPriority>>();
        configurationBuilder.Properties<NeedAction>().HaveConversion<WireConverter<NeedAction>>();
        configurationBuilder.Properties<OfferingStatus>().HaveConversion<WireConverter<OfferingStatus>>();
        configurationBuilder.Properties<HolidayKind>().HaveConversion<WireConverter<HolidayKind>>();
        configurationBuilder.Properties<Certainty>().HaveConversion<WireConverter<Certainty>>();
    }
}
