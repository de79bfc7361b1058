using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class BankItemMapping : IEntityTypeConfiguration<BankItemRow>
{
    public void Configure(EntityTypeBuilder<BankItemRow> builder)
    {
        builder.ToTable("bank_items");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Content).HasColumnType("jsonb");
        // The last guard: one item under a code, whoever imports at the same time.
        builder.HasIndex(i => new { i.ProgrammeCode, i.ModuleNumber, i.Code }).IsUnique().HasFilter("retired_at IS NULL").HasDatabaseName("ix_bank_items_current");
    }
}
