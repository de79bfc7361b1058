using Bpsdm.Certification.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Certification.Data;

/// <summary>The statements that put a certificate in the place of another one, in the caller's transaction and under the lock of <see cref="Corrections"/>.</summary>
internal static class CertificateReplacing
{
    /// <summary>What both have alike: the completion, the person's number and agency, the offering.</summary>
    private const string Kept =
        """
        kind, series_year, completion_id, participant_id, completed_at, score, nip, birth_date, agency_code, agency_name, offering_id, programme_code,
        programme_title, category, angkatan, year, jp, delivery_mode, place, start_date, end_date
        """;

    /// <returns>Id of the new one, with the next number of the same series and a code of its own.</returns>
    public static async Task<Guid> ReplaceAsync(
        NpgsqlConnection connection, Certificate replaced, CorrectedFields corrected, CertificateTemplate template, string reason, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var sequence = await TakeNumberAsync(connection, replaced, cancellationToken);
        var number = NumberPattern.Write(template.NumberPattern, sequence, replaced.Kind, replaced.SeriesYear);
        var (id, code) = (Guid.CreateVersion7(now), VerificationCode.Create().Value);
        // One after the other: a participant has one valid certificate at any moment.
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(
            """
            UPDATE certificates SET status = 'replaced', replaced_by_id = $2, replaced_by_number = $3, replaced_by_verification_code = $4,
                replaced_by_reason = $5, replaced_by_at = $6
            WHERE id = $1
            """)
        {
            Parameters =
            {
                new() { Value = replaced.Id }, new() { Value = id }, new() { Value = number }, new() { Value = code }, new() { Value = reason },
                new() { Value = now },
            },
        });
        batch.BatchCommands.Add(new(
            $"""
            INSERT INTO certificates (id, number, verification_code, replaces_reason, issued_at, sequence, name, birth_place, rank, position,
                template_version, has_curriculum, status, replaces_id, replaces_number, {Kept})
            SELECT $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, EXISTS (SELECT FROM offering_modules m WHERE m.offering_id = c.offering_id),
                'valid', id, number, {Kept}
            FROM certificates c WHERE id = $1
            """)
        {
            Parameters =
            {
                new() { Value = replaced.Id }, new() { Value = id }, new() { Value = number }, new() { Value = code }, new() { Value = reason },
                new() { Value = now }, new() { Value = sequence }, new() { Value = corrected.Name },
                new() { Value = (object?)corrected.BirthPlace ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = corrected.Rank }, new() { Value = corrected.Position }, new() { Value = template.Version },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return id;
    }

    /// <summary>Holds the series until the commit, as issuing does; it is there, because the replaced one has a number of it.</summary>
    private static async Task<long> TakeNumberAsync(NpgsqlConnection connection, Certificate replaced, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("UPDATE number_series SET next = next + 1 WHERE kind = $1 AND year = $2 RETURNING next - 1", connection)
        {
            Parameters = { new() { Value = replaced.Kind.Code() }, new() { Value = replaced.SeriesYear } },
        };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
