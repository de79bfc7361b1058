using Bpsdm.Certification.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Certification.Data.Mappings;

internal sealed class SubscriptionMapping : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.ToTable("webhook_subscriptions");
        subscription.HasKey(s => s.Id);
        subscription.Property(s => s.Id).ValueGeneratedNever();
        subscription.Property(s => s.Url).HasMaxLength(2000);
        subscription.Property(s => s.Description).HasMaxLength(200);
        subscription.Property(s => s.StoppedReason).HasMaxLength(300);
        subscription.HasIndex(s => new { s.Owner, s.Id });
    }
}

internal sealed class DeliveryMapping : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> delivery)
    {
        delivery.ToTable("webhook_deliveries");
        delivery.HasKey(d => new { d.SubscriptionId, d.FactId });
        delivery.Property(d => d.LastError).HasMaxLength(300);
        delivery.HasOne<Subscription>().WithMany().HasForeignKey(d => d.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
        // The log; what is due; whether one of the same person is still on its way; what was parked.
        delivery.HasIndex(d => new { d.SubscriptionId, d.Position });
        delivery.HasIndex(d => new { d.SubscriptionId, d.DueAt, d.Position }).HasFilter("due_at IS NOT NULL");
        delivery.HasIndex(d => new { d.SubscriptionId, d.Nip, d.Position }).HasFilter("due_at IS NOT NULL");
        delivery.HasIndex(d => new { d.SubscriptionId, d.Position }, "ix_webhook_deliveries_parked").HasFilter("parked_at IS NOT NULL");
    }
}
