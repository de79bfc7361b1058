using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Learning;

/// <summary>What must come first, by name: who is turned away learns what to do.</summary>
internal static class LearningProblems
{
    public static ProblemHttpResult ModulesFirst(string unfinished) =>
        Problems.Conflict("modules-first", $"Post-test baru dapat dikerjakan setelah semua modul mandiri selesai. Masih kurang: {unfinished}.");

    public static string Unfinished(ParticipantRecord record) =>
        string.Join(", ", record.UnfinishedModules.Select(m => $"modul {m.Number} '{m.Title}' (baru {record.Progress.GetValueOrDefault(m.Id)} persen)"));

    /// <summary>For who only looks: nothing is locked, and the participant is read only where the offering has an order.</summary>
    public static async Task<ProblemHttpResult?> BeforePostTestAsync(
        CachedOffering found, Guid participantId, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (!found.Path.Order.ModulesFirst) return null;
        var record = await ParticipantStore.ReadAsync(dataSource, found.Offering, participantId, cancellationToken);
        record.Path = found.Path;
        return record.ModulesComeFirst ? ModulesFirst(Unfinished(record)) : null;
    }
}
