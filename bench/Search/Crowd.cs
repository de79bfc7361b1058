using System.Diagnostics;

namespace Bpsdm.SearchBench;

/// <summary>So many at once, each with the next question as soon as the last one is answered.</summary>
internal static class Crowd
{
    public static Task<Latencies> AskAsync(Uri address, int connections, IReadOnlyList<Question> questions) =>
        RunAsync(connections, questions.Count, i => questions[i].Kind, async ask =>
        {
            // A handler of its own, so that each worker is one connection.
            using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
            await ask(async i =>
            {
                using var answer = await client.GetAsync(questions[i].Path);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
            });
        });

    public static async Task<Latencies> RunAsync(int connections, int count, Func<int, Kind> kindOf, Func<Func<Func<int, Task>, Task>, Task> worker)
    {
        var answers = new (Kind, double)[count];
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => worker(async ask =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                var from = Stopwatch.GetTimestamp();
                await ask(i);
                answers[i] = (kindOf(i), Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }
        })));
        return new Latencies(answers, Stopwatch.GetElapsedTime(start));
    }
}
