using Bpsdm.Contracts;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Messaging.Outbox;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Seating;

internal static class Confirmations
{
    /// <summary>Publishes the new facts of a seating with its commit, in messages of at most <see cref="Contract.MaxFacts"/>.</summary>
    public static async Task<int> PublishConfirmedAsync(
        this NpgsqlConnection connection, Guid offeringId, IEnumerable<SeatingResult> results, CancellationToken cancellationToken)
    {
        var messages = results.Select(r => r.Participant).OfType<ConfirmedParticipant>().Chunk(Contract.MaxFacts)
            .Select(facts => new EnrolmentConfirmed { OfferingId = offeringId, Participants = facts })
            .ToArray();
        await connection.PublishAsync(offeringId, messages, cancellationToken);
        return messages.Sum(m => m.Participants.Count);
    }
}
