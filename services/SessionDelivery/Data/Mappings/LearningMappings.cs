using Bpsdm.SessionDelivery.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class ModuleContentMapping : IEntityTypeConfiguration<ModuleContent>
{
    public void Configure(EntityTypeBuilder<ModuleContent> builder)
    {
        builder.ToTable("module_contents");
        builder.HasKey(c => new { c.OfferingId, c.ModuleId });
        builder.Property(c => c.Items).AsJson();
    }
}

internal sealed class ItemProgressMapping : IEntityTypeConfiguration<ItemProgressRow>
{
    public void Configure(EntityTypeBuilder<ItemProgressRow> builder)
    {
        builder.ToTable("item_progress", table =>
        {
            table.HasCheckConstraint("ck_item_progress_percent", "percent BETWEEN 0 AND 100");
            table.HasCheckConstraint("ck_item_progress_position", "(position IS NULL) = (position_at IS NULL)");
        });
        builder.HasKey(p => new { p.ParticipantId, p.ItemId });
    }
}

internal sealed class LearningOrderMapping : IEntityTypeConfiguration<LearningOrderRow>
{
    public void Configure(EntityTypeBuilder<LearningOrderRow> builder)
    {
        builder.ToTable("learning_orders");
        builder.HasKey(o => o.OfferingId);
        builder.Property(o => o.OfferingId).ValueGeneratedNever();
    }
}
