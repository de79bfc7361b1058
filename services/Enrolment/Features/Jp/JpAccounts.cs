using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Tables;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Jp;

/// <param name="Jp">Learning hours earned in the year.</param>
/// <param name="Right">Learning hours that the person has a right to in the year; null where no rule is known.</param>
/// <param name="Missing">What is left of the right; null with it.</param>
public sealed record JpAccountResponse(
    string Nip, string Name, EmploymentKind Kind, string AgencyCode, int Year, int Jp, int? Right, int? Missing,
    IReadOnlyList<JpEntryResponse> Certificates);

public sealed record JpEntryResponse(Guid CertificateId, string Number, string Kind, int Jp, DateTimeOffset CompletedAt);

/// <summary>One person's learning hours in a year, with the certificates that they come from.</summary>
public static class JpAccounts
{
    private static readonly string[] Columns = ["certificate_number", "certificate_kind", "completed_on", "jp"];

    public static Task<Results<Ok<JpAccountResponse>, PushStreamHttpResult, ValidationProblem, ProblemHttpResult>> GetMineAsync(
        [AsParameters] JpQuery query, ClaimsPrincipal user, EnrolmentDb db, TimeProvider time, CancellationToken cancellationToken) =>
        GetAsync(user.Nip(), null, query, db, time, cancellationToken);

    public static async Task<Results<Ok<JpAccountResponse>, PushStreamHttpResult, ValidationProblem, ProblemHttpResult>> GetOfAsync(
        string nip, [AsParameters] JpQuery query, ClaimsPrincipal user, EnrolmentDb db, TimeProvider time, CancellationToken cancellationToken) =>
        AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin, Roles.HrSystem)
            ? await GetAsync(nip, agency, query, db, time, cancellationToken)
            : AgencyScope.NoAgency();

    private static async Task<Results<Ok<JpAccountResponse>, PushStreamHttpResult, ValidationProblem, ProblemHttpResult>> GetAsync(
        string? nip, string? agency, JpQuery query, EnrolmentDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (nip is null) return Problems.Forbidden("Token tidak memuat NIP.");
        if (!query.TryRead(time, out var view, out var problem)) return problem;
        var employee = await db.Employees.AsNoTracking().SingleOrDefaultAsync(e => e.Nip == nip, cancellationToken);
        if (employee is null) return Problems.NotFound("Pegawai");
        if (agency is not null && !string.Equals(employee.AgencyCode, agency, StringComparison.Ordinal))
            return Problems.Forbidden("Pegawai ini bukan dari perangkat daerah Anda.");

        var entries = await db.JpEntries.AsNoTracking().Where(e => e.Nip == nip && e.Year == view.Year && e.RevokedAt == null).OrderBy(e => e.CompletedAt).ThenBy(e => e.CertificateId)
            .Select(e => new JpEntryResponse(e.CertificateId, e.Number, e.Kind, e.Jp, e.CompletedAt)).ToListAsync(cancellationToken);
        if (view.Format != TableFormat.Json)
        {
            var rows = entries.Select(e => new object?[] { e.Number, e.Kind, $"{Wib.DateOf(e.CompletedAt):yyyy-MM-dd}", e.Jp }).ToAsyncEnumerable();
            return TableFile.Of(view.Format, $"jp-{nip}-{view.Year}", Columns, rows, cancellationToken);
        }
        var jp = await db.JpAccounts.Where(a => a.Nip == nip && a.Year == view.Year).Select(a => a.Jp).SingleOrDefaultAsync(cancellationToken);
        var right = (await JpRights.InAsync(view.Year, db, cancellationToken)).Of(employee.Kind);
        return TypedResults.Ok(new JpAccountResponse(
            nip, employee.Name, employee.Kind, employee.AgencyCode, view.Year, jp, right, right is { } due ? Math.Max(0, due - jp) : null, entries));
    }
}
