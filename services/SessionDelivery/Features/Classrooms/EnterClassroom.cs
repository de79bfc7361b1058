using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Bpsdm.Documents;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Attendance;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <param name="Url">Where to go, now; whoever has it goes in under the caller's name.</param>
/// <param name="Role">moderator or participant.</param>
public sealed record EntranceResponse(Guid SessionId, Uri Url, string Role);

internal static class EnterClassroom
{
    public static async Task<Results<Ok<EntranceResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, HttpContext http, OfferingCache offerings, DeliveryDb db, ClassroomProviders providers, ClassroomStore store,
        IOptions<ClassroomOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is not { } session) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        var leads = await Teaching.LeadsAsync(http);
        var (participantId, refused) = leads ? (null, null) : await SeatOfAsync(db, id, http.User, cancellationToken);
        if (refused is not null) return refused;
        if (found.Offering.CancelledAt is not null) return Refusal.OfferingCancelled.ToProblem();
        if (found.Classrooms.GetValueOrDefault(sessionId) is not { } classroom) return ReadClassroom.NotFound();

        var now = time.Now();
        var (opens, closes) = leads
            ? (session.StartsAt - options.Value.LeadersBefore, session.EndsAt + options.Value.LeadersBefore)
            : (session.StartsAt - options.Value.OpensBefore, session.EndsAt);
        if (now < opens) return Problems.Conflict("classroom-not-open-yet", $"Kelas virtual sesi ini baru dibuka pada {Wib.Time(opens)}.");
        if (now > closes) return Problems.Conflict("classroom-closed", $"Sesi ini sudah berakhir pada {Wib.Time(session.EndsAt)}.");
        if (classroom.EndedAt is { } ended && !leads) return Problems.Conflict("classroom-ended", $"Kelas virtual ini sudah diakhiri oleh pengajar pada {Wib.Time(ended)}.");

        var provider = providers.Of(classroom.Kind);
        if (!provider.IsConfigured) return new ClassroomFault(FaultKind.Away).ToProblem();
        var visitor = participantId is { } seat ? await ParticipantAsync(db, seat, cancellationToken) : await LeaderAsync(db, sessionId, http.User, cancellationToken);
        var entrance = await provider.OpenAsync(new(classroom, $"{session.Title} - {found.Offering.ProgrammeTitle}", visitor, closes), cancellationToken);
        if (entrance.Fault is { } fault) return fault.ToProblem();

        if (participantId is not null) await store.EnteredAsync(sessionId, participantId.Value, now, cancellationToken);
        else if (classroom.EndedAt is not null) await EndClassroom.ReopenAsync(db, offerings, id, sessionId, cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new EntranceResponse(sessionId, entrance.Url!, leads ? "moderator" : "participant"));
    }

    private static async Task<(Guid? ParticipantId, ProblemHttpResult? Refused)> SeatOfAsync(DeliveryDb db, Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!user.IsInRole(Roles.Learner)) return (null, Problems.Forbidden("Anda tidak mengajar sesi ini."));
        if (user.Nip() is not { } nip) return (null, Answers.NoNip());
        var seat = await db.SeatOfAsync(id, nip, cancellationToken);
        return seat.Refusal is { } refusal ? (null, refusal.ToProblem()) : (seat.Value, null);
    }

    private static async Task<Visitor> ParticipantAsync(DeliveryDb db, Guid participantId, CancellationToken cancellationToken) => new(
        participantId.ToString(), await db.Seats.Where(s => s.ParticipantId == participantId).Select(s => s.Name).SingleAsync(cancellationToken), Leads: false);

    /// <summary>A classroom is told the name, and in place of a NIP what cannot be turned back into one.</summary>
    private static async Task<Visitor> LeaderAsync(DeliveryDb db, Guid sessionId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var name = user.Nip() is not { } nip ? null
            : await db.Set<SessionInstructorRow>().Where(i => i.SessionId == sessionId && i.InstructorId == nip).Select(i => i.Name).FirstOrDefaultAsync(cancellationToken);
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{sessionId}:{user.Subject()}"));
        return new($"pengajar-{Convert.ToHexStringLower(id.AsSpan(0, 12))}", name ?? (user.IsInRole(Roles.TrainingAdmin) ? "Penyelenggara" : "Pengajar"), Leads: true);
    }
}
