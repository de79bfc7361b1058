using Bpsdm.Identity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Server;

namespace Bpsdm.Identity.Keys;

/// <summary>The server's keys, the one in use first; shared by the replicas and outliving restarts because the database has them.</summary>
public sealed partial class KeyRing(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock, ILogger<KeyRing> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private IReadOnlyList<ServerKey> _keys = [];

    /// <summary>Reads the keys; waits up to a minute for a database that is still coming up.</summary>
    /// <exception cref="InvalidOperationException">There are no keys: the <c>migrate</c> step was not run.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                _keys = await scope.ServiceProvider.GetRequiredService<IdentityDb>().ServerKeys.AsNoTracking()
                    .OrderBy(k => k.RetiredAt != null).ThenByDescending(k => k.CreatedAt).ToListAsync(cancellationToken);
                break;
            }
            catch (Exception e) when (e is NpgsqlException { IsTransient: true } or InvalidOperationException { InnerException: NpgsqlException { IsTransient: true } }
                                      && clock.GetElapsedTime(started) < Patience)
            {
                LogWaiting(e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), clock, cancellationToken);
            }
        }
        if (_keys.Count == 0) throw new InvalidOperationException("There are no keys in server_keys: run the migrate step with Identity:KeyPassword first.");
    }

    public void Configure(OpenIddictServerOptions options)
    {
        var password = Password(configuration);
        foreach (var key in _keys)
        {
            var opened = ServerKeys.Open(key, password);
            if (key.Purpose is ServerKey.Signing)
                options.SigningCredentials.Add(new SigningCredentials(opened, SecurityAlgorithms.EcdsaSha256));
            else
                options.EncryptionCredentials.Add(new EncryptingCredentials(opened, SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512));
        }
    }

    public static string Password(IConfiguration configuration) =>
        configuration["Identity:KeyPassword"] is { Length: > 0 } password
            ? password
            : throw new InvalidOperationException("Identity:KeyPassword is not set.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys cannot be read yet: {Reason}")]
    private partial void LogWaiting(string reason);
}
