using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>
/// The progress of an import as server-sent events: <c>progress</c> with the job as JSON whenever it changed, <c>end</c> when
/// it ended, <c>heartbeat</c> without data in between. The job's row is looked at, so any replica can tell of work that
/// another one does. A client that lost the connection gets what is new since its <c>Last-Event-ID</c>; when that was the
/// end, 204, which tells a browser not to come back.
/// </summary>
public sealed class ImportEvents(
    IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, IOptions<ImportOptions> options, TimeProvider time)
{
    public static async Task<Results<ServerSentEventsResult<ImportResponse?>, NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, HttpRequest request, ClaimsPrincipal user, EnrolmentDb db, ImportEvents events, CancellationToken cancellationToken)
    {
        var (job, problem) = await GetImport.FindAsync(id, user, db, cancellationToken);
        if (job is null) return problem;
        var seen = request.Headers["Last-Event-ID"].ToString();
        if (HasEnded(job) && string.Equals(seen, IdOf(job), StringComparison.Ordinal)) return TypedResults.NoContent();
        return TypedResults.ServerSentEvents(events.ListenAsync(id, seen, cancellationToken));
    }

    private async IAsyncEnumerable<SseItem<ImportResponse?>> ListenAsync(
        Guid id, string seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var spokeAt = time.GetTimestamp();
        while (!ending.IsCancellationRequested)
        {
            var job = await ReadAsync(id, ending.Token);
            if (job is not null && !string.Equals(seen, IdOf(job), StringComparison.Ordinal))
            {
                (seen, spokeAt) = (IdOf(job), time.GetTimestamp());
                yield return new SseItem<ImportResponse?>(ImportResponse.Of(job), HasEnded(job) ? "end" : "progress") { EventId = seen };
            }
            else if (time.GetElapsedTime(spokeAt) >= options.Value.Heartbeat)
            {
                spokeAt = time.GetTimestamp();
                yield return new SseItem<ImportResponse?>(null, "heartbeat");
            }
            if (job is not null && HasEnded(job)) yield break;
            await Task.Delay(options.Value.EventPoll, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Null while the database is away.</returns>
    private async Task<ImportJob?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<EnrolmentDb>();
            return await db.ImportJobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e) || cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool HasEnded(ImportJob job) => job.Status is ImportStatus.Completed or ImportStatus.Failed or ImportStatus.Cancelled;

    private static string IdOf(ImportJob job) => $"{job.ProcessedRows}-{job.Status}".ToLowerInvariant();
}
