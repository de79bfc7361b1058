using System.Text.RegularExpressions;
using Bpsdm.Operations.Monitoring;
using Bpsdm.Testing;

namespace Bpsdm.Operations.Tests;

/// <summary>Rules and queries, judged by Prometheus' own tool.</summary>
public sealed partial class RulesTests
{
    private static readonly string[] Rules = Directory.GetFiles(Observability.Prometheus, "*.rules.yml");

    [Fact]
    public async Task The_rules_are_sound() => (await Programs.RunAsync("promtool", ["check", "rules", .. Rules])).ShouldNotContain("FAILED");

    [Fact]
    public async Task The_rules_say_what_they_should_of_figures_that_are_known() =>
        (await Programs.RunAsync("promtool", ["test", "rules", .. Directory.GetFiles(Path.Combine(Observability.Prometheus, "tests"), "*.yml")])).ShouldContain("SUCCESS");

    [Fact]
    public void Every_alert_says_what_to_do()
    {
        var runbook = File.ReadAllText(Path.Combine(Observability.Root, "docs", "operations.md"));
        var alerts = Rules.SelectMany(file => Alerts().Matches(File.ReadAllText(file))).ToList();
        alerts.Count.ShouldBeGreaterThan(10);
        foreach (var alert in alerts)
        {
            alert.Groups["link"].Value.ShouldBe($"docs/operations.md#{alert.Groups["name"].Value.ToLowerInvariant()}");
            runbook.ShouldContain($"### {alert.Groups["name"].Value}\n");
        }
    }

    [Fact]
    public void Every_alert_is_tried()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Observability.Prometheus, "tests"), "*.yml").Select(File.ReadAllText));
        Rules.SelectMany(file => Alerts().Matches(File.ReadAllText(file))).Select(a => a.Groups["name"].Value)
            .Where(name => !tests.Contains($"alertname: {name}\n", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_named_query_is_PromQL()
    {
        NamedQuery.All.Select(q => q.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(NamedQuery.All.Count);
        var file = Path.Combine(Path.GetTempPath(), $"bpsdm-{Guid.NewGuid():n}.yml");
        var rules = NamedQuery.All.Select((q, i) => $"      - record: query:{i}\n        expr: '{q.ExprFor("enrolment").Replace("'", "''", StringComparison.Ordinal)}'\n");
        await File.WriteAllTextAsync(file, $"groups:\n  - name: queries\n    rules:\n{string.Concat(rules)}");
        try
        {
            (await Programs.RunAsync("promtool", "check", "rules", file)).ShouldContain($"{NamedQuery.All.Count} rules found");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex("- alert: (?<name>\\w+)(.|\\n)*?runbook_url: (?<link>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alerts();
}
