using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Messaging;

public static class MessagingModel
{
    /// <summary>Maps the outbox, what was sent and the inbox into the service's own model, schema <c>messaging</c>, so that its migrations create them.</summary>
    public static ModelBuilder AddMessagingTables(this ModelBuilder model)
    {
        model.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox_messages", "messaging");
            outbox.HasKey(o => o.Id);
            outbox.Property(o => o.Id).UseIdentityAlwaysColumn();
            // Every read of the relay goes by (lane, id); parked rows are out of its way.
            outbox.HasIndex(o => new { o.Lane, o.Id }).HasFilter("parked_at IS NULL").HasDatabaseName("ix_outbox_messages_lane");
            outbox.HasIndex(o => new { o.Lane, o.AggregateId, o.Id }).HasFilter("attempts > 0").HasDatabaseName("ix_outbox_messages_held_back");
            outbox.HasIndex(o => o.MessageId).IsUnique();
        });
        model.Entity<SentMessage>(sent =>
        {
            sent.ToTable("sent_messages", "messaging");
            sent.HasKey(s => s.Id);
            sent.Property(s => s.Id).ValueGeneratedNever();
            sent.HasIndex(s => s.SentAt);
        });
        model.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox_messages", "messaging");
            inbox.HasKey(i => new { i.MessageId, i.Consumer });
            inbox.Property(i => i.Consumer).HasMaxLength(100);
            inbox.HasIndex(i => i.HandledAt);
        });
        return model;
    }
}
