using Bpsdm.Certification.Data;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;
using Npgsql;

namespace Bpsdm.Certification.Consumers;

/// <summary>Keeps what is taught in an offering, for the second page. The first that is told of it stays: an offering keeps the curriculum it was scheduled with.</summary>
public sealed class KeepCurriculum(CertificationDb db, OutboxSignal outbox) : IConsumer<OfferingScheduled>
{
    public Task Consume(ConsumeContext<OfferingScheduled> context) =>
        db.HandleOnceAsync(context, outbox, "keep-curriculum", async connection =>
        {
            ScheduledModule[] modules = [.. context.Message.Modules.DistinctBy(m => m.Number)];
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO offering_modules (offering_id, number, title, jp, mode)
                SELECT $1, * FROM unnest($2, $3, $4, $5)
                WHERE NOT EXISTS (SELECT FROM offering_modules WHERE offering_id = $1) ON CONFLICT DO NOTHING
                """, connection)
            {
                Parameters =
                {
                    new() { Value = context.Message.OfferingId },
                    new() { Value = modules.Select(m => m.Number).ToArray() },
                    new() { Value = modules.Select(m => m.Title).ToArray() },
                    new() { Value = modules.Select(m => m.Jp).ToArray() },
                    new() { Value = modules.Select(m => m.Mode).ToArray() },
                },
            };
            await command.ExecuteNonQueryAsync(context.CancellationToken);
        });
}
