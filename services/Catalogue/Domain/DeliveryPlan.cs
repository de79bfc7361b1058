namespace Bpsdm.Catalogue.Domain;

/// <summary>Lays modules over days: a day has one mode, and each mode takes ceil(JP / JP a day) days, the fewest there can be.</summary>
public static class DeliveryPlan
{
    /// <summary>Every module gets one mode, or it says which one does not.</summary>
    public static Outcome<List<Portion>> LayOut(IReadOnlyList<Module> modules, IReadOnlyList<ModuleMode> modes, DeliveryRules rules)
    {
        if (modes.CountBy(m => m.Number).FirstOrDefault(m => m.Value > 1) is { Value: > 1 } twice) return new ModuleNamedTwice(twice.Key);
        if (modes.FirstOrDefault(m => modules.All(module => module.Number != m.Number)) is { } unknown) return new NoSuchModule(unknown.Number);
        var modeOf = modes.ToDictionary(m => m.Number, m => m.Mode);
        if (modules.FirstOrDefault(m => !modeOf.ContainsKey(m.Number)) is { } missing) return new ModuleWithoutMode(missing.Number);
        return LayOut([.. modules.Select(m => (m, modeOf[m.Number]))], rules).ToList();
    }

    public static IReadOnlyList<Portion> LayOut(IReadOnlyList<(Module Module, DeliveryMode Mode)> modules, DeliveryRules rules) =>
    [
        .. modules.GroupBy(m => m.Mode)
            .SelectMany(mode => Fill(mode.Select(m => m.Module), mode.Key, rules.JpPerDay(mode.Key)))
            // Modules keep their order but for a day that two of the same mode share: it stands where its first module does,
            // or a half-empty day would be spent on every change of mode.
            .OrderBy(day => day[0].ModuleNumber)
            .SelectMany((day, i) => day.Select(portion => portion with { Day = i + 1 })),
    ];

    /// <summary>The mode that a module's method speaks for: theory alone, talk and tests live, practice in presence.</summary>
    public static IReadOnlyList<ModuleMode> Propose(IReadOnlyList<Module> modules) =>
    [
        .. modules.Select(m => new ModuleMode(m.Number, m.Method switch
        {
            ModuleMethod.Theory => DeliveryMode.SelfPaced,
            ModuleMethod.Discussion or ModuleMethod.Assessment => DeliveryMode.Live,
            ModuleMethod.Practice => DeliveryMode.FaceToFace,
        })),
    ];

    private static IEnumerable<List<Portion>> Fill(IEnumerable<Module> modules, DeliveryMode mode, int limit)
    {
        List<Portion> day = [];
        var room = limit;
        foreach (var module in modules.OrderBy(m => m.Number))
        {
            for (var left = module.Jp; left > 0;)
            {
                var jp = Math.Min(left, room);
                day.Add(new Portion(0, module.Id, module.Number, mode, jp));
                left -= jp;
                room -= jp;
                if (room > 0) continue;
                yield return day;
                (day, room) = ([], limit);
            }
        }
        if (day.Count > 0) yield return day;
    }
}
