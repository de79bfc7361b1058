using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> programme)
    {
        programme.ToTable("programmes", table =>
        {
            table.HasCheckConstraint("ck_programmes_jp", "jp > 0");
            table.HasCheckConstraint("ck_programmes_jp_known", "jp IS NOT NULL OR jp_set_by = 'LAN'");
            table.HasCheckConstraint("ck_programmes_verdict", "verdict IS NULL OR (verdict_reason IS NOT NULL AND verdict_at IS NOT NULL)");
            table.HasCheckConstraint("ck_programmes_practical", "NOT (practice = 'practical' AND verdict = 'distance')");
        });
        programme.HasKey(p => p.Id);
        programme.Property(p => p.Id).ValueGeneratedNever();
        programme.Property(p => p.Code).HasMaxLength(30);
        programme.Property(p => p.Title).HasMaxLength(300);
        programme.Property<uint>("Version").HasColumnName("xmin").IsRowVersion();
        programme.HasIndex(p => p.Code).IsUnique();
        programme.HasIndex(p => new { p.Category, p.Code });
        programme.HasIndex(p => p.Title).HasMethod("GIN").IsTsVectorExpressionIndex("indonesian").HasDatabaseName("ix_programmes_words");

        programme.HasMany(p => p.Modules).WithOne().HasForeignKey("ProgrammeId").IsRequired();
        programme.Navigation(p => p.Modules).UsePropertyAccessMode(PropertyAccessMode.Field);
        programme.HasOne(p => p.Design).WithOne().HasForeignKey<DeliveryDesign>(d => d.ProgrammeId);
    }
}

internal sealed class ModuleMapping : IEntityTypeConfiguration<Module>
{
    public void Configure(EntityTypeBuilder<Module> module)
    {
        module.ToTable("modules", table => table.HasCheckConstraint("ck_modules_jp", "jp > 0"));
        module.HasKey(m => m.Id);
        module.Property(m => m.Id).ValueGeneratedNever();
        module.Property(m => m.Title).HasMaxLength(300);
        module.HasIndex("ProgrammeId", nameof(Module.Number)).IsUnique();
    }
}
