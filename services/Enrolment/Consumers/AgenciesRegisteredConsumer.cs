using Bpsdm.Contracts.Catalogue;
using Bpsdm.Enrolment.Data;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;
using Npgsql;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>Keeps the names of the agencies, which the register refers to and the confirmed facts carry.</summary>
public sealed class AgenciesRegisteredConsumer(EnrolmentDb db, OutboxSignal signal) : IConsumer<AgenciesRegistered>
{
    public Task Consume(ConsumeContext<AgenciesRegistered> context) =>
        db.HandleOnceAsync(context, signal, "agencies", async connection =>
        {
            // One row a code: a statement may not touch a row twice, and the last name in the message counts.
            var agencies = context.Message.Agencies.GroupBy(a => a.Code, StringComparer.Ordinal).Select(g => g.Last()).ToArray();
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO agencies (code, name)
                SELECT code, name FROM unnest($1, $2) AS a(code, name) ORDER BY code
                ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE agencies.name <> excluded.name
                """, connection)
            {
                Parameters =
                {
                    new() { Value = agencies.Select(a => a.Code).ToArray() },
                    new() { Value = agencies.Select(a => a.Name).ToArray() },
                },
            };
            await command.ExecuteNonQueryAsync(context.CancellationToken);
        });
}
