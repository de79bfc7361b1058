using System.Security.Claims;
using System.Security.Cryptography;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Attendance;

/// <param name="Mode">none or code.</param>
public sealed record CheckInSettingRequest(string? Mode);

public sealed record CheckInSettingResponse(Guid SessionId, string Mode);

internal sealed class CheckInSettingRequestValidator : AbstractValidator<CheckInSettingRequest>
{
    public CheckInSettingRequestValidator() =>
        RuleFor(r => r.Mode).Must(mode => mode is "none" or "code").WithMessage("Cara pencatatan kehadiran harus 'none' atau 'code'.");
}

internal static class SetCheckIn
{
    /// <summary>Other replicas follow within the life of their <see cref="OfferingCache"/>.</summary>
    public static async Task<Results<Ok<CheckInSettingResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, CheckInSettingRequest request, ClaimsPrincipal user, OfferingCache offerings, NpgsqlDataSource dataSource,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is null) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        if (found.Offering.CancelledAt is not null) return Refusal.OfferingCancelled.ToProblem();

        await using var command = dataSource.CreateCommand(
            """
            INSERT INTO session_settings (session_id, offering_id, asks_for_code, code_secret, set_at, set_by) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (session_id) DO UPDATE SET asks_for_code = excluded.asks_for_code, set_at = excluded.set_at, set_by = excluded.set_by
            WHERE session_settings.asks_for_code <> excluded.asks_for_code
            """);
        foreach (var value in (object[])
            [sessionId, id, request.Mode is "code", RandomNumberGenerator.GetBytes(CheckInCode.SecretBytes), time.Now().UtcDateTime, user.Subject()])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
        offerings.Forget(id);
        return TypedResults.Ok(new CheckInSettingResponse(sessionId, request.Mode!));
    }
}
