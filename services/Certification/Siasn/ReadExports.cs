using System.ComponentModel;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Features;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Siasn;

/// <param name="Records">Course records in it: those accepted, refused, and not answered yet (<paramref name="Waiting"/>).</param>
public sealed record ExportView(
    Guid Id, DateOnly From, DateOnly To, string? Agency, DateTimeOffset CreatedAt, string CreatedBy, int Records, int Waiting, int Accepted, int Refused)
{
    internal static ExportView Of(SiasnExport e) => new(
        e.Id, e.FromDate, e.ToDate, e.AgencyCode, e.CreatedAt, e.CreatedBy, e.Records, e.Records - e.Accepted - e.Refused, e.Accepted, e.Refused);
}

/// <param name="Next">Cursor of the next page; null at the end.</param>
public sealed record ExportPage(IReadOnlyList<ExportView> Items, string? Next);

internal static class ReadExports
{
    private const int MaxLimit = 500;

    public static async Task<Results<Ok<ExportPage>, ValidationProblem>> ListAsync(
        [Description("Cursor `next` dari jawaban sebelumnya.")] string? after, [Description("1 sampai 500, bawaan 100.")] int? limit,
        CertificationDb db, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit) return Problems.Invalid("limit", $"limit harus 1 sampai {MaxLimit}.");
        var before = long.MaxValue;
        if (!string.IsNullOrEmpty(after) && !Cursor.TryRead(after, out before)) return Problems.Invalid("after", "after bukan cursor dari daftar ini.");
        var size = limit ?? 100;
        var exports = await db.SiasnExports.AsNoTracking().Where(e => e.Number < before).OrderByDescending(e => e.Number).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ExportPage(
            [.. exports.Take(size).Select(ExportView.Of)], exports.Count > size ? Cursor.Of(exports[size - 1].Number) : null));
    }

    public static async Task<Results<Ok<ExportView>, ProblemHttpResult>> GetAsync(Guid id, CertificationDb db, CancellationToken cancellationToken) =>
        await db.FindExportAsync(id, cancellationToken) is { } export ? TypedResults.Ok(ExportView.Of(export)) : NotFound(id);

    public static Task<SiasnExport?> FindExportAsync(this CertificationDb db, Guid id, CancellationToken cancellationToken) =>
        db.SiasnExports.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);

    public static ProblemHttpResult NotFound(Guid id) => Problems.NotFound($"Ekspor {id}");
}
