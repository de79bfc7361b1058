using System.Diagnostics;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Board;
using Bpsdm.SessionDelivery.Features.Completion;
using Bpsdm.SessionDelivery.Features.Evaluation;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Batching;

/// <summary>
/// One transaction for a batch: lock the offerings and the seats, load what their participants have done, apply the commands in the order
/// they came, write what is new, publish the outcomes. The lock makes each participant's facts follow each other over all
/// replicas; without it two of them could each miss the other's last fact and nobody would decide.
/// </summary>
public sealed class BatchTransaction(NpgsqlDataSource dataSource, OutboxSignal signal, BoardSignals boards, DeliveryMetrics metrics)
{
    private const int Tries = 3;

    public async Task ExecuteAsync(IReadOnlyList<DeliveryCommand> commands)
    {
        using var activity = DeliveryMetrics.Traces.StartFor("delivery batch", ActivityKind.Internal, commands.Select(c => c.Origin));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryAsync(commands);
                return;
            }
            catch (PostgresException e) when (attempt < Tries
                && e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Rolled back as a whole: nothing happened, and it can happen again.
            }
        }
    }

    private async Task TryAsync(IReadOnlyList<DeliveryCommand> commands)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var locked = await ParticipantStore.LockAsync(
            connection, [.. commands.Select(c => (c.Offering.Id, c.Nip)).Distinct()],
            commands.Where(c => c.PostTestVersion is not null).Select(c => c.Offering.Id));

        var records = new Dictionary<Guid, ParticipantRecord>(commands.Count);
        foreach (var command in commands)
        {
            if (locked.Of(command.Offering.Id, command.Nip) is { Withdrawal: null, ParticipantId: var id })
                records.TryAdd(id, new(id, command.Offering, locked.Cancelled.Contains(command.Offering.Id)));
        }
        await ParticipantStore.LoadAsync(connection, records, CancellationToken.None);
        var paths = await LearningStore.PathsAsync(connection, [.. commands.Where(c => c.NeedsPath).Select(c => c.Offering.Id).Distinct()], CancellationToken.None);
        foreach (var record in records.Values) record.Path = paths.GetValueOrDefault(record.Offering.Id, LearningPath.Free);

        var forms = await EvaluationStore.VersionsAsync(connection, commands);
        foreach (var command in commands)
        {
            if (locked.Of(command.Offering.Id, command.Nip) is not { } seat)
                command.Refuse(Refusal.NoSeat);
            else if (seat.Withdrawal is not null)
                command.Refuse(locked.Cancelled.Contains(command.Offering.Id) ? Refusal.OfferingCancelled : Answers.Withdrawn(seat.Withdrawal));
            else if (command.PostTestVersion is { } version && locked.TestVersions.GetValueOrDefault(command.Offering.Id) != version)
                command.Refuse(Refusal.PostTestChanged);
            else if (command is HandInCommand handIn && forms.GetValueOrDefault(command.Offering.Id) != handIn.Version)
                command.Refuse(Refusal.EvaluationChanged);
            else
                command.Apply(records[seat.ParticipantId]);
        }

        await ParticipantStore.SaveAsync(connection, records.Values);
        await OutcomeChangeStore.SaveAsync(connection, records.Values);
        await EvaluationStore.SaveAsync(connection, commands, records.Values);
        var decided = records.Values.Where(r => r.Changes.Outcome is not null).ToList();
        await OutcomeEvents.PublishAsync(connection, decided);
        var corrected = await CorrectionEvents.PublishAsync(connection, records.Values);
        await transaction.CommitAsync();

        if (decided.Count + corrected > 0) signal.Set();
        boards.Changed(records.Values.SelectMany(r => r.Changes.Attendance.Select(a => a.SessionId).Concat(r.Changes.Absent)).Distinct());
        metrics.Written(commands.Count, records.Values.Sum(r => r.Changes.Attendance.Count));
        metrics.Decided(decided.Count(r => r.Changes.Outcome!.Completed), decided.Count(r => !r.Changes.Outcome!.Completed));
    }
}
