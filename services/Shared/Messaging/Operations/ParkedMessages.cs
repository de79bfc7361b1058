using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Bpsdm.Messaging.Operations;

/// <summary>A message of the outbox that was given up on. Its body stays where it is: it may hold personal data.</summary>
/// <param name="MessageId">The id that every consumer knows it by.</param>
/// <param name="Type">Its urn.</param>
/// <param name="Reason">Why it could not be published, without long numbers.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Held">Messages behind it that wait because they are about the same thing.</param>
/// <param name="OccurredAt">When it was written.</param>
/// <param name="ParkedAt">When it was given up on.</param>
public sealed record ParkedMessage(
    Guid MessageId, string Type, string Reason, short Attempts, long Held, DateTimeOffset OccurredAt, DateTimeOffset ParkedAt);

/// <param name="Messages">The oldest first.</param>
/// <param name="Next">Ask with it as <c>after</c> for more; null at the end.</param>
public sealed record ParkedMessagesPage(IReadOnlyList<ParkedMessage> Messages, long? Next);

/// <param name="Released">Messages that are on their way again; 0 where they already were.</param>
public sealed record Release(int Released);

/// <summary>The operator's view of what a service's outbox has parked. All of it is by operators only.</summary>
public static class ParkedMessages
{
    private const int PageSize = 50;
    private const int MaxPageSize = 200;

    /// <param name="app">The service.</param>
    /// <param name="service">Its name in paths, for example <c>enrolment</c>.</param>
    public static void MapParkedMessages(this IEndpointRouteBuilder app, string service)
    {
        var parked = app.MapGroup($"/api/{service}/operations").RequireRoles(Roles.Operator).WithTags("Operasi");
        parked.MapGet("/parked-messages", ListAsync).ProducesProblem(StatusCodes.Status400BadRequest);
        parked.MapPost("/parked-messages/release", ReleaseAllAsync);
        parked.MapPost("/parked-messages/{messageId:guid}/release", ReleaseAsync).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ParkedMessagesPage>, ValidationProblem>> ListAsync(
        NpgsqlDataSource dataSource, CancellationToken cancellationToken, long after = 0, int limit = PageSize)
    {
        if (limit is < 1 or > MaxPageSize) return Problems.Invalid(nameof(limit), $"Antara 1 dan {MaxPageSize}.");
        await using var command = dataSource.CreateCommand(
            """
            SELECT p.id, p.message_id, p.type, p.error, p.attempts, p.occurred_at, p.parked_at,
                   (SELECT count(*) FROM messaging.outbox_messages h WHERE h.lane = p.lane AND h.aggregate_id = p.aggregate_id AND h.id > p.id)
            FROM messaging.outbox_messages p WHERE p.parked_at IS NOT NULL AND p.id > $1 ORDER BY p.id LIMIT $2
            """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var messages = new List<ParkedMessage>();
        var last = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            last = reader.GetInt64(0);
            messages.Add(new ParkedMessage(
                reader.GetGuid(1), reader.GetString(2), Reasons.Shown(reader.IsDBNull(3) ? null : reader.GetString(3)), reader.GetInt16(4), reader.GetInt64(7),
                reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6)));
        }
        return TypedResults.Ok(new ParkedMessagesPage(messages, messages.Count == limit ? last : null));
    }

    private static async Task<Ok<Release>> ReleaseAllAsync(NpgsqlDataSource dataSource, OutboxSignal signal, CancellationToken cancellationToken) =>
        TypedResults.Ok(await UnparkAsync(dataSource, signal, messageId: null, cancellationToken));

    private static async Task<Results<Ok<Release>, ProblemHttpResult>> ReleaseAsync(
        Guid messageId, NpgsqlDataSource dataSource, OutboxSignal signal, CancellationToken cancellationToken)
    {
        var release = await UnparkAsync(dataSource, signal, messageId, cancellationToken);
        return release.Released > 0 || await WaitsAsync(dataSource, messageId, cancellationToken)
            ? TypedResults.Ok(release)
            : Problems.NotFound($"Pesan {messageId} di outbox (mungkin sudah terkirim)");
    }

    /// <summary>With all its attempts before it again. The relay takes it up at once, and what it held back after it.</summary>
    private static async Task<Release> UnparkAsync(NpgsqlDataSource dataSource, OutboxSignal signal, Guid? messageId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            UPDATE messaging.outbox_messages SET parked_at = NULL, attempts = 0, next_attempt_at = NULL, error = NULL
            WHERE parked_at IS NOT NULL AND ($1::uuid IS NULL OR message_id = $1)
            """);
        command.Parameters.Add(new() { Value = (object?)messageId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        var released = await command.ExecuteNonQueryAsync(cancellationToken);
        if (released > 0) signal.Set();
        return new Release(released);
    }

    private static async Task<bool> WaitsAsync(NpgsqlDataSource dataSource, Guid messageId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT EXISTS (SELECT 1 FROM messaging.outbox_messages WHERE message_id = $1)");
        command.Parameters.Add(new() { Value = messageId });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
