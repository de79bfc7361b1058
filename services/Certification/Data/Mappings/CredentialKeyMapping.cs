using Bpsdm.Certification.Credentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Certification.Data.Mappings;

internal sealed class CredentialKeyMapping : IEntityTypeConfiguration<CredentialKey>
{
    public void Configure(EntityTypeBuilder<CredentialKey> key)
    {
        key.ToTable("credential_keys");
        key.HasKey(k => k.Id);
        key.Property(k => k.Id).ValueGeneratedNever();
        // One signs at a time, whatever the number of replicas that would make one.
        key.HasIndex(k => k.RetiredAt).IsUnique().HasFilter("retired_at IS NULL").AreNullsDistinct(false);
    }
}
