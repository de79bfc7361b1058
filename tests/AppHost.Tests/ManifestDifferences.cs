using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Bpsdm.LocalOrchestrator.Tests;

/// <summary>Where AppHost.cs and the manifest disagree, in both directions, by the rules that Aspire 13.1 publishes by.</summary>
internal sealed class ManifestDifferences
{
    private static readonly string[] Every = ["OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EXCEPTION_LOG_ATTRIBUTES", "OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EVENT_LOG_ATTRIBUTES", "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"];
    private static readonly string[] EveryServed = ["ASPNETCORE_FORWARDEDHEADERS_ENABLED", "HTTP_PORTS"];
    private readonly IReadOnlyDictionary<string, Declared> declared;
    private readonly JsonObject resources;
    private readonly List<string> found = [];

    private ManifestDifferences(string source, string manifest) =>
        (declared, resources) = (AppHostModel.Parse(source), JsonNode.Parse(manifest)!["resources"]!.AsObject());

    public static IReadOnlyList<string> Between(string source, string manifest)
    {
        var differences = new ManifestDifferences(source, manifest);
        differences.Compare();
        return differences.found;
    }

    private void Compare()
    {
        // A server makes its own password, and that of a URI.
        var servers = declared.Values.Where(d => d.Add.Name is "AddPostgres" or "AddRabbitMQ" or "AddRedis").ToList();
        var implied = servers.SelectMany(s => (string[])[$"{s.Name}-password", $"{s.Name}-password-uri-encoded"]);
        Sets("resources", declared.Values.Select(d => d.Name).Concat(implied), resources.Select(r => r.Key));
        foreach (var resource in declared.Values.Where(d => resources.ContainsKey(d.Name))) CompareOne(resource, resources[resource.Name]!);
    }

    private void CompareOne(Declared resource, JsonNode published)
    {
        switch (resource.Add.Name)
        {
            case "AddParameter":
                var generate = published["inputs"]?["value"]?["default"]?["generate"];
                var initializer = ((ObjectCreationExpressionSyntax)resource.Add.Arguments[1]).Initializer!.Expressions.Cast<AssignmentExpressionSyntax>()
                    .ToDictionary(a => a.Left.ToString(), a => a.Right.ToString());
                Same(resource, "minLength", initializer.GetValueOrDefault("MinLength"), generate?["minLength"]);
                Same(resource, "special", initializer.GetValueOrDefault("Special"), generate?["special"]);
                Same(resource, "secret", "true", published["inputs"]?["value"]?["secret"]);
                break;
            case "AddDatabase":
                Same(resource, "connectionString", $"{{{resource.Parent}.connectionString}};Database={resource.Add.Text(1)}", published["connectionString"]);
                break;
            case "AddPostgres" or "AddRabbitMQ" or "AddRedis":
                Same(resource, "image", resource.Add.Name[3..].ToLowerInvariant(), published["image"]?.ToString().Split('/')[^1].Split(':')[0]);
                Sets($"{resource.Name}: volumes", resource.All("WithDataVolume").Select(c => c.Text(0)), (published["volumes"] as JsonArray ?? []).Select(v => v!["name"]!.ToString()));
                Same(resource, "management plugin", resource.Has("WithManagementPlugin"), published["bindings"]?["management"] is not null);
                // Those that the kind of server brings along: its own, and that of its management plugin.
                Bindings(resource, published, "tcp:" + published["bindings"]!["tcp"]!["targetPort"], resource.Has("WithManagementPlugin") ? "management:15672" : "");
                break;
            case "AddContainer":
                CompareContainer(resource, published);
                break;
            case "AddProject":
                CompareProject(resource, published);
                break;
            default:
                found.Add($"{resource.Name}: {resource.Add.Name} is not known to this test");
                break;
        }
    }

    private void CompareContainer(Declared container, JsonNode published)
    {
        Same(container, "image", $"{container.Add.Text(1)}:{container.Add.Text(2)}", published["image"]);
        Same(container, "entrypoint", container.All("WithEntrypoint").Select(c => c.Text(0)).FirstOrDefault(), published["entrypoint"]);
        Sets($"{container.Name}: arguments", Arguments(container), (published["args"] as JsonArray ?? []).Select(a => a!.ToString()));
        Sets($"{container.Name}: volumes", container.All("WithVolume").Select(c => $"{c.Text(0)}:{c.Text(1)}"), (published["volumes"] as JsonArray ?? []).Select(v => $"{v!["name"]}:{v["target"]}"));
        Sets($"{container.Name}: bind mounts", container.All("WithBindMount").Select(c => $"apphost/{c.Text(0)}:{c.Text(1)}"), (published["bindMounts"] as JsonArray ?? []).Select(v => $"{v!["source"]}:{v["target"]}"));
        Bindings(container, published);
        var environment = published["env"] as JsonObject ?? [];
        Sets($"{container.Name}: environment", container.All("WithEnvironment").Select(e => e.Text(0)), environment.Select(e => e.Key));
        foreach (var entry in container.All("WithEnvironment")) Same(container, entry.Text(0), Value(entry.Arguments[1]), environment[entry.Text(0)]);
    }

