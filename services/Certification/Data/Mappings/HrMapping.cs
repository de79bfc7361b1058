using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Certification.Data.Mappings;

internal sealed class HrEntryMapping : IEntityTypeConfiguration<HrEntry>
{
    public void Configure(EntityTypeBuilder<HrEntry> entry)
    {
        entry.ToTable("hr_entries", table => table.HasCheckConstraint("ck_hr_entries_type", $"type IN ({string.Join(", ", HrEntry.Types.Select(t => $"'{t}'"))})"));
        entry.Property(e => e.Type).HasDefaultValue(HrEntry.Completion);
        entry.Property(e => e.TraceParent).HasMaxLength(55);
        entry.HasKey(e => e.Position);
        entry.Property(e => e.Position).ValueGeneratedNever();
        entry.HasIndex(e => e.FactId).IsUnique();
        // No foreign key to the certificate: it is written in the same transaction and never deleted, and the check of each
        // row, under the lock of the feed, cost as much as the certificates themselves (0076).
    }
}

internal sealed class HrFeedMapping : IEntityTypeConfiguration<HrFeed>
{
    public void Configure(EntityTypeBuilder<HrFeed> feed)
    {
        feed.ToTable("hr_feed", table => table.HasCheckConstraint("ck_hr_feed_one_row", "id = 1"));
        feed.HasKey(f => f.Id);
        feed.Property(f => f.Id).ValueGeneratedNever();
        feed.HasData(new HrFeed { Id = HrFeed.TheOne, LastPosition = 0 });
    }
}

internal sealed class HrRestorationMapping : IEntityTypeConfiguration<HrRestoration>
{
    public void Configure(EntityTypeBuilder<HrRestoration> restoration)
    {
        restoration.ToTable("hr_restorations");
        restoration.HasKey(r => r.Generation);
        restoration.Property(r => r.Generation).ValueGeneratedNever();
    }
}

internal sealed class HrRelayMapping : IEntityTypeConfiguration<HrRelayPosition>
{
    public void Configure(EntityTypeBuilder<HrRelayPosition> relay)
    {
        relay.ToTable("hr_relays");
        relay.HasKey(r => r.Name);
    }
}
