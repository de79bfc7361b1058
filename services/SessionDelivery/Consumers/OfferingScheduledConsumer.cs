using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Consumers;

public sealed class OfferingScheduledConsumer(DeliveryDb db, OutboxSignal signal) : IConsumer<OfferingScheduled>
{
    public Task Consume(ConsumeContext<OfferingScheduled> context) =>
        db.HandleOnceAsync(context, signal, "delivery-offerings", async connection =>
        {
            var id = context.Message.OfferingId;
            await OfferingLocks.TakeAsync(connection, id, context.CancellationToken);
            // The same fact may come in another message.
            if (await db.Offerings.AnyAsync(o => o.Id == id, context.CancellationToken)) return;
            var offering = From(context.Message);
            (await db.News.FindAsync([id], context.CancellationToken))?.ApplyTo(offering);
            db.Offerings.Add(offering);
        });

    internal static List<Session> SessionsOf(IEnumerable<ScheduledSession> sessions) =>
    [
        .. sessions.OrderBy(s => s.StartsAt).ThenBy(s => s.Number).Select(s => new Session(
            s.SessionId, s.ModuleId, s.Number, s.Title, s.Mode, s.StartsAt.ToUniversalTime(), s.EndsAt.ToUniversalTime())),
    ];

    private static Offering From(OfferingScheduled scheduled) => new()
    {
        Id = scheduled.OfferingId,
        ProgrammeCode = scheduled.ProgrammeCode,
        ProgrammeTitle = scheduled.ProgrammeTitle,
        Category = scheduled.Category,
        Angkatan = scheduled.Angkatan,
        Year = scheduled.Year,
        Jp = scheduled.Jp,
        DeliveryMode = scheduled.DeliveryMode,
        Place = scheduled.Place,
        StartDate = scheduled.StartDate,
        EndDate = scheduled.EndDate,
        Rule = new(
            scheduled.Completion.MinAttendancePercent, scheduled.Completion.AllModulesRequired,
            scheduled.Completion.PassingGrade, scheduled.Completion.MaxAttempts, scheduled.Completion.EvaluationRequired),
        Modules = [.. scheduled.Modules.OrderBy(m => m.Number).Select(m => new Module(m.ModuleId, m.Number, m.Title, m.Jp, m.Mode))],
        Sessions = SessionsOf(scheduled.Sessions),
        ScheduledAt = scheduled.ScheduledAt.ToUniversalTime(),
    };
}