    private void Bindings(Declared resource, JsonNode published, params string[] implied) =>
        Sets($"{resource.Name}: bindings", resource.All("WithHttpEndpoint").Select(c => $"{c.Text(1)}:{c.Text(0)}").Concat(implied.Where(i => i.Length > 0)),
            (published["bindings"] as JsonObject ?? []).Select(b => $"{b.Key}:{b.Value!["targetPort"]}"));

    private static IEnumerable<string> Arguments(Declared resource) => resource.All("WithArgs").SelectMany(c => c.Arguments.Select((_, i) => c.Text(i)));

    private void CompareProject(Declared project, JsonNode published)
    {
        var assembly = project.Add.TypeArgument!.Replace("Projects.", "", StringComparison.Ordinal).Replace('_', '.');
        Same(project, "path", $"{assembly}.csproj", published["path"]?.ToString().Split('/')[^1]);
        Sets($"{project.Name}: arguments", Arguments(project), (published["args"] as JsonArray ?? []).Select(a => a!.ToString()));
        // Without a launch profile a project has no endpoints.
        var served = project.Add.Arguments.Count == 1;
        Sets($"{project.Name}: bindings", served ? ["http", "https"] : [], (published["bindings"] as JsonObject ?? []).Select(b => b.Key));
        Same(project, "external", project.Has("WithExternalHttpEndpoints"), published["bindings"]?["http"]?["external"]?.GetValue<bool>() ?? false);

        var environment = published["env"] as JsonObject ?? [];
        var expected = new Dictionary<string, string>();
        var prefixes = new List<string>();
        foreach (var target in project.All("WithReference").Select(c => declared[c.Variable(0)]))
        {
            prefixes.Add(target.Name.ToUpperInvariant().Replace('-', '_') + "_");
            if (target.Add.Name == "AddProject")
                foreach (var scheme in (string[])["http", "https"]) expected[$"services__{target.Name}__{scheme}__0"] = $"{{{target.Name}.bindings.{scheme}.url}}";
            else expected[$"ConnectionStrings__{target.Name}"] = $"{{{target.Name}.connectionString}}";
        }
        foreach (var entry in project.All("WithEnvironment")) expected[entry.Text(0)] = Value(entry.Arguments[1]);

        foreach (var (key, value) in expected) Same(project, key, value, environment[key]);
        // The parts of a reference (CACHE_HOST, IDENTITY_HTTP) are there for each reference, and for nothing else.
        foreach (var prefix in prefixes.Where(p => !environment.Any(e => e.Key.StartsWith(p, StringComparison.Ordinal)))) found.Add($"{project.Name}: no entry {prefix}... in the manifest");
        var explained = expected.Keys.Concat(Every).Concat(served ? EveryServed : []).ToHashSet();
        foreach (var key in environment.Select(e => e.Key).Where(k => !explained.Contains(k) && !prefixes.Exists(p => k.StartsWith(p, StringComparison.Ordinal))))
            found.Add($"{project.Name}: {key} is in the manifest alone");
    }

    private string Value(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        IdentifierNameSyntax parameter => $"{{{declared[parameter.Identifier.Text].Name}.value}}",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetEndpoint" } member, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax endpoint }] } =>
            $"{{{declared[member.Expression.ToString()].Name}.bindings.{endpoint.Token.ValueText}.url}}",
        _ => throw new NotSupportedException($"A value of an unknown form: {expression}"),
    };

    private void Same(Declared resource, string what, object? inSource, object? inManifest)
    {
        var (source, manifest) = (inSource?.ToString(), inManifest?.ToString());
        if (source != manifest) found.Add($"{resource.Name}: {what} is {source ?? "absent"} in AppHost.cs and {manifest ?? "absent"} in the manifest");
    }

    private void Sets(string what, IEnumerable<string> inSource, IEnumerable<string> inManifest)
    {
        var (source, manifest) = (inSource.ToHashSet(), inManifest.ToHashSet());
        found.AddRange(source.Except(manifest).Select(name => $"{what}: {name} is in AppHost.cs alone"));
        found.AddRange(manifest.Except(source).Select(name => $"{what}: {name} is in the manifest alone"));
    }
}
