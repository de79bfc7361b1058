using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Seating;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Ways;

/// <summary>Who may take a step of an enrolment.</summary>
[Flags]
internal enum Actors
{
    /// <summary>The learner whose enrolment it is.</summary>
    Owner = 1,

    /// <summary>The admin of the agency that they enrolled from.</summary>
    Agency = 2,
    TrainingAdmin = 4,
    All = Owner | Agency | TrainingAdmin,
}

/// <param name="AcceptUntil">Until when an offered seat can be accepted.</param>
public sealed record EnrolmentResponse(
    Guid Id, Guid OfferingId, string Nip, string AgencyCode, EnrolmentStatus Status,
    DateTimeOffset RequestedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? AcceptUntil);

/// <summary>An enrolment whose offering this transaction has locked: nothing else happens to it until the commit.</summary>
internal sealed record OpenEnrolment(
    NpgsqlConnection Connection, EmployeeEnrolment Enrolment, SeatedOffering Offering, SeatedOffering? Other, string By, DateTimeOffset Now)
{
    /// <summary>The enrolment that the answer shows.</summary>
    public Guid AnswerId { get; set; } = Enrolment.Id;
}

/// <summary>Where one enrolment takes its next step: the same lock, the same check of who asks, the same commit for each.</summary>
public sealed class EnrolmentDesk(NpgsqlDataSource dataSource, OutboxSignal signal, TimeProvider time)
{
    private const string Columns = "id, offering_id, nip, agency_code, status, needs_approval, fact_id, requested_at, confirmed_at, accept_until";

    /// <summary>Takes the step, unless <paramref name="step"/> names a rule that forbids it; then nothing changes.</summary>
    internal async Task<Results<Ok<EnrolmentResponse>, ProblemHttpResult>> StepAsync(
        Guid id, ClaimsPrincipal user, Actors actors, Func<OpenEnrolment, Task<SeatRule?>> step, CancellationToken cancellationToken, Guid? other = null)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Its offering never changes, so it can be read before the lock; everything else is read after.
        if (await FindAsync(connection, id, cancellationToken) is not { } before) return Problems.NotFound("Pendaftaran");
        if (Denied(before, user, actors) is { } denied) return denied;
        var locked = await SeatedOffering.LockAsync(connection, other is { } o ? [before.OfferingId, o] : [before.OfferingId], cancellationToken);
        if (other is not null && locked.TrueForAll(l => l.Id != other)) return Problems.NotFound("Angkatan");

        var enrolment = await FindAsync(connection, id, cancellationToken);
        var open = new OpenEnrolment(
            connection, enrolment!, locked.Single(l => l.Id == before.OfferingId), locked.Find(l => l.Id == other), user.Subject(), time.GetUtcNow());
        if (await step(open) is { } broken) return broken.ToProblem();

        var after = await FindAsync(connection, open.AnswerId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Set();
        return TypedResults.Ok(ToResponse(after!));
    }

    internal static EnrolmentResponse ToResponse(EmployeeEnrolment e) =>
        new(e.Id, e.OfferingId, e.Nip, e.AgencyCode, e.Status, e.RequestedAt, e.ConfirmedAt, e.AcceptUntil);

    /// <summary>A learner learns nothing of others' enrolments, not even that they exist.</summary>
    internal static ProblemHttpResult? Denied(EmployeeEnrolment enrolment, ClaimsPrincipal user, Actors actors)
    {
        if (actors.HasFlag(Actors.TrainingAdmin) && user.IsInRole(Roles.TrainingAdmin)) return null;
        if (actors.HasFlag(Actors.Owner) && user.IsInRole(Roles.Learner) && string.Equals(user.Nip(), enrolment.Nip, StringComparison.Ordinal)) return null;
        if (!actors.HasFlag(Actors.Agency) || !user.IsInRole(Roles.AgencyAdmin)) return Problems.NotFound("Pendaftaran");
        return string.Equals(user.Agency(), enrolment.AgencyCode, StringComparison.Ordinal)
            ? null
            : Problems.Forbidden("Pendaftaran ini bukan dari perangkat daerah Anda.");
    }

    private static async Task<EmployeeEnrolment?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {Columns} FROM enrolments WHERE id = $1", connection) { Parameters = { new() { Value = id } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? null : new EmployeeEnrolment
        {
            Id = reader.GetGuid(0),
            OfferingId = reader.GetGuid(1),
            Nip = reader.GetString(2),
            AgencyCode = reader.GetString(3),
            Status = KebabCase<EnrolmentStatus>.Read(reader.GetString(4)),
            NeedsApproval = reader.GetBoolean(5),
            FactId = reader.GetGuid(6),
            RequestedAt = reader.GetFieldValue<DateTimeOffset>(7),
            ConfirmedAt = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
            AcceptUntil = reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9),
        };
    }
}
