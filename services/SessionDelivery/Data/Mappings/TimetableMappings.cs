using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class CalendarAddressMapping : IEntityTypeConfiguration<CalendarAddressRow>
{
    public void Configure(EntityTypeBuilder<CalendarAddressRow> builder)
    {
        builder.ToTable("calendar_addresses");
        builder.HasKey(a => a.Nip);
        builder.HasIndex(a => a.SecretHash).IsUnique();
    }
}
