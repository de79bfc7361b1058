using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Attendance;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <param name="Kind">bigbluebutton, jitsi or link.</param>
/// <param name="Url">The https address, of a link and of nothing else.</param>
/// <param name="MinPercent">Share of the session that makes present; 0 where presence is only shown; 75 where it is not said.</param>
public sealed record ClassroomRequest(string? Kind, string? Url, short? MinPercent);

internal sealed class ClassroomRequestValidator : AbstractValidator<ClassroomRequest>
{
    public ClassroomRequestValidator()
    {
        RuleFor(r => r.Kind).Must(kind => kind is Classroom.BigBlueButton or Classroom.Jitsi or Classroom.Link)
            .WithMessage("Jenis kelas virtual harus 'bigbluebutton', 'jitsi' atau 'link'.");
        RuleFor(r => r.Url).Must(IsLink).When(r => r.Kind is Classroom.Link).WithMessage("Alamat rapat wajib berupa alamat https yang lengkap, paling panjang 2.000 karakter.");
        RuleFor(r => r.Url).Null().When(r => r.Kind is not Classroom.Link).WithMessage("Alamat hanya disebut untuk jenis 'link'.");
        RuleFor(r => r.MinPercent).InclusiveBetween((short)0, (short)100).WithMessage("Batas kehadiran harus antara 0 dan 100 persen dari lama sesi.");
    }

    private static bool IsLink(string? url) =>
        url is { Length: <= 2_000 } && Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "https", UserInfo: "" };
}

/// <summary>Sets a session's classroom. Other replicas follow within the life of their <see cref="OfferingCache"/>.</summary>
internal static class SetClassroom
{
    private const short DefaultMinPercent = 75;

    public static async Task<Results<Ok<ClassroomResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, ClassroomRequest request, ClaimsPrincipal user, OfferingCache offerings, ClassroomProviders providers,
        NpgsqlDataSource dataSource, IOptions<ClassroomOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is not { } session) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        if (found.Offering.CancelledAt is not null) return Refusal.OfferingCancelled.ToProblem();
        if (session.Mode is "face-to-face") return Problems.Unprocessable("session-face-to-face", "Sesi ini tatap muka, sehingga tidak mempunyai kelas virtual.");
        var provider = providers.Of(request.Kind!);
        if (!provider.IsConfigured) return Problems.Conflict("classroom-not-configured", $"Server kelas virtual '{request.Kind}' belum diatur pada platform ini.");
        if (!provider.TellsPresence && request.MinPercent > 0)
            return Problems.Unprocessable("presence-not-told", $"Kelas virtual '{request.Kind}' di sini tidak memberitahukan siapa yang hadir; catat kehadiran dengan kode.");

        var minPercent = provider.TellsPresence ? request.MinPercent ?? DefaultMinPercent : (short)0;
        await WriteAsync(
            dataSource, [sessionId, id, request.Kind!, request.Url, minPercent, time.Now().UtcDateTime, user.Subject(), (session.EndsAt + options.Value.NoticeGrace).UtcDateTime],
            cancellationToken);
        offerings.Forget(id);
        found = await offerings.GetAsync(id, cancellationToken);
        return TypedResults.Ok(ClassroomResponse.Of(found!.Classrooms[sessionId], session, options.Value));
    }

    /// <summary>Where the share is another one than before, who was there is looked at anew.</summary>
    private static async Task WriteAsync(NpgsqlDataSource dataSource, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            WITH changed AS (
              INSERT INTO classrooms (session_id, offering_id, kind, url, min_percent, set_at, set_by) VALUES ($1, $2, $3, $4::text, $5, $6, $7)
              ON CONFLICT (session_id) DO UPDATE
              SET kind = excluded.kind, url = excluded.url, min_percent = excluded.min_percent, set_at = excluded.set_at, set_by = excluded.set_by
              WHERE (classrooms.kind, classrooms.url, classrooms.min_percent) IS DISTINCT FROM (excluded.kind, excluded.url, excluded.min_percent)
              RETURNING session_id
            )
            INSERT INTO presence_dues (session_id, participant_id, offering_id, due_at)
            SELECT DISTINCT $1, participant_id, $2, $8 FROM classroom_notices WHERE session_id IN (SELECT session_id FROM changed) AND kind IN (1, 2)
            ORDER BY participant_id
            ON CONFLICT (session_id, participant_id) DO UPDATE SET due_at = least(presence_dues.due_at, excluded.due_at)
            """);
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
