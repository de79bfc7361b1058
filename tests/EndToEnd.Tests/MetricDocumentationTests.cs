using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>docs/telemetry.md and what the running platform tells are the same.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class MetricDocumentationTests(PlatformFixture fixture)
{
    private static readonly string[] Services = ["catalogue", "enrolment", "delivery", "certification", "identity", "gateway"];

    [Fact]
    public async Task Every_metric_is_documented_with_its_labels_and_every_documented_one_is_told()
    {
        // Some are only told of once there was something to count.
        await new Journey(fixture, "199105052015051001", "Galih Prakoso").WalkAsync();
        var documented = Documented();
        var told = await Eventually.SeeAsync(ScrapeAsync, seen => documented.Keys.All(seen.ContainsKey), TimeSpan.FromSeconds(30));

        told.Keys.Where(IsOwn).Order(StringComparer.Ordinal).ShouldBe(documented.Keys.Where(IsOwn).Order(StringComparer.Ordinal));
        foreach (var name in documented.Keys.Where(IsOwn)) told[name].Order(StringComparer.Ordinal).ShouldBe(documented[name].Order(StringComparer.Ordinal), name);
    }

    private static bool IsOwn(string metric) => metric.StartsWith("bpsdm_", StringComparison.Ordinal);

    /// <summary>Rows of tables of metrics, with the labels of their fourth column.</summary>
    private static Dictionary<string, HashSet<string>> Documented()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "telemetry.md")).Select(line => line.Split('|')).Where(cells => cells.Length == 7);
        return rows
            .SelectMany(cells => Names().Matches(cells[1]).Select(name => (Name: name.Groups[1].Value, Labels: Names().Matches(cells[4]).Select(l => l.Groups[1].Value).ToHashSet(StringComparer.Ordinal))))
            .ToDictionary(row => row.Name, row => row.Labels, StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, HashSet<string>>> ScrapeAsync()
    {
        var told = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var service in Services)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{fixture.Platform.AddressOf(service).TrimEnd('/')}/metrics");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Platform.Secrets["scrape-token"]);
            using var response = await fixture.Gateway.SendAsync(request);
            response.EnsureSuccessStatusCode();
            Read(await response.Content.ReadAsStringAsync(), told);
        }
        return told;
    }

    /// <summary>A histogram counts as one, by the name of its family.</summary>
    private static void Read(string text, Dictionary<string, HashSet<string>> told)
    {
        var family = "";
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) told.TryAdd(family = line.Split(' ')[2], new(StringComparer.Ordinal));
            else if (line.StartsWith(family, StringComparison.Ordinal) && line.Length > 0 && line[0] != '#')
                told[family].UnionWith(Labels().Matches(line).Select(l => l.Groups[1].Value).Where(l => l != "le" && !l.StartsWith("otel_scope_", StringComparison.Ordinal)));
        }
    }

    [GeneratedRegex("`([a-z0-9_]+)`")]
    private static partial Regex Names();

    [GeneratedRegex("[{,]([a-z0-9_]+)=\"")]
    private static partial Regex Labels();
}
