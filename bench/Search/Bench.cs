using System.Globalization;
using Bpsdm.Catalogue.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.SearchBench;

/// <summary>How long the catalogue takes to find something, through the gateway, while others search as well.</summary>
internal static class Bench
{
    private const string Usage = "[--connections 16] [--requests 10000] [--programmes 2000] [--offerings 5000] [--employees 100000]";

    public static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (Options.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync($"usage: {Usage}");
            return 2;
        }
        await using var platform = await Platform.StartAsync();
        Console.WriteLine($"{options.Programmes:N0} programmes and the 40 diklat, {options.Offerings:N0} offerings, {options.Employees:N0} employees; loading...");
        await Platform.FillEnrolmentAsync(options.Employees, options.Offerings);
        await new Catalogue(platform.Services).FillAsync(options.Programmes, options.Offerings);
        await using var scope = platform.Services.CreateAsyncScope();
        var questions = await Questions.AboutAsync(scope.ServiceProvider.GetRequiredService<CatalogueDbContext>());
        var (connections, requests) = (options.Connections, options.Requests);

        await Crowd.AskAsync(platform.Gateway, connections, [.. questions.Distinct(Math.Max(2_000, requests / 2)), .. questions.Months(100)]);
        Console.WriteLine($"At {connections} connections:");
        var cold = await Crowd.AskAsync(platform.Gateway, connections, questions.Distinct(requests));
        cold.Print("All distinct, nothing of it in a cache", byKind: true);
        (await Crowd.AskAsync(platform.Gateway, connections, questions.Mix(requests))).Print("Mix: 70 % distinct, 30 % the front page", byKind: true);
        (await Crowd.AskAsync(platform.Service, connections, questions.Distinct(requests))).Print("All distinct, without the gateway", byKind: false);

        var recorded = await BareSql.RecordAsync(platform, questions.Distinct(2_000));
        _ = await BareSql.RunAsync(platform.ConnectionString, connections, recorded);
        var bare = await BareSql.RunAsync(platform.ConnectionString, connections, [.. Enumerable.Repeat(recorded, 5).SelectMany(r => r)]);
        bare.Print("The same statements on bare connections", byKind: true);
        Console.WriteLine($"Through the gateway to bare statements: {cold.Median / bare.Median:F1}x at p50, 1/{bare.Rate / cold.Rate:F1} of the rate.");

        var months = await Crowd.AskAsync(platform.Gateway, connections, questions.Months(requests / 10));
        months.Print("The calendar of a month, all distinct", byKind: false);
        var recordedMonths = await BareSql.RecordAsync(platform, questions.Months(200));
        (await BareSql.RunAsync(platform.ConnectionString, connections, recordedMonths)).Print("The same statements on bare connections", byKind: false);
        recorded.AddRange(recordedMonths);
        return await BareSql.ExplainAsync(platform.Database, recorded) == 0 ? 0 : 1;
    }

    private sealed record Options(int Connections, int Requests, int Programmes, int Offerings, int Employees)
    {
        public static Options? Parse(string[] args)
        {
            var options = new Options(16, 10_000, 2_000, 5_000, 100_000);
            for (var i = 0; i < args.Length; i += 2)
            {
                if (i + 1 == args.Length || !int.TryParse(args[i + 1], out var value) || value < 1) return null;
                var known = args[i] switch
                {
                    "--connections" => options with { Connections = value },
                    "--requests" => options with { Requests = value },
                    "--programmes" when value <= Titles.Count => options with { Programmes = value },
                    "--offerings" => options with { Offerings = value },
                    "--employees" => options with { Employees = value },
                    _ => null,
                };
                if (known is null) return null;
                options = known;
            }
            return options;
        }
    }
}
