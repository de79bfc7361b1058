using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Bpsdm.EndToEnd.Tests.Upgrade;

/// <summary>
/// While both versions run, each hears what the other says. So a contract that both know keeps its URN and its exchange, no member
/// that one of them requires is unknown to the other, and a member that both know has one type.
/// </summary>
/// <remarks>Beside no other test: the first to ask for the old version builds it.</remarks>
[Collection(PlatformCollection.Name)]
public sealed class ContractTests
{
    private const string Project = "services/Shared/Contracts";

    [HistoryFact]
    public async Task Each_version_reads_the_messages_of_the_other()
    {
        var (before, now) = (await LoadAsync(previous: true), await LoadAsync(previous: false));
        before.Count.ShouldBeGreaterThan(20);
        var breaks = before.Keys.Except(now.Keys).Select(name => $"{name} is gone: the old version goes on saying or expecting it.")
            .Concat(before.Keys.Intersect(now.Keys).SelectMany(name => Breaks(name, before[name], now[name])));
        breaks.ShouldBeEmpty();
    }

    [Fact]
    public void What_one_version_requires_and_the_other_does_not_know_is_a_break()
    {
        Breaks("x", typeof(Old), typeof(New)).ShouldBe(
        [
            "x.Added is required by the new version, and the old one does not send it.",
            "x.Gone is required by the old version, and the new one does not send it.",
            "x.Changed was System.Int32 and is System.String.",
        ]);
        Breaks("x", typeof(Old), typeof(Old)).ShouldBeEmpty();
    }

    private sealed record Old { public required int Gone { get; init; } public int Changed { get; init; } public int? Optional { get; init; } }

    private sealed record New { public required int Added { get; init; } public required string Changed { get; init; } }

    private static IEnumerable<string> Breaks(string name, Type before, Type now)
    {
        var (old, young) = (Members(before), Members(now));
        foreach (var member in young.Where(m => m.Value.Required && !old.ContainsKey(m.Key)))
            yield return $"{name}.{member.Key} is required by the new version, and the old one does not send it.";
        foreach (var member in old.Where(m => m.Value.Required && !young.ContainsKey(m.Key)))
            yield return $"{name}.{member.Key} is required by the old version, and the new one does not send it.";
        foreach (var key in old.Keys.Intersect(young.Keys).Where(key => old[key].Type != young[key].Type))
            yield return $"{name}.{key} was {old[key].Type} and is {young[key].Type}.";
        foreach (var attribute in Names(before).Except(Names(now)))
            yield return $"{name} was named {attribute} on the wire, and is named {string.Join(" and ", Names(now))}.";
    }

    /// <summary>A member is required by its keyword, or as a parameter of a record that has no default.</summary>
    private static Dictionary<string, (string Type, bool Required)> Members(Type type)
    {
        var parameters = type.GetConstructors().SelectMany(c => c.GetParameters()).Where(p => !p.HasDefaultValue).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .ToDictionary(p => p.Name, p => (p.PropertyType.ToString(), p.IsDefined(typeof(RequiredMemberAttribute)) || parameters.Contains(p.Name)), StringComparer.Ordinal);
    }

    private static string[] Names(Type type) => [.. type.GetCustomAttributesData()
        .Where(a => a.AttributeType.Name is "MessageUrnAttribute" or "EntityNameAttribute")
        .Select(a => $"{a.ConstructorArguments[0].Value}")];

    private static async Task<Dictionary<string, Type>> LoadAsync(bool previous)
    {
        var path = previous ? (await PreviousVersion.GetAsync()).AssemblyOf(Project) : Repository.AssemblyOf(Project);
        // A context of its own: both assemblies have one name.
        return new AssemblyLoadContext(previous ? "previous" : "current").LoadFromAssemblyPath(path).GetExportedTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } || t is { IsValueType: true, IsEnum: false })
            .ToDictionary(t => t.FullName!);
    }
}
