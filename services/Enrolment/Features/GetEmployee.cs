using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features;

public sealed record EmployeeResponse(
    string Nip, string Name, string? BirthPlace, DateOnly BirthDate, EmploymentKind Kind, string AgencyCode, string AgencyName,
    string Rank, string Position, string? StaffGroup, DateOnly PostedFrom, DateOnly? LeftAt, DateTimeOffset UpdatedAt);

public static class GetEmployee
{
    public static async Task<Results<Ok<EmployeeResponse>, ProblemHttpResult>> HandleAsync(
        string nip, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        if (!AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin, Roles.HrSystem)) return AgencyScope.NoAgency();
        var employee = await (
            from e in db.Employees.AsNoTracking()
            where e.Nip == nip
            join a in db.Agencies on e.AgencyCode equals a.Code
            select new EmployeeResponse(
                e.Nip, e.Name, e.BirthPlace, e.BirthDate, e.Kind, e.AgencyCode, a.Name, e.Rank, e.Position, e.StaffGroup,
                e.PostedFrom, e.LeftAt, e.UpdatedAt))
            .SingleOrDefaultAsync(cancellationToken);
        if (employee is null) return Problems.NotFound("Pegawai");
        return agency is null || string.Equals(employee.AgencyCode, agency, StringComparison.Ordinal)
            ? TypedResults.Ok(employee)
            : Problems.Forbidden("Pegawai ini bukan dari perangkat daerah Anda.");
    }
}
