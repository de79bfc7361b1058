using System.Globalization;
using Spectre.Console;

namespace Bpsdm.Chaos;

internal static class Report
{
    public static void Write(IReadOnlyList<Row> rows)
    {
        var table = new Table().Title("Faults").AddColumn("fault");
        foreach (var number in (string[])["participants", "refused", "heals in s", "lost", "doubled", "left"]) table.AddColumn(number, c => c.RightAligned());
        table.AddColumn("");
        foreach (var row in rows) table.AddRow([.. Cells(row).Append(row.Holds ? "[green]ok[/]" : "[red]WRONG[/]")]);
        AnsiConsole.Write(table);
        foreach (var row in rows.Where(r => !r.Holds)) AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]{row.Fault}:[/] {Why(row)}");
    }

    public static void Say(Row row) => Console.WriteLine($"{string.Join("  ", Cells(row))}  {(row.Holds ? "ok" : Why(row))}");

    public static Task SaveAsync(IReadOnlyList<Row> rows, string file) => File.WriteAllLinesAsync(file,
    [
        "| fault | participants | refused, sent again | heals in s | lost | doubled | left | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
        .. rows.Select(row => $"| {string.Join(" | ", Cells(row))} | {(row.Holds ? "" : Why(row).Replace("|", "/", StringComparison.Ordinal))} |"),
    ]);

    private static string[] Cells(Row row) =>
    [
        row.Fault, $"{row.Participants}", Refused(row), row.Heal?.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) ?? "never",
        $"{row.Balance.Lost}", $"{row.Balance.Doubled}", $"{row.Balance.Left}",
    ];

    private static string Refused(Row row) => row.Refused.Count == 0 ? "0"
        : $"{row.Refused.Values.Sum()} ({string.Join(", ", row.Refused.OrderByDescending(r => r.Value).Select(r => row.Refused.Count > 1 ? $"{r.Key}: {r.Value}" : r.Key))})";

    private static string Why(Row row) => $"{row.Wrong} {row.Balance.Differences}".Trim().ReplaceLineEndings(" ");
}
