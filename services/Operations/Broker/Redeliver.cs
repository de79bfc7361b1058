using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Operations.Broker;

/// <param name="Redelivered">Messages that are with their consumer again.</param>
internal sealed record Redelivery(int Redelivered);

internal static partial class Redeliver
{
    public static Task<Results<Ok<Redelivery>, ProblemHttpResult>> AllAsync(
        string queue, HttpContext context, ErrorQueues queues, ILogger<ErrorQueues> logger, CancellationToken cancellationToken) =>
        AnswerAsync(queue, context, logger, "Antrean galat itu", () => queues.RedeliverAllAsync(queue, cancellationToken));

    public static Task<Results<Ok<Redelivery>, ProblemHttpResult>> OneAsync(
        string queue, Guid messageId, HttpContext context, ErrorQueues queues, ILogger<ErrorQueues> logger, CancellationToken cancellationToken) =>
        AnswerAsync(queue, context, logger, $"Pesan {messageId} di antrean itu (mungkin sudah dikirim ulang)", () => queues.RedeliverAsync(queue, messageId, cancellationToken));

    private static async Task<Results<Ok<Redelivery>, ProblemHttpResult>> AnswerAsync(
        string queue, HttpContext context, ILogger logger, string what, Func<Task<Redelivered>> redeliver)
    {
        var result = await redeliver();
        if (!result.Found) return Problems.NotFound(what);
        LogRedelivered(logger, context.User.Subject(), result.Sent, queue);
        return result.Refused is null ? TypedResults.Ok(new Redelivery(result.Sent)) : Problems.Conflict(
            "not-taken", $"Broker tidak menerima pesan untuk penerimanya ({(result.Refused is "returned" ? "antreannya tidak ada" : "ditolak")}). {result.Sent} pesan sudah dikirim ulang; sisanya tetap di antrean galat.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operator} sent {Count} messages of {Queue} to their consumer again")]
    private static partial void LogRedelivered(ILogger logger, string @operator, int count, string queue);
}
