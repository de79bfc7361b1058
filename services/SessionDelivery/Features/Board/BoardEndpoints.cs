using System.Globalization;
using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Features.Attendance;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Board;

internal static class BoardEndpoints
{
    public static void AddBoard(this WebApplicationBuilder builder)
    {
        builder.AddServiceCache();
        builder.Services.AddOptions<BoardOptions>().BindConfiguration("Board").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<BoardFeeds>();
        builder.Services.AddSingleton<BoardSignals>();
        builder.Services.AddHostedService(services => services.GetRequiredService<BoardSignals>());
    }

    public static void MapBoard(this RouteGroupBuilder delivery)
    {
        const string Board = "/offerings/{id:guid}/sessions/{sessionId:guid}/board";
        delivery.MapGet(Board, ReadAsync).RequireTeaching().WithSummary("Who is present and absent in a session, by agency.");
        delivery.MapGet($"{Board}/events", WatchAsync).RequireTeaching()
            .WithSummary("The same as server-sent events: at once, with each change, and every 15 seconds; it ends with the token.");
    }

    private static async Task<Results<Ok<SessionBoard>, ProblemHttpResult>> ReadAsync(
        Guid id, Guid sessionId, OfferingCache offerings, NpgsqlDataSource dataSource, CancellationToken cancellationToken) =>
        await MissingAsync(id, sessionId, offerings, cancellationToken) is { } missing
            ? missing
            : TypedResults.Ok(await SessionBoard.CountAsync(dataSource, id, sessionId, cancellationToken));

    private static async Task<Results<ServerSentEventsResult<SessionBoard>, ProblemHttpResult>> WatchAsync(
        Guid id, Guid sessionId, OfferingCache offerings, BoardFeeds feeds, HttpContext context, IHostApplicationLifetime host, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await MissingAsync(id, sessionId, offerings, cancellationToken) is { } missing) return missing;
        context.Response.Headers.CacheControl = "no-store";

        // A stream that outlived its token would show what the token may no longer see; one that outlived the host would hold it up.
        var left = DateTimeOffset.FromUnixTimeSeconds(long.Parse(context.User.FindFirstValue("exp")!, CultureInfo.InvariantCulture)) - time.GetUtcNow();
        var expiry = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        var end = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, host.ApplicationStopping, cancellationToken);
        context.Response.RegisterForDispose(expiry);
        context.Response.RegisterForDispose(end);
        return TypedResults.ServerSentEvents(feeds.WatchAsync(id, sessionId, end.Token), eventType: "board");
    }

    private static async Task<ProblemHttpResult?> MissingAsync(Guid id, Guid sessionId, OfferingCache offerings, CancellationToken cancellationToken) =>
        await offerings.GetAsync(id, cancellationToken) is not { } found ? Answers.OfferingNotFound(id)
        : found.Session(sessionId) is null ? AttendanceEndpoints.SessionNotFound(id, sessionId) : null;
}
