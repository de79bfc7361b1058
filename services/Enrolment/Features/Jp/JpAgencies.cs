using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Tables;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Jp;

/// <param name="Behind">Who has not earned their right yet, by NIP.</param>
public sealed record JpAgencyResponse(int Year, JpSummary Summary, Page<JpBehind> Behind);

public sealed record JpBehind(string Nip, string Name, EmploymentKind Kind, string Rank, string Position, int Jp, int Right, int Missing);

/// <summary>An agency's learning hours in a year, and who is behind.</summary>
public static class JpAgencies
{
    private static readonly string[] Columns = ["nip", "name", "kind", "rank", "position", "jp", "right", "missing"];

    public static async Task<Results<Ok<JpAgencyResponse>, PushStreamHttpResult, ValidationProblem, ProblemHttpResult>> HandleAsync(
        string code, [AsParameters] JpQuery query, ClaimsPrincipal user, EnrolmentDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!query.TryRead(time, out var view, out var problem)) return problem;
        if (!AgencyScope.TryRead(user, out var own, Roles.TrainingAdmin, Roles.HrSystem)) return AgencyScope.NoAgency();
        if (own is not null && !string.Equals(own, code, StringComparison.Ordinal)) return Problems.Forbidden("Bukan perangkat daerah Anda.");

        var rights = await JpRights.InAsync(view.Year, db, cancellationToken);
        if (await JpSummary.ReadAsync(view.Year, code, rights, db, cancellationToken) is not [var summary]) return Problems.NotFound("Perangkat daerah");
        if (view.Format != TableFormat.Json)
        {
            var rows = Behind(db, code, view with { After = null }, rights).AsAsyncEnumerable()
                .Select(b => new object?[] { b.Nip, b.Name, b.Kind == EmploymentKind.Pns ? "PNS" : "PPPK", b.Rank, b.Position, b.Jp, b.Right, b.Missing });
            return TableFile.Of(view.Format, $"jp-{code}-{view.Year}", Columns, rows, cancellationToken);
        }
        var behind = await Behind(db, code, view, rights).Take(view.Limit + 1).ToListAsync(cancellationToken);
        var next = behind.Count > view.Limit ? behind[view.Limit - 1].Nip : null;
        return TypedResults.Ok(new JpAgencyResponse(view.Year, summary, new Page<JpBehind>([.. behind.Take(view.Limit)], next)));
    }

    // Along the index of the agency's serving employees and that of the accounts, both from where the page begins.
    private static IQueryable<JpBehind> Behind(EnrolmentDb db, string agency, JpView view, JpRights rights)
    {
        var (year, after, pns, pppk) = (view.Year, view.After, rights.Pns ?? 0, rights.Pppk ?? 0);
        var employees = db.Employees.AsNoTracking().Where(e => e.AgencyCode == agency && e.LeftAt == null);
        var accounts = db.JpAccounts.AsNoTracking().Where(a => a.Year == year);
        if (after is not null)
        {
#pragma warning disable CA1309 // It becomes SQL, where the column's collation is that of its bytes.
            employees = employees.Where(e => string.Compare(e.Nip, after) > 0);
            accounts = accounts.Where(a => string.Compare(a.Nip, after) > 0);
#pragma warning restore CA1309
        }
        return
            from e in employees
            join a in accounts on e.Nip equals a.Nip into own
            from a in own.DefaultIfEmpty()
            let jp = (int?)a!.Jp ?? 0
            let right = e.Kind == EmploymentKind.Pns ? pns : pppk
            where jp < right
            orderby e.Nip
            select new JpBehind(e.Nip, e.Name, e.Kind, e.Rank, e.Position, jp, right, right - jp);
    }
}
