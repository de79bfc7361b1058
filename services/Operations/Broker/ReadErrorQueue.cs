using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Operations.Broker;

/// <summary>The first <see cref="Limit"/> messages of an error queue: what is behind them shows when they are gone.</summary>
internal static class ReadErrorQueue
{
    private const int Limit = 50;

    public static async Task<Results<Ok<IReadOnlyList<FailedMessage>>, ProblemHttpResult>> HandleAsync(string queue, ErrorQueues queues, CancellationToken cancellationToken) =>
        await queues.PeekAsync(queue, Limit, cancellationToken) is { } messages ? TypedResults.Ok(messages) : Problems.NotFound("Antrean galat itu");
}
