using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bpsdm.Identity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Bpsdm.Identity.Tokens;

/// <summary>
/// Client secrets are generated random values, not passwords: nobody guesses them, so a slow hash protects nothing and
/// would be paid for each token (docs/decisions/0011). Look-ups are kept for a minute, so that a token needs no query.
/// </summary>
public sealed class ClientManager(
    IOpenIddictApplicationCache<Client> cache,
    ILogger<OpenIddictApplicationManager<Client>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<Client> store,
    IMemoryCache lookups,
    IdentityDb db) : OpenIddictApplicationManager<Client>(cache, logger, options, store)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    public override async ValueTask<Client?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken = default)
    {
        if (lookups.TryGetValue((typeof(Client), identifier), out Client? known)) return known;
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == identifier, cancellationToken);
        // A client that does not exist is not remembered: invented names must not fill the memory.
        if (client is not null) lookups.Set((typeof(Client), identifier), client, Kept);
        return client;
    }

    /// <summary>The client as tracked by this scope, to change it.</summary>
    public Task<Client?> FindForUpdateAsync(string clientId, CancellationToken cancellationToken) =>
        db.Clients.SingleOrDefaultAsync(c => c.ClientId == clientId, cancellationToken);

    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Hash(secret));

    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(comparand)));

    private static string Hash(string secret) => "sha256:" + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
