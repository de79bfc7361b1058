using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bpsdm.Catalogue;

/// <summary>Names of enum values outside this process (JSON, query strings, messages, the database): kebab-case.</summary>
public static class Wire
{
    public static string NameOf<T>(T value) where T : struct, Enum => Names<T>.Of[value];

    public static T Parse<T>(string name) where T : struct, Enum =>
        TryParse<T>(name, out var value) ? value.Value : throw new FormatException($"'{name}' is no {typeof(T).Name}.");

    public static bool TryParse<T>(string name, [NotNullWhen(true)] out T? value) where T : struct, Enum
    {
        value = Names<T>.Values.TryGetValue(name, out var found) ? found : null;
        return value is not null;
    }

    /// <summary>All names of the type, to tell somebody who sent another.</summary>
    public static string All<T>() where T : struct, Enum => string.Join(", ", Names<T>.Of.Values);

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().ToDictionary(v => v, v =>
            typeof(T).GetField(v.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

        public static readonly Dictionary<string, T> Values = Of.ToDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);
    }
}
