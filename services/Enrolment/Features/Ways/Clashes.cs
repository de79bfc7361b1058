using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Ways;

/// <param name="Id">The participant's enrolment in the offering that was asked about.</param>
/// <param name="ClashesWith">Offerings that they have a seat in, with a session at the same time.</param>
public sealed record ClashResponse(Guid Id, string Nip, string Name, string AgencyCode, IReadOnlyList<Guid> ClashesWith);

/// <summary>Participants with a session elsewhere at the same time: what a postponement may have brought about.</summary>
public static class Clashes
{
    // First the few offerings that overlap, then the participants page by page: the work follows the page, not the offering.
    private const string Sql =
        """
        SELECT p.id, p.nip, e.name, p.agency_code, array_agg(x.offering_id ORDER BY x.offering_id)
        FROM enrolments p
        JOIN employees e ON e.nip = p.nip
        JOIN enrolments x ON x.nip = p.nip AND x.status = 'confirmed' AND x.offering_id = ANY (ARRAY(
          SELECT DISTINCT theirs.offering_id FROM offering_sessions ours
          JOIN offering_sessions theirs ON theirs.during && ours.during AND theirs.offering_id <> ours.offering_id
          WHERE ours.offering_id = @offering))
        WHERE p.offering_id = @offering AND p.status = 'confirmed' AND (@after IS NULL OR p.id > @after) AND (@agency IS NULL OR p.agency_code = @agency)
        GROUP BY p.id, e.name ORDER BY p.id LIMIT @limit
        """;

    public static async Task<Results<Ok<Page<ClashResponse>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid offeringId, [AsParameters] PageQuery query, ClaimsPrincipal user, EnrolmentDb db, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (!query.TryRead(out var after, out var limit, out var problem)) return problem;
        if (!AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin)) return AgencyScope.NoAgency();
        if (!await db.Offerings.AnyAsync(o => o.Id == offeringId, cancellationToken)) return Problems.NotFound("Angkatan");

        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new("offering", offeringId));
        command.Parameters.Add(new("after", NpgsqlDbType.Uuid) { Value = (object?)after ?? DBNull.Value });
        command.Parameters.Add(new("agency", NpgsqlDbType.Text) { Value = (object?)agency ?? DBNull.Value });
        command.Parameters.Add(new("limit", limit + 1));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<ClashResponse>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new ClashResponse(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<Guid[]>(4)));
        return TypedResults.Ok(PageQuery.Of(rows, limit, r => r.Id));
    }
}
