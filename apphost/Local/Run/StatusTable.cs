using System.Globalization;
using Spectre.Console;

namespace Bpsdm.LocalOrchestrator;

internal static class StatusTable
{
    public static void Write(LocalPlatform platform)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 140;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Kind", "Address", "PID", "State");
        foreach (var r in platform.Status)
            table.AddRow(r.Name, r.Kind, r.Address, r.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-", $"[green]{r.State}[/]");
        foreach (var name in platform.NotRun) table.AddRow(Markup.Escape(name), "container", "-", "-", "[yellow]not run[/]");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Gateway: [bold]{platform.GatewayUrl}[/] (documentation: {new Uri(platform.GatewayUrl, "docs")})");
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"State:   {platform.StateFolder} (logs, secrets.json). Ctrl+C or ./bpsdm down stops everything.");
    }
}
