using System.Text.RegularExpressions;

namespace Bpsdm.LocalOrchestrator;

/// <summary>
/// Resolves the manifest's expressions, as {messaging.bindings.tcp.port}, to addresses and values of this run. A value is put in
/// as it is and not looked through again: a generated password may hold braces.
/// </summary>
internal sealed partial class Expressions(Manifest manifest, Secrets secrets, Func<string, string, int?> portOf)
{
    private const string Host = "127.0.0.1";

    public string Resolve(string text) => Reference().Replace(text, match => Value(match.Groups["path"].Value)
        ?? throw new LocalRunException($"The manifest's {match.Value} has no value in a run without containers."));

    /// <summary>Null when the text needs a binding that is not served here: https, or that of a container that is not run.</summary>
    public string? TryResolve(string text) => Reference().Matches(text).All(m => Value(m.Groups["path"].Value) is not null) ? Resolve(text) : null;

    /// <summary>The names of the resources that a text refers to.</summary>
    public static IEnumerable<string> References(string text) => Reference().Matches(text).Select(m => m.Groups["path"].Value.Split('.')[0]);

    private string? Value(string expression)
    {
        var parts = expression.Split('.');
        var resource = manifest[parts[0]];
        return parts[1..] switch
        {
            ["connectionString"] => TryResolve(resource.ConnectionString ?? throw Unknown(expression)),
            ["value"] => resource.Filter is "uri" ? Uri.EscapeDataString(Resolve(resource.Value!)) : Resolve(resource.Value ?? throw Unknown(expression)),
            ["inputs", var input] => Input(resource, input),
            ["bindings", var name, var property] => Binding(resource, name, property, expression),
            _ => throw Unknown(expression),
        };
    }

    private string Input(ManifestResource resource, string name)
    {
        var input = resource.Inputs?.GetValueOrDefault(name) ?? throw Unknown($"{resource.Name}.inputs.{name}");
        return input.Default?.Value is { } value
            ? secrets.Given(resource.Name) ?? value
            : secrets.GetOrGenerate(resource.Name, input.Default?.Generate?.MinLength ?? 22, input.Default?.Generate?.Special ?? true);
    }

    private string? Binding(ManifestResource resource, string name, string property, string expression)
    {
        var binding = resource.Bindings?.GetValueOrDefault(name) ?? throw Unknown(expression);
        return (binding.Scheme, portOf(resource.Name, name)) switch
        {
            ("https", _) or (_, null) => null,
            (var scheme, { } port) => property switch
            {
                "url" => $"{scheme}://{Host}:{port}",
                "host" => Host,
                "port" or "targetPort" => $"{port}",
                "scheme" => scheme,
                _ => throw Unknown(expression),
            },
        };
    }

    private static LocalRunException Unknown(string expression) => new($"The manifest's expression {{{expression}}} is not known to the run without containers.");

    [GeneratedRegex(@"\{(?<path>[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
