using System.Security.Claims;
using System.Text.Json;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Imports;
using Bpsdm.Enrolment.Features.Seating;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Ways;

/// <summary>One employee (<paramref name="Nip"/>) or several (<paramref name="Nips"/>, at most 500).</summary>
public sealed record NominationRequest(string? Nip, IReadOnlyList<string>? Nips);

/// <param name="Outcome">confirmed, waitlisted, already_enrolled, or the rule that forbids it.</param>
/// <param name="Reason">In Indonesian.</param>
/// <param name="EnrolmentId">Where they are in by this request.</param>
public sealed record NominationOutcome(string Nip, string Outcome, string Reason, Guid? EnrolmentId);

/// <param name="Nominations">In the order of the request.</param>
public sealed record NominationResponse(Guid OfferingId, IReadOnlyList<NominationOutcome> Nominations);

public static class NominateByHand
{
    public const int MaxNips = 500;

    /// <summary>
    /// Nominates employees named in JSON, at once; an agency's admin only those of the agency. A body in CSV is an upload
    /// (<see cref="NominateParticipants"/>). Who was told of by name alone and may not take part is a problem; in a list
    /// each has an outcome of their own.
    /// </summary>
    public static async Task<IResult> HandleAsync(
        Guid offeringId, HttpRequest request, ClaimsPrincipal user, EnrolmentDb db, ImportUpload upload, NpgsqlDataSource dataSource, OutboxSignal signal,
        EnrolmentMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType()) return await NominateParticipants.HandleAsync(offeringId, request, user, db, upload, time, cancellationToken);
        if (!AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin)) return AgencyScope.NoAgency();
        var body = await ReadAsync(request, cancellationToken);
        if (Invalid(body) is { } invalid) return invalid;

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await SeatedOffering.LockAsync(connection, offeringId, cancellationToken) is not { } offering) return Problems.NotFound("Angkatan");
        var now = time.GetUtcNow();
        if (offering.IsCancelled) return EnrolmentClosed.Cancelled();
        if (!offering.Window.IsOpenAt(now)) return EnrolmentClosed.Problem(offering.Window, now);

        string[] nips = body!.Nip is { } one ? [one] : [.. body.Nips!];
        var results = await SeatCandidates.RunAsync(
            connection, offering, Candidates.List(nips), Entrance.Nomination(user.Subject(), agency), now, cancellationToken);
        if (body.Nip is not null && Outcomes.IsRejection(results[0].Outcome)) return new NoSeat(results[0].Outcome).ToProblem();

        var confirmed = await connection.PublishConfirmedAsync(offeringId, results, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Set();
        if (confirmed > 0) metrics.Confirmed(confirmed, "nomination");
        return TypedResults.Ok(new NominationResponse(
            offeringId, [.. results.Select(r => new NominationOutcome(r.Nip, r.Outcome, Outcomes.Reason(r.Outcome), r.EnrolmentId))]));
    }

    private static async Task<NominationRequest?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFromJsonAsync<NominationRequest>(cancellationToken);
        }
        catch (JsonException e)
        {
            // As the framework says it of a body that it binds itself.
            throw new BadHttpRequestException("The body is no JSON of this shape.", StatusCodes.Status400BadRequest, e);
        }
    }

    private static IResult? Invalid(NominationRequest? body)
    {
        if (body is null or { Nip: null, Nips: null }) return Problems.Invalid("nip", "Sebutkan 'nip' atau 'nips'.");
        if (body is { Nip: not null, Nips: not null }) return Problems.Invalid("nips", "Sebutkan 'nip' atau 'nips', tidak keduanya.");
        if (body.Nip is not null) return Nip.TryParse(body.Nip, out _) ? null : Problems.Invalid("nip", Outcomes.Reason(Outcomes.MalformedNip));
        if (body.Nips!.Count is < 1 or > MaxNips) return Problems.Invalid("nips", $"Harus memuat 1 sampai {MaxNips} NIP.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < body.Nips.Count; i++)
        {
            if (!Nip.TryParse(body.Nips[i], out _)) return Problems.Invalid($"nips[{i}]", Outcomes.Reason(Outcomes.MalformedNip));
            if (!seen.Add(body.Nips[i])) return Problems.Invalid($"nips[{i}]", "NIP sudah disebut sebelumnya dalam daftar ini.");
        }
        return null;
    }
}
