using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Identity.Data;

public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Client> Clients => Set<Client>();
    public DbSet<ServerKey> ServerKeys => Set<ServerKey>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict<Client, ClientAuthorization, ClientScope, ClientToken, Guid>();

        // Both libraries name their tables themselves, which keeps the naming convention from applying.
        builder.Entity<User>(user =>
        {
            user.ToTable("users", table => table.HasCheckConstraint(
                "ck_users_role", "role IN ('learner', 'instructor', 'agency-admin', 'training-admin', 'hr-system', 'operator')"));
            user.HasIndex(u => u.NormalizedUserName).HasDatabaseName("ix_users_normalized_user_name").IsUnique();
            user.HasIndex(u => u.NormalizedEmail).HasDatabaseName("ix_users_normalized_email");
            user.Property(u => u.DisplayName).HasMaxLength(200);
            user.Property(u => u.Role).HasMaxLength(40);
            user.Property(u => u.Agency).HasMaxLength(20);
            user.Property(u => u.Nip).HasMaxLength(18);
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<Client>().ToTable("clients");
        builder.Entity<ClientAuthorization>(authorization =>
        {
            authorization.ToTable("authorizations");
            authorization.HasIndex(a => a.CreationDate);
        });
        builder.Entity<ClientScope>().ToTable("scopes");
        builder.Entity<ClientToken>(token =>
        {
            token.ToTable("tokens");
            token.HasIndex(t => t.CreationDate);
        });
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.Entity<ServerKey>(key =>
        {
            key.ToTable("server_keys");
            // One key of a purpose is in use: two migrate steps at once cannot make two.
            key.HasIndex(k => k.Purpose).IsUnique().HasFilter("retired_at IS NULL");
        });
    }
}
