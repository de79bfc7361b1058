using System.Globalization;
using Bpsdm.TelemetryBench;

// bench telemetry [participants] [rounds]: what telemetry costs in the main job: whole platforms side by side that differ in nothing else, one demo at a time, in turns.
var participants = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
Setting[] settings = [new("off", null), new("10 %", 0.1), new("100 %", 1)];
var platforms = new List<MeasuredPlatform>();
try
{
    foreach (var setting in settings) platforms.Add(await MeasuredPlatform.StartAsync(setting));
    foreach (var platform in platforms) await platform.RunDemoAsync(participants / 4);
    Console.WriteLine($"Warm. {rounds} rounds of {participants:N0} participants each, from need to certificate.");
    for (var round = 0; round < rounds; round++)
        foreach (var platform in platforms.Skip(round % platforms.Count).Concat(platforms.Take(round % platforms.Count)))
        {
            var run = await platform.RunDemoAsync(participants);
            platform.Runs.Add(run);
            Console.WriteLine($"round {round + 1}, {platform.Setting.Name,5}: {run.Wall.TotalSeconds,6:F1} s, {run.Cpu.TotalSeconds,6:F1} s of CPU in services and gateway, {run.BytesTold / 1e6,6:F1} MB told");
        }
    Summary.Print(platforms);
}
finally
{
    foreach (var platform in platforms) await platform.DisposeAsync();
}
