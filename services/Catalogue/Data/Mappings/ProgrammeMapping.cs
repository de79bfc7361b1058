using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    /// <summary>Stems of the words in the title, and the words themselves, by which a word that is not yet finished is found.</summary>
    public const string Words = "Words";

    public void Configure(EntityTypeBuilder<Programme> programme)
    {
        programme.ToTable("programmes", table =>
        {
            table.HasCheckConstraint("ck_programmes_jp", "jp > 0");
            table.HasCheckConstraint("ck_programmes_published", "published_version IS NULL OR jp IS NOT NULL");
            table.HasCheckConstraint("ck_programmes_verdict", "verdict IS NULL OR (verdict_reason IS NOT NULL AND verdict_at IS NOT NULL)");
            table.HasCheckConstraint("ck_programmes_practical", "NOT (practice = 'practical' AND verdict = 'distance')");
        });
        programme.HasKey(p => p.Id);
        programme.Property(p => p.Id).ValueGeneratedNever();
        programme.Property(p => p.Code).HasMaxLength(30);
        programme.Property(p => p.Title).HasMaxLength(300);
        programme.Property(p => p.Round).HasDefaultValue(1);
        programme.Property<uint>("Version").HasColumnName("xmin").IsRowVersion();
        programme.Property<NpgsqlTsVector>(Words).HasComputedColumnSql(
            "to_tsvector('indonesian', title) || to_tsvector('simple', title || ' ' || translate(code, '-._', '   '))", stored: true);
        programme.HasIndex(p => p.Code).IsUnique();
        programme.HasIndex(p => new { p.Category, p.Code });
        programme.HasIndex(p => new { p.Verdict, p.Code });
        programme.HasIndex(p => new { p.Practice, p.Code });
        programme.HasIndex(Words).HasMethod("GIN");

        programme.Ignore(p => p.Modules).Ignore(p => p.Published).Ignore(p => p.Draft);
        programme.HasMany(p => p.Curricula).WithOne().HasForeignKey(c => c.ProgrammeId).IsRequired();
        programme.Navigation(p => p.Curricula).UsePropertyAccessMode(PropertyAccessMode.Field);
        programme.HasOne(p => p.Design).WithOne().HasForeignKey<DeliveryDesign>(d => d.ProgrammeId);
    }
}

/// <summary>The migration adds a trigger to it and to its modules: what is published never changes.</summary>
internal sealed class CurriculumMapping : IEntityTypeConfiguration<Curriculum>
{
    public void Configure(EntityTypeBuilder<Curriculum> curriculum)
    {
        curriculum.ToTable("curricula");
        curriculum.HasKey(c => new { c.ProgrammeId, c.Version });
        curriculum.Property(c => c.Version).ValueGeneratedNever();
        curriculum.HasIndex(c => c.ProgrammeId).IsUnique().HasFilter("published_at IS NULL").HasDatabaseName("ix_curricula_one_draft");
        curriculum.HasMany(c => c.Modules).WithOne().HasForeignKey("ProgrammeId", "Version").IsRequired();
        curriculum.Navigation(c => c.Modules).UsePropertyAccessMode(PropertyAccessMode.Field);
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
        module.Property(m => m.Materials).HasColumnType("jsonb").HasDefaultValueSql("'[]'")
            .HasConversion(JsonList<Material>.Converter, JsonList<Material>.Comparer);
        module.Property<Guid>("ProgrammeId");
        module.Property<int>("Version");
        module.HasIndex("ProgrammeId", "Version", nameof(Module.Number)).IsUnique();
    }
}
