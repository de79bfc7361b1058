using Bpsdm.Certification.Domain;
using Bpsdm.Contracts;
using Bpsdm.Contracts.Certification;
using Bpsdm.Messaging.Outbox;
using Npgsql;

namespace Bpsdm.Certification.Data;

/// <summary>Tells of certificates through the outbox, in the transaction that issues, replaces or revokes them.</summary>
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
        NpgsqlConnection connection, Certificate c, Guid factId, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.PublishAsync(
            c.OfferingId, [new CertificateRevoked { OfferingId = c.OfferingId, Certificates = [new(factId, Fact(c), reason, now)] }], cancellationToken);

    /// <summary>A certificate replaces another one once, so its own id names the fact that it did.</summary>
    public static Task PublishReplacedAsync(NpgsqlConnection connection, Certificate replaced, Certificate replacement, CancellationToken cancellationToken)
    {
        var fact = new ReplacedCertificate(replacement.Id, Fact(replaced), Fact(replacement), replacement.Replaces!.Reason, replacement.IssuedAt);
        return connection.PublishAsync(
            replaced.OfferingId, [new CertificateReplaced { OfferingId = replaced.OfferingId, Certificates = [fact] }], cancellationToken);
    }

    private static IssuedCertificate Fact(Certificate c) => new(
        c.Id, c.Id, c.CompletionId, c.ParticipantId, c.Nip, c.AgencyCode, c.Kind.Code(), c.Number, c.Jp, c.CompletedAt, c.IssuedAt);

    /// <summary>A certificate is issued once, so its own id names the fact that it was.</summary>
    private static IssuedCertificate Fact(Issued issued, Completion cause, DateTimeOffset now)
    {
        var (completed, person) = (cause.Participant, cause.Participant.Person);
        return new(
            issued.CertificateId, issued.CertificateId, completed.FactId, completed.ParticipantId, person.Nip, person.AgencyCode,
            cause.Kind.Code(), issued.Number, cause.Offering.Jp, completed.CompletedAt, now);
    }
}
