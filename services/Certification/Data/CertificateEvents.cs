using Bpsdm.Certification.Domain;
using Bpsdm.Contracts;
using Bpsdm.Contracts.Certification;
using Bpsdm.Messaging.Outbox;
using Npgsql;

namespace Bpsdm.Certification.Data;

/// <summary>Tells of certificates through the outbox, in the transaction that issues or revokes them.</summary>
internal static class CertificateEvents
{
    public static async Task PublishIssuedAsync(
        NpgsqlConnection connection, IEnumerable<Completion> completions, IReadOnlyList<Issued> issued, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var causes = completions.DistinctBy(c => c.Participant.FactId).ToDictionary(c => c.Participant.FactId);
        foreach (var offering in issued.GroupBy(i => causes[i.CompletionId].Offering.OfferingId))
        {
            var messages = offering.Chunk(Contract.MaxFacts).Select(chunk => new CertificateIssued
            {
                OfferingId = offering.Key,
                Certificates = [.. chunk.Select(i => Fact(i, causes[i.CompletionId], now))],
            });
            await connection.PublishAsync(offering.Key, [.. messages], cancellationToken);
        }
    }

    public static Task PublishRevokedAsync(
        NpgsqlConnection connection, Certificate c, Guid factId, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var issued = new IssuedCertificate(
            c.Id, c.Id, c.CompletionId, c.ParticipantId, c.Nip, c.AgencyCode, c.Kind.Code(), c.Number, c.Jp, c.CompletedAt, c.IssuedAt);
        return connection.PublishAsync(
            c.OfferingId, [new CertificateRevoked { OfferingId = c.OfferingId, Certificates = [new(factId, issued, reason, now)] }], cancellationToken);
    }

    /// <summary>A certificate is issued once, so its own id names the fact that it was.</summary>
    private static IssuedCertificate Fact(Issued issued, Completion cause, DateTimeOffset now)
    {
        var (completed, person) = (cause.Participant, cause.Participant.Person);
        return new(
            issued.CertificateId, issued.CertificateId, completed.FactId, completed.ParticipantId, person.Nip, person.AgencyCode,
            cause.Kind.Code(), issued.Number, cause.Offering.Jp, completed.CompletedAt, now);
    }
}
