using OpenIddict.Abstractions;

namespace Bpsdm.Identity.Tokens;

/// <summary>Deletes expired and redeemed codes and refresh tokens hourly, in batches of 1,000 (OpenIddict's own bounded loop).</summary>
public sealed partial class Pruner(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock, ILogger<Pruner> logger) : BackgroundService
{
    /// <summary>A replayed refresh token is recognised as such, and its chain revoked, for so long after it was made.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(configuration.GetValue("Identity:PruneInterval", TimeSpan.FromHours(1)), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var before = clock.GetUtcNow() - Kept;
                var tokens = await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, stoppingToken);
                var authorizations = await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, stoppingToken);
                if (tokens + authorizations > 0) LogPruned(tokens, authorizations);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next hour tries again; the loop must outlive a database that is away.
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Pruned {Tokens} tokens and {Authorizations} authorizations")]
    private partial void LogPruned(long tokens, long authorizations);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pruning failed; it is tried again in an hour")]
    private partial void LogFailed(Exception exception);
}
