using System.Security.Cryptography;
using System.Text.Json;

namespace Bpsdm.LocalOrchestrator;

/// <summary>Values of parameters: from the environment, or generated once and kept in secrets.json, which only its owner reads.</summary>
internal sealed class Secrets
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const string Special = "-_.{}~()*+!";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly string path;
    private readonly SortedDictionary<string, string> values;

    public Secrets(string path)
    {
        this.path = path;
        values = File.Exists(path)
            ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(path)) ?? []
            : [];
    }

    public IReadOnlyDictionary<string, string> All => values;

    /// <summary>A parameter's value from the environment. Both spellings are read: a shell's variable cannot hold a hyphen.</summary>
    public string? Given(string name)
    {
        var given = Environment.GetEnvironmentVariable($"Parameters__{name}") ?? Environment.GetEnvironmentVariable($"Parameters__{name.Replace('-', '_')}");
        return given is null ? null : Keep(name, given);
    }

    public string GetOrGenerate(string name, int minLength, bool special)
    {
        lock (values)
            return Given(name) ?? (values.TryGetValue(name, out var kept) ? kept : Keep(name, Generate(minLength, special)));
    }

    private string Keep(string name, string value)
    {
        if (values.TryGetValue(name, out var kept) && kept == value) return value;
        values[name] = value;
        var fresh = path + ".new";
        File.Delete(fresh);
        PrivateFile.Write(fresh, JsonSerializer.Serialize(values, Indented));
        File.Move(fresh, path, overwrite: true);
        return value;
    }

    private static string Generate(int minLength, bool special)
    {
        var length = Math.Max(minLength, 22);
        var text = RandomNumberGenerator.GetString(Letters, length);
        return special ? text[..^1] + RandomNumberGenerator.GetString(Special, 1) : text;
    }
}
