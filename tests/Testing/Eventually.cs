using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Testing;

/// <summary>Waits for an asynchronous outcome by looking every 50 ms, with a deadline; a failure says what was awaited and what was seen.</summary>
public static class Eventually
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static async Task<T> SeeAsync<T>(
        Func<Task<T>> look, Func<T, bool> until, TimeSpan? within = null, [CallerArgumentExpression(nameof(until))] string awaited = "")
    {
        var deadline = within ?? TimeSpan.FromSeconds(20);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            T seen = default!;
            Exception? error = null;
            try
            {
                // A look of its own may hang: what is awaited has one deadline.
                seen = await look().WaitAsync(deadline + Grace);
                if (until(seen)) return seen;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or TimeoutException || Outage.Is(e))
            {
                error = e;
            }
            if (clock.Elapsed > deadline)
                throw new TimeoutException($"Awaited {awaited} for {deadline.TotalSeconds:0} s; saw {error?.Message ?? Describe(seen)}.");
            await Task.Delay(50);
        }
    }

    private static string Describe(object? seen) => seen switch
    {
        null => "null",
        string text => text,
        IEnumerable<object> many => $"[{string.Join(", ", many)}]",
        _ => seen.ToString() ?? "",
    };

    public static Task BecomesTrueAsync(
        Func<Task<bool>> look, TimeSpan? within = null, [CallerArgumentExpression(nameof(look))] string awaited = "") =>
        SeeAsync(look, seen => seen, within, awaited);
}
