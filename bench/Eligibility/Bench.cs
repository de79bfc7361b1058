using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Bpsdm.Enrolment.Features.Eligibility;

namespace Bpsdm.EligibilityBench;

/// <summary>How long one explanation of eligibility takes, over HTTP, while others ask as well.</summary>
internal static class Bench
{
    private const string Usage = "[--connections 16] [--requests 20000] [--employees 100000] [--offerings 5000]";

    public static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (Options.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync($"usage: {Usage}");
            return 2;
        }
        await using var platform = await Platform.StartAsync();
        Console.WriteLine($"{options.Employees:N0} employees, {options.Offerings:N0} offerings of four sessions and eight rules; loading...");
        await Population.LoadAsync(platform.Database, options.Employees, options.Offerings);
        var (nips, offerings) = await Population.AllAsync(platform.Database);
        var random = new Random(2020);
        var questions = Enumerable.Range(0, options.Requests).Select(_ => (offerings[random.Next(offerings.Length)], nips[random.Next(nips.Length)])).ToArray();

        await AskAsync(platform, options.Connections, questions[..Math.Min(2_000, questions.Length)]);
        var start = Stopwatch.GetTimestamp();
        var (latencies, eligible) = await AskAsync(platform, options.Connections, questions);
        var rate = questions.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;

        Array.Sort(latencies);
        Console.WriteLine($"{questions.Length:N0} explanations at {options.Connections} connections: {rate:N0}/s, {100.0 * eligible / questions.Length:F1} % eligible");
        Console.WriteLine($"p50 {At(latencies, 0.50):F1} ms   p95 {At(latencies, 0.95):F1} ms   p99 {At(latencies, 0.99):F1} ms   max {latencies[^1]:F1} ms");
        Console.WriteLine($"Without rules: {await Bulk.NominateAsync(platform, await Population.WithoutRulesAsync(platform.Database, offerings[0]), nips)}");
        Console.WriteLine($"With the eight: {await Bulk.NominateAsync(platform, offerings[1], nips)}");
        return 0;
    }

    private static async Task<(double[] Milliseconds, int Eligible)> AskAsync(Platform platform, int connections, (Guid Offering, string Nip)[] questions)
    {
        var latencies = new double[questions.Length];
        var (next, eligible) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            // A handler of its own, so that each worker is one connection.
            using var client = platform.Connect();
            while (Interlocked.Increment(ref next) is var i && i < questions.Length)
            {
                var start = Stopwatch.GetTimestamp();
                var answer = await client.GetFromJsonAsync<EligibilityResponse>($"/api/enrolment/offerings/{questions[i].Offering}/eligibility?nip={questions[i].Nip}");
                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (answer!.Rules.Count != Population.Rules) throw new InvalidOperationException("An answer has not every rule.");
                if (answer.Eligible) Interlocked.Increment(ref eligible);
            }
        }));
        return (latencies, eligible);
    }

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * quantile)];

    private sealed record Options(int Connections, int Requests, int Employees, int Offerings)
    {
        public static Options? Parse(string[] args)
        {
            var options = new Options(16, 20_000, 100_000, 5_000);
            for (var i = 0; i < args.Length; i += 2)
            {
                if (i + 1 == args.Length || !int.TryParse(args[i + 1], out var value) || value < 1) return null;
                var known = args[i] switch
                {
                    "--connections" => options with { Connections = value },
                    "--requests" => options with { Requests = value },
                    "--employees" => options with { Employees = value },
                    "--offerings" => options with { Offerings = value },
                    _ => null,
                };
                if (known is null) return null;
                options = known;
            }
            return options;
        }
    }
}
