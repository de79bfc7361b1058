using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Ways;

/// <param name="Position">1 is the first of the offering's wait list.</param>
/// <param name="Reason">Why they wait and what the order is, in Indonesian.</param>
public sealed record WaitingPlace(int Position, string Reason)
{
    internal static WaitingPlace Of(int position, bool quotaFull) => new(
        position,
        $"{(quotaFull ? "Kuota perangkat daerah penuh" : "Kursi angkatan penuh")}; {position - 1} orang masuk daftar tunggu lebih dahulu. Urutan menurut waktu masuk; yang kuota perangkat daerahnya penuh dilewati.");
}

public sealed record WaitingResponse(Guid Id, string Nip, string Name, string AgencyCode, DateTimeOffset RequestedAt, WaitingPlace Place);

public static class WaitList
{
    // The positions of a page are counted in one pass over the list, whoever of it the page shows.
    private const string Sql =
        """
        SELECT w.id, w.nip, e.name, w.agency_code, w.requested_at, w.position, COALESCE(q.seats_taken >= q.seats, false)
        FROM (
          SELECT id, nip, agency_code, requested_at, queue_number, row_number() OVER (ORDER BY queue_number)::int AS position
          FROM enrolments WHERE offering_id = @offering AND status = 'waiting') w
        JOIN employees e ON e.nip = w.nip
        LEFT JOIN agency_quotas q ON q.offering_id = @offering AND q.agency_code = w.agency_code
        WHERE w.queue_number > @after AND (@agency IS NULL OR w.agency_code = @agency)
        ORDER BY w.queue_number LIMIT @limit
        """;

    /// <summary>Who waits, in their order; an agency's admin sees the agency's, at their places among all.</summary>
    public static async Task<Results<Ok<Page<WaitingResponse>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid offeringId, [AsParameters] PageQuery query, ClaimsPrincipal user, EnrolmentDb db, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (!query.TryRead(out var after, out var limit, out var problem)) return problem;
        if (!AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin)) return AgencyScope.NoAgency();
        if (!await db.Offerings.AnyAsync(o => o.Id == offeringId, cancellationToken)) return Problems.NotFound("Angkatan");
        // The cursor may have left the list meanwhile: its number says where it was.
        var number = after is null ? 0 : await db.Enrolments.Where(e => e.Id == after && e.OfferingId == offeringId).Select(e => e.QueueNumber).SingleOrDefaultAsync(cancellationToken);
        if (number is null) return Problems.Invalid("after", "Bukan kursor dari halaman sebelumnya.");

        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new("offering", offeringId));
        command.Parameters.Add(new("after", number.Value));
        command.Parameters.Add(new("agency", NpgsqlDbType.Text) { Value = (object?)agency ?? DBNull.Value });
        command.Parameters.Add(new("limit", limit + 1));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<WaitingResponse>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new WaitingResponse(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4),
                WaitingPlace.Of(reader.GetInt32(5), reader.GetBoolean(6))));
        return TypedResults.Ok(PageQuery.Of(rows, limit, r => r.Id));
    }
}
