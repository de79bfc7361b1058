using System.Globalization;
using Spectre.Console;

namespace Bpsdm.Bench.Register;

internal static class Bench
{
    private static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var rounds = 5;
        if (args is not [] && !(args is ["--rounds", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out rounds) && rounds > 0))
        {
            await Console.Error.WriteLineAsync("usage: register [--rounds N (5)]");
            return 2;
        }

        await using var service = await EnrolmentService.StartAsync();
        var table = new Table().AddColumns("import", "rows", "ms", "of it upload", "rows a second", "bare COPY, ms", "ratio");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        var register = new RegisterRun(service);
        foreach (var result in await register.RunAsync(rounds)) Add(result);
        foreach (var result in await new NominationRun(service, register.Eligible).RunAsync(rounds)) Add(result);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"Medians of {rounds} rounds; from the first byte of the upload to the job that a poll sees completed.");
        return 0;

        void Add(Result r) => table.AddRow(
            r.Name, $"{r.Rows:N0}", $"{r.Total.TotalMilliseconds:N0}", $"{r.Upload.TotalMilliseconds:N0}", $"{r.Rows / r.Total.TotalSeconds:N0}",
            $"{r.BareCopy.TotalMilliseconds:N0}", $"{r.Total / r.BareCopy:N1}");
    }
}
