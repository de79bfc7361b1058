using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class DeliveryRulesMapping : IEntityTypeConfiguration<DeliveryRules>
{
    public void Configure(EntityTypeBuilder<DeliveryRules> rules)
    {
        rules.ToTable("delivery_rules", table => table.HasCheckConstraint(
            "ck_delivery_rules_jp_per_day",
            // 20 JP are 15 hours from 08:00 on: a day ends at midnight.
            "self_paced_jp_per_day BETWEEN 1 AND 20 AND live_jp_per_day BETWEEN 1 AND 20 AND face_to_face_jp_per_day BETWEEN 1 AND 20"));
        rules.HasKey(r => r.Version);
        rules.Property(r => r.Version).ValueGeneratedNever();
        rules.HasIndex(r => new { r.ValidFrom, r.Version });
    }
}

internal sealed class DeliveryDesignMapping : IEntityTypeConfiguration<DeliveryDesign>
{
    public void Configure(EntityTypeBuilder<DeliveryDesign> design)
    {
        design.ToTable("delivery_designs");
        design.HasKey(d => d.ProgrammeId);
        design.Property(d => d.ProgrammeId).ValueGeneratedNever();
        design.HasOne<DeliveryRules>().WithMany().HasForeignKey(d => d.RulesVersion).OnDelete(DeleteBehavior.Restrict);
        // Written and read only as a whole.
        design.Property(d => d.Portions).HasColumnType("jsonb").HasConversion(JsonList<Portion>.Converter, JsonList<Portion>.Comparer);
    }
}
