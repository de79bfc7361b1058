using System.Security.Claims;
using System.Text.Json;
using Bpsdm.Certification.Data;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Siasn;

/// <param name="From">Courses that ended on this day or later, to <paramref name="To"/>.</param>
/// <param name="Agency">Code of one agency; null for all.</param>
public sealed record ExportBody(DateOnly? From, DateOnly? To, string? Agency);

internal sealed class ExportBodyValidator : AbstractValidator<ExportBody>
{
    public ExportBodyValidator()
    {
        RuleFor(b => b.From).NotNull().WithMessage("'from' wajib diisi, misalnya 2020-06-01.");
        RuleFor(b => b.To).NotNull().WithMessage("'to' wajib diisi, misalnya 2020-06-30.")
            .Must((b, to) => to >= b.From).When(b => b is { From: not null, To: not null }, ApplyConditionTo.CurrentValidator).WithMessage("'to' tidak boleh sebelum 'from'.");
        RuleFor(b => b.Agency).Must(a => a is null or { Length: >= 1 and <= 50 } && !(a ?? "").Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            .WithMessage("'agency' harus kode perangkat daerah, misalnya 'OPD-24'.");
    }
}

/// <summary>With an id of the client's making: a repeated request makes no second export.</summary>
internal static class CreateExport
{
    public static async Task<Results<Created<ExportView>, Ok<ExportView>, ProblemHttpResult>> HandleAsync(
        Guid id, ExportBody body, ClaimsPrincipal user, CertificationDb db, IOptions<SiasnOptions> siasn, IOptions<CertificationOptions> options,
        TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockSiasnAsync(cancellationToken);
        if (await db.SiasnExports.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } known)
        {
            return known.FromDate == body.From && known.ToDate == body.To && string.Equals(known.AgencyCode, body.Agency, StringComparison.Ordinal)
                ? TypedResults.Ok(ExportView.Of(known))
                : Problems.Conflict("export-exists", "Ekspor dengan id ini sudah ada untuk masa atau perangkat daerah lain.");
        }

        var (now, kinds) = (time.Now(), JsonSerializer.Serialize(siasn.Value.CourseKinds));
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO siasn_exports (id, created_by, created_at, from_date, to_date, agency_code, institution, records, accepted, refused)
            VALUES ({id}, {user.Subject()}, {now}, {body.From}, {body.To}, {body.Agency}, {options.Value.Institution}, 0, 0, 0)
            """, cancellationToken);
        var records = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO siasn_records (export_id, certificate_id, line, course_kind, state)
            SELECT {id}, c.id, row_number() OVER (ORDER BY c.end_date, c.id), coalesce({kinds}::jsonb ->> c.category, c.category), 'exported'
            FROM certificates c
            WHERE c.end_date BETWEEN {body.From} AND {body.To} AND ({body.Agency}::text IS NULL OR c.agency_code = {body.Agency}) AND c.status = 'valid'
              AND NOT EXISTS (SELECT FROM siasn_records r WHERE r.certificate_id = c.id AND r.state <> 'refused')
            """, cancellationToken);
        await db.SiasnExports.Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Records, records), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/hr/siasn/exports/{id}", ExportView.Of(await db.SiasnExports.AsNoTracking().SingleAsync(e => e.Id == id, cancellationToken)));
    }

    /// <summary>One export or answer file at a time: they are few, and what one takes the other must not offer.</summary>
    public static Task LockSiasnAsync(this CertificationDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended('siasn', 10))", cancellationToken);
}
