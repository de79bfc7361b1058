using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.Enrolment.Features;

public sealed record MyEnrolment(Guid Id, Guid OfferingId, string ProgrammeTitle, int Angkatan, DateTimeOffset ConfirmedAt)
{
    internal static async Task<MyEnrolment?> FindAsync(NpgsqlConnection connection, Guid offeringId, string nip, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT e.id, o.programme_title, o.angkatan, e.confirmed_at
            FROM enrolments e JOIN offerings o ON o.id = e.offering_id WHERE e.offering_id = $1 AND e.nip = $2
            """, connection) { Parameters = { new() { Value = offeringId }, new() { Value = nip } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new MyEnrolment(reader.GetGuid(0), offeringId, reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3))
            : null;
    }
}

public static class MyEnrolments
{
    public static async Task<Results<Ok<Page<MyEnrolment>>, ValidationProblem, ProblemHttpResult>> ListAsync(
        [AsParameters] PageQuery query, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Problems.Forbidden("Token tidak memuat NIP.");
        if (!query.TryRead(out var after, out var limit, out var problem)) return problem;
        var rows = await Describe(db, db.Enrolments.Where(e => e.Nip == nip && (after == null || e.Id > after))).Take(limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(PageQuery.Of(rows, limit, e => e.Id));
    }

    public static async Task<Results<Ok<MyEnrolment>, ProblemHttpResult>> GetAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken) =>
        user.Nip() is not { } nip ? Problems.Forbidden("Token tidak memuat NIP.")
        : await Describe(db, db.Enrolments.Where(e => e.Nip == nip && e.Id == id)).SingleOrDefaultAsync(cancellationToken) is { } enrolment ? TypedResults.Ok(enrolment)
        : Problems.NotFound("Pendaftaran");

    private static IQueryable<MyEnrolment> Describe(EnrolmentDb db, IQueryable<ConfirmedEnrolment> enrolments) =>
        from e in enrolments
        join o in db.Offerings on e.OfferingId equals o.Id
        orderby e.Id
        select new MyEnrolment(e.Id, o.Id, o.ProgrammeTitle, o.Angkatan, e.ConfirmedAt);
}
