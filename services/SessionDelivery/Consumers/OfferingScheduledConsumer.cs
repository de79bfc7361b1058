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
        db.HandleOnceAsync(context, signal, "delivery-offerings", async _ =>
        {
            // The same fact may come in another message; two of them at once end at the primary key and a retry.
            if (await db.Offerings.AnyAsync(o => o.Id == context.Message.OfferingId, context.CancellationToken)) return;
            db.Offerings.Add(From(context.Message));
        });

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
            scheduled.Completion.PassingGrade, scheduled.Completion.MaxAttempts),
        Modules = [.. scheduled.Modules.OrderBy(m => m.Number).Select(m => new Module(m.ModuleId, m.Number, m.Title, m.Jp, m.Mode))],
        Sessions =
        [
            .. scheduled.Sessions.OrderBy(s => s.StartsAt).ThenBy(s => s.Number).Select(s => new Session(
                s.SessionId, s.ModuleId, s.Number, s.Title, s.Mode, s.StartsAt.ToUniversalTime(), s.EndsAt.ToUniversalTime())),
        ],
        ScheduledAt = scheduled.ScheduledAt.ToUniversalTime(),
    };
}
