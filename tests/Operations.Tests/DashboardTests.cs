using System.Text.Json;
using Bpsdm.Operations.Monitoring;

namespace Bpsdm.Operations.Tests;

/// <summary>Grafana and the page draw the same: a panel names its query, and asks it.</summary>
public sealed class DashboardTests
{
    private static readonly string[] Files = Directory.GetFiles(Path.Combine(Observability.Folder, "grafana", "dashboards"), "*.json");

    [Fact]
    public void A_panel_asks_the_query_that_it_names()
    {
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        foreach (var panel in Files.SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("panels").EnumerateArray()))
        {
            var query = NamedQuery.All.Single(q => q.Name == panel.GetProperty("description").GetString());
            panel.GetProperty("targets").EnumerateArray().Single().GetProperty("expr").GetString().ShouldBe(query.Expr, query.Name);
            panel.GetProperty("title").GetString().ShouldBe(query.Title);
            panel.GetProperty("datasource").GetProperty("uid").GetString().ShouldBe("prometheus");
            drawn.Add(query.Name);
        }
        drawn.Order().ShouldBe(NamedQuery.All.Select(q => q.Name).Order());
    }

    [Fact]
    public void There_are_the_four_dashboards() =>
        Files.Select(Path.GetFileNameWithoutExtension).Order().ShouldBe(["e-bimtek-day", "messaging", "overview", "service"]);
}
