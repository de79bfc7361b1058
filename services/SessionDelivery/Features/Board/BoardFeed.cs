using System.Diagnostics;
using System.Threading.Channels;

namespace Bpsdm.SessionDelivery.Features.Board;

/// <summary>
/// The board of one session in this replica, counted once for all who watch it: when a change was told, at most once a pace,
/// and after the poll's time in any case. Counting takes at most a third of the time, so a large session slows only its board.
/// </summary>
internal sealed partial class BoardFeed : IDisposable
{
    private readonly Channel<bool> _told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly BoardOptions _options;
    private readonly ILogger _logger;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SessionBoard? _latest;

    public BoardFeed(Func<CancellationToken, Task<SessionBoard>> count, BoardOptions options, ILogger logger)
    {
        (_options, _logger) = (options, logger);
        _ = Task.Run(() => RunAsync(count, _end.Token), _end.Token);
    }

    /// <summary>Changed by whoever holds the lock of all feeds.</summary>
    public int Watchers { get; set; }

    public void Wake() => _told.Writer.TryWrite(true);

    /// <returns>Another board than the one seen, or after some seconds the same: what passes it on then knows that the line is alive.</returns>
    public async Task<SessionBoard> NextAsync(SessionBoard? seen, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_latest is not null && !ReferenceEquals(_latest, seen)) return _latest;
                next = _next.Task;
            }
            try
            {
                await next.WaitAsync(patience, cancellationToken);
            }
            catch (TimeoutException) when (seen is not null)
            {
                return seen;
            }
            catch (TimeoutException)
            {
                // The database is away, and there is nothing yet to show.
            }
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task<SessionBoard>> count, CancellationToken end)
    {
        try
        {
            while (true)
            {
                var started = Stopwatch.GetTimestamp();
                try
                {
                    Show(await count(end));
                }
                catch (Exception e) when (!end.IsCancellationRequested)
                {
                    LogNotCounted(e);
                }
                var took = Stopwatch.GetElapsedTime(started);
                await Task.Delay(took * 2 > _options.Pace ? took * 2 : _options.Pace, end);
                await ToldAsync(end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
    }

    private async Task ToldAsync(CancellationToken end)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(end);
        poll.CancelAfter(_options.Poll);
        try
        {
            await _told.Reader.ReadAsync(poll.Token);
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            // The poll's time is over.
        }
    }

    private void Show(SessionBoard board)
    {
        TaskCompletionSource shown;
        lock (_lock)
        {
            if (board.SaysTheSameAs(_latest)) return;
            _latest = board;
            (shown, _next) = (_next, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        shown.SetResult();
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A session's board could not be counted; it is tried again")]
    private partial void LogNotCounted(Exception exception);
}
