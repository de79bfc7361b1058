using System.Text.Json;
using System.Text.RegularExpressions;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>Rules, dashboards and the page ask for figures that the running platform's Prometheus has.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class MonitoringTests(PlatformFixture fixture)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "apphost", "Observability");

    /// <summary>promtool also opens the rules and the token's file that the configuration names.</summary>
    [Fact]
    public async Task The_configuration_that_up_writes_is_sound() =>
        (await Programs.RunAsync("promtool", "check", "config", Path.Combine(fixture.StateFolder, "prometheus", "prometheus.yml"))).ShouldNotContain("FAILED");

    [Fact]
    public async Task Every_figure_that_is_asked_for_is_there()
    {
        var asked = Asked();
        asked.Count.ShouldBeGreaterThan(30);
        // Some are only told of once there was something to count.
        await fixture.StartDemo(200).ReconcilesAsync(TimeSpan.FromMinutes(5));
        await Eventually.SeeAsync(async () => asked.Except(await KnownAsync(), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList(), missing => missing.Count == 0);
    }

    /// <summary>What looks like a metric or label of an exporter. Recorded names hold a colon; promtool's tests of the rules have those.</summary>
    private static HashSet<string> Asked() => Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories)
        .Concat(Directory.GetFiles(Path.Combine(Folder, "prometheus"), "*.rules.yml"))
        .SelectMany(file => Names().Matches(File.ReadAllText(file)))
        .Select(match => match.Value)
        .ToHashSet(StringComparer.Ordinal);

    private async Task<IEnumerable<string>> KnownAsync() => [.. await ReadAsync("label/__name__/values"), .. await ReadAsync("labels")];

    private async Task<IEnumerable<string>> ReadAsync(string path)
    {
        using var answer = JsonDocument.Parse(await fixture.AskPrometheusAsync(path));
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().Select(name => name.GetString()!)];
    }

    [GeneratedRegex(@"(?<![\w:])(bpsdm|http|db_client|rabbitmq|process|dotnet)_\w+(?![\w:])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}
