using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features;

/// <param name="Postings">The oldest first; the last one is the present one.</param>
public sealed record EmployeeHistory(string Nip, string Name, DateOnly? LeftAt, IReadOnlyList<Posting> Postings);

/// <param name="From">When (WIB) the register learned of it.</param>
/// <param name="To">When it learned of the next one, or the person left; null for a posting that lasts.</param>
public sealed record Posting(string AgencyCode, string? AgencyName, string Rank, string Position, DateOnly From, DateOnly? To);

public static class GetEmployeeHistory
{
    /// <summary>Where a person was posted, as HR's files told of it; an agency's admin sees that of their present employees.</summary>
    public static async Task<Results<Ok<EmployeeHistory>, ProblemHttpResult>> HandleAsync(
        string nip, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        if (!AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin, Roles.HrSystem)) return AgencyScope.NoAgency();
        var employee = await db.Employees.AsNoTracking().SingleOrDefaultAsync(e => e.Nip == nip, cancellationToken);
        if (employee is null) return Problems.NotFound("Pegawai");
        if (agency is not null && !string.Equals(employee.AgencyCode, agency, StringComparison.Ordinal))
            return Problems.Forbidden("Pegawai ini bukan dari perangkat daerah Anda.");

        var ended = await db.EmployeePostings.AsNoTracking().Where(p => p.Nip == nip).OrderBy(p => p.Id).ToListAsync(cancellationToken);
        var codes = ended.Select(p => p.AgencyCode).Append(employee.AgencyCode).ToArray();
        var names = await db.Agencies.Where(a => codes.Contains(a.Code)).ToDictionaryAsync(a => a.Code, a => a.Name, StringComparer.Ordinal, cancellationToken);
        return TypedResults.Ok(new EmployeeHistory(
            nip, employee.Name, employee.LeftAt,
            [
                .. ended.Select(p => Of(p.AgencyCode, p.Rank, p.Position, p.PostedFrom, p.PostedTo)),
                Of(employee.AgencyCode, employee.Rank, employee.Position, employee.PostedFrom, employee.LeftAt),
            ]));

        Posting Of(string code, string rank, string position, DateOnly from, DateOnly? to) => new(code, names.GetValueOrDefault(code), rank, position, from, to);
    }
}
