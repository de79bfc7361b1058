namespace Bpsdm.Catalogue.Domain;

/// <summary>Lays modules over days: a day has one mode, and each mode takes ceil(JP / JP a day) days, the fewest there can be.</summary>
public static class DeliveryPlan
{
    public static IReadOnlyList<Portion> LayOut(IReadOnlyList<(Module Module, DeliveryMode Mode)> modules, DeliveryRules rules) =>
    [
        .. modules.GroupBy(m => m.Mode)
            .SelectMany(mode => Fill(mode.Select(m => m.Module), mode.Key, rules.JpPerDay(mode.Key)))
            // Modules keep their order but for a day that two of the same mode share: it stands where its first module does,
            // or a half-empty day would be spent on every change of mode.
            .OrderBy(day => day[0].ModuleNumber)
            .SelectMany((day, i) => day.Select(portion => portion with { Day = i + 1 })),
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
