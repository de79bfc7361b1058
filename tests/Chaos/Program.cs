using System.Globalization;
using Bpsdm.Chaos;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var names = args.ToList();
if (names.Count == 0 || names[0].StartsWith("--", StringComparison.Ordinal))
{
    Console.Error.WriteLine($"usage: STATE [--short | FAULT...]\nfaults: {string.Join(' ', Faults.All.Select(f => f.Name))}");
    return 2;
}
var state = Path.GetFullPath(names[0]);
names.RemoveAt(0);
var brief = names.Remove("--short");
if (names.Find(n => !Faults.All.Any(f => f.Name == n)) is { } unknown)
{
    Console.Error.WriteLine($"There is no fault {unknown}. Faults: {string.Join(' ', Faults.All.Select(f => f.Name))}");
    return 2;
}
IReadOnlyList<Fault> faults = names.Count > 0 ? [.. Faults.All.Where(f => names.Contains(f.Name))] : brief ? Faults.Short : Faults.All;
var (stop, pause) = brief ? (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)) : (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30));

var rows = new List<Row>();
foreach (var group in faults.GroupBy(f => f.Replicas))
{
    Trial? trial = null;
    foreach (var fault in group)
    {
        if (trial is null) Directory.CreateDirectory(state);
        trial ??= await Trial.StartAsync(Path.Combine(state, $"platform-{rows.Count}"), group.Key, stop, pause, people: brief ? 2_000 : 20_000);
        rows.Add(await trial.TryAsync(fault));
        Report.Say(rows[^1]);
        await Report.SaveAsync(rows, Path.Combine(state, "faults.md"));
        // What is uneven stays so; the next fault is not to be blamed for it.
        if (rows[^1].Holds) continue;
        await trial.DisposeAsync();
        trial = null;
    }
    if (trial is not null) await trial.DisposeAsync();
}
Report.Write(rows);
return rows.TrueForAll(r => r.Holds) ? 0 : 1;
