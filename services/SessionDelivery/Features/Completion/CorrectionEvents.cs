using Bpsdm.Contracts;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Messaging.Outbox;
using Bpsdm.SessionDelivery.Domain;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Completion;

/// <summary>Tells of outcomes that took the place of others; after the outcomes that they correct, as messages of one offering keep their order.</summary>
internal static class CorrectionEvents
{
    /// <returns>How many corrections were told.</returns>
    public static async Task<int> PublishAsync(NpgsqlConnection connection, IEnumerable<ParticipantRecord> records)
    {
        var corrections = records.SelectMany(r => r.Changes.OutcomeChanges.Where(c => c.Before is not null), (r, c) => (Record: r, Change: c)).ToList();
        if (corrections.Count == 0) return 0;
        var people = await OutcomeEvents.PeopleAsync(connection, [.. corrections.Select(c => c.Record.ParticipantId).Distinct()]);
        foreach (var group in corrections.GroupBy(c => c.Record.Offering.Id))
        {
            var summary = OutcomeEvents.SummaryOf(group.First().Record.Offering);
            var facts = group.Select(c => new CorrectedCompletion(
                c.Change.After.FactId, c.Change.Before!.FactId, c.Record.ParticipantId, people[c.Record.ParticipantId],
                c.Change.Before.Completed, c.Change.After.Completed, c.Change.After.Score, c.Change.Reason, c.Change.After.DecidedAt));
            await connection.PublishAsync(
                group.Key, [.. facts.Chunk(Contract.MaxFacts).Select(chunk => new CompletionCorrected { Offering = summary, Participants = chunk })],
                CancellationToken.None);
        }
        return corrections.Count;
    }
}
