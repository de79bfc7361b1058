namespace Bpsdm.LocalOrchestrator;

/// <summary>
/// The manifest holds no WaitFor: a project starts after those that it calls, known by its service-discovery entries. Other
/// entries with an address (the public one, as the issuer) are no calls and may well point back.
/// </summary>
internal static class StartOrder
{
    /// <summary>The projects in waves: each wave calls only projects of the waves before it.</summary>
    /// <exception cref="LocalRunException">The references form a circle.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Waves(Manifest manifest)
    {
        var waiting = manifest.Resources.Values.Where(r => r is { IsProject: true, IsMigration: false }).ToDictionary(r => r.Name, r => CalledBy(r, manifest));
        var waves = new List<IReadOnlyList<string>>();
        while (waiting.Count > 0)
        {
            var wave = waiting.Where(p => !p.Value.Exists(waiting.ContainsKey)).Select(p => p.Key).ToList();
            if (wave.Count == 0) throw new LocalRunException($"These projects call each other in a circle: {string.Join(", ", waiting.Keys)}.");
            foreach (var name in wave) waiting.Remove(name);
            waves.Add(wave);
        }
        return waves;
    }

    private static List<string> CalledBy(ManifestResource project, Manifest manifest) =>
        (project.Env ?? []).Where(e => e.Key.StartsWith("services__", StringComparison.Ordinal))
            .SelectMany(e => Expressions.References(e.Value)).Distinct()
            .Where(name => name != project.Name && manifest[name].IsProject).ToList();
}
