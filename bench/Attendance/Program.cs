using System.Diagnostics;
using System.Globalization;
using Bpsdm.Attendance;
using Bpsdm.LocalOrchestrator;
using Npgsql;

// How many check-ins a second one replica of SessionDelivery takes: over HTTP, with real tokens, each answered when it is
// durable. Beside it, on the same server and into the same kind of table, rows that PostgreSQL takes with no service before it.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int People = 20_000;
var rounds = args is ["--rounds", var text] && int.TryParse(text, out var n) && n is >= 1 and <= 20 ? n : args is [] ? 3 : 0;
if (rounds == 0)
{
    Console.Error.WriteLine("usage: bench attendance [--rounds N (3)]");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("bpsdm-attendance-").FullName;
try
{
    Console.WriteLine("Starting servers and the service...");
    await using var servers = await LocalServers.StartAsync(folder);
    await using var issuer = await Issuer.StartAsync();
    await using var service = await Service.StartAsync(servers, issuer.Address, Path.Combine(folder, "service.log"));
    await using var database = NpgsqlDataSource.Create(service.Database + ";Maximum Pool Size=100");

    Console.WriteLine($"Signing {People:N0} tokens...");
    var crowd = Crowd.Of(People, issuer);
    await using var setting = new Setting(database, crowd.Nips);
    await crowd.CheckInAsync(service, await setting.NewSessionAsync(), connections: 64); // the first one warms up

    var figures = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
    for (var round = 1; round <= rounds; round++)
    {
        Add("1 COPY of bare rows", await Measure.RateAsync(People, () => setting.CopyBareRowsAsync()));
        Add("2 bare single-row inserts, 64 connections", await Measure.RateAsync(People, () => setting.InsertBareRowsAsync(connections: 64)));
        foreach (var connections in (int[])[64, 512])
        {
            var session = await setting.NewSessionAsync();
            var cpu = service.CpuTime;
            var clock = Stopwatch.StartNew();
            var latency = await crowd.CheckInAsync(service, session, connections);
            var seconds = clock.Elapsed.TotalSeconds;
            if (await setting.AttendedAsync(session) is var attended && attended != People) throw new InvalidOperationException($"{attended} of {People} are recorded.");
            Console.WriteLine(
                $"round {round}: {connections,3} connections {People / seconds,7:N0} check-ins/s, p50 {latency.P50:N0} ms, p99 {latency.P99:N0} ms, "
                + $"{(service.CpuTime - cpu).TotalMicroseconds / People:N0} us of the service's CPU each");
            Add($"3 check-ins, {connections,3} connections", People / seconds);
        }
    }

    var inserts = Measure.Median(figures["2 bare single-row inserts, 64 connections"]);
    Console.WriteLine($"\n{"median of " + rounds,-44} {"a second",10} {"to inserts",11}");
    foreach (var (what, rates) in figures) Console.WriteLine($"{what[2..],-44} {Measure.Median(rates),10:N0} {Measure.Median(rates) / inserts,11:0.00}");
    return 0;

    void Add(string what, double rate)
    {
        if (!figures.TryGetValue(what, out var rates)) figures[what] = rates = [];
        rates.Add(rate);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
