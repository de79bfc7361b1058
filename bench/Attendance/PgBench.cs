using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Bpsdm.Attendance;

/// <summary>PostgreSQL's own measure: single-row inserts, a transaction each, on the same server.</summary>
internal static partial class PgBench
{
    /// <returns>Transactions a second.</returns>
    public static async Task<double> InsertsAsync(string connectionString, string folder, int clients, int seconds)
    {
        var script = Path.Combine(folder, "insert.sql");
        await File.WriteAllTextAsync(script, "INSERT INTO bare VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now());\n");
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("pgbench",
            ["-n", "-M", "prepared", "-f", script, "-c", Text(clients), "-j", "2", "-T", Text(seconds), "-h", server.Host!, "-p", Text(server.Port), "-U", server.Username!, server.Database!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = server.Password;
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return Tps().Match(output[0]) is { Success: true } found
            ? double.Parse(found.Groups["tps"].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(string.Join('\n', output));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^tps = (?<tps>[0-9.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tps();
}
