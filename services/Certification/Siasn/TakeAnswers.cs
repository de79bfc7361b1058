using Bpsdm.Certification.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Certification.Siasn;

/// <param name="Taken">Lines that were noted.</param>
/// <param name="Failed">Lines that were passed over; the first thousand of them in <paramref name="Errors"/>.</param>
public sealed record AnswersTaken(int Taken, int Failed, IReadOnlyList<LineError> Errors, ExportView Export);

/// <summary>
/// Notes what SIASN said, line by line; a file that is sent again changes nothing. An answer may be corrected by a later file, except
/// that what was refused and has been handed out again since is answered there.
/// </summary>
internal static class TakeAnswers
{
    private const int MaxErrors = 1000;

    public static async Task<Results<Ok<AnswersTaken>, ProblemHttpResult>> HandleAsync(
        Guid id, HttpRequest request, CertificationDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.FindExportAsync(id, cancellationToken) is null) return ReadExports.NotFound(id);
        List<SiasnAnswer> answers;
        List<LineError> errors;
        try
        {
            (answers, errors) = await AnswerFile.ReadAsync(request.Body, cancellationToken);
        }
        catch (AnswerFileException e)
        {
            return Problems.Problem(400, "bad-file", e.Message);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockSiasnAsync(cancellationToken);
        var lines = answers.ToDictionary(a => a.Id, a => a.Line);
        var left = await NoteAsync(db, id, answers, time.Now(), cancellationToken);
        foreach (var (certificate, isHere) in left)
            errors.Add(new(lines[certificate], isHere ? "Data ini ditolak dan sudah diekspor lagi; jawablah pada ekspor yang baru." : "id ini tidak ada dalam ekspor ini."));
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE siasn_exports e SET (accepted, refused) =
              (SELECT count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'refused') FROM siasn_records r WHERE r.export_id = e.id)
            WHERE e.id = {id}
            """, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var export = await db.SiasnExports.AsNoTracking().SingleAsync(e => e.Id == id, cancellationToken);
        return TypedResults.Ok(new AnswersTaken(
            answers.Count - left.Count, errors.Count, [.. errors.OrderBy(e => e.Line).Take(MaxErrors)], ExportView.Of(export)));
    }

    /// <returns>Those that were not noted, and whether they are in this export.</returns>
    private static async Task<List<(Guid Certificate, bool IsHere)>> NoteAsync(
        CertificationDb db, Guid export, List<SiasnAnswer> answers, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH a AS (SELECT * FROM unnest($2, $3, $4) AS a(id, state, message)),
            noted AS (
                UPDATE siasn_records r SET state = a.state, message = a.message, answered_at = $5 FROM a
                WHERE r.export_id = $1 AND r.certificate_id = a.id AND (a.state = 'refused' OR NOT EXISTS (
                    SELECT FROM siasn_records o WHERE o.certificate_id = a.id AND o.export_id <> $1 AND o.state <> 'refused'))
                RETURNING r.certificate_id)
            SELECT a.id, EXISTS (SELECT FROM siasn_records r WHERE r.export_id = $1 AND r.certificate_id = a.id)
            FROM a WHERE NOT EXISTS (SELECT FROM noted n WHERE n.certificate_id = a.id)
            """, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction())
        {
            Parameters =
            {
                new() { Value = export },
                new() { Value = answers.Select(a => a.Id).ToArray() },
                new() { Value = answers.Select(a => a.State).ToArray() },
                new() { Value = answers.Select(a => a.Message).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = now },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var left = new List<(Guid, bool)>();
        while (await reader.ReadAsync(cancellationToken)) left.Add((reader.GetGuid(0), reader.GetBoolean(1)));
        return left;
    }
}
