using System.Globalization;
using Bpsdm.Attendance;
using Bpsdm.LocalOrchestrator;
using Bpsdm.ServiceDefaults;
using Npgsql;

// Everybody of the e-bimtek checks in at once, each with a token of their own: through the gateway and without it, and with
// the service killed in the middle. Beside it, on the same server and into the same kind of table, what PostgreSQL takes
// with no service before it. At last how long the live board takes to show a check-in.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (rounds, people) = (1, 61_964);
for (var i = 0; i < args.Length; i += 2)
{
    if (i + 1 < args.Length && int.TryParse(args[i + 1], out var n) && n > 0 && args[i] is "--rounds") rounds = n;
    else if (i + 1 < args.Length && int.TryParse(args[i + 1], out n) && n is > 0 and <= 99_999 && args[i] is "--people") people = n;
    else
    {
        Console.Error.WriteLine("usage: bench attendance [--rounds N (1)] [--people N (61964)]");
        return 2;
    }
}

var folder = Directory.CreateTempSubdirectory("bpsdm-attendance-").FullName;
try
{
    Console.WriteLine("Starting servers, the service and the gateway...");
    await using var servers = await LocalServers.StartAsync(folder);
    await using var issuer = await Issuer.StartAsync();
    await using var platform = await Platform.StartAsync(servers, issuer.Address, folder);
    await using var database = NpgsqlDataSource.Create(platform.Database + ";Maximum Pool Size=100");

    Console.WriteLine($"Signing {people:N0} tokens...");
    var crowd = Crowd.Of(people, issuer);
    await using var setting = new Setting(database, crowd.Nips);
    await crowd.CheckInAsync(platform.Gateway.Address, await setting.NewSessionAsync(), 64, people: Math.Min(people, 20_000)); // warms up

    var rates = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
    for (var round = 1; round <= rounds; round++)
    {
        await setting.EmptyTableAsync();
        Add("1 pgbench single-row inserts, 64 clients", await PgBench.InsertsAsync(platform.Database, folder, clients: 64, seconds: 15));
        Add("2 COPY of bare rows", await Measure.RateAsync(people, setting.CopyBareRowsAsync));
        await CrowdAsync("3 check-ins at the service, 512 connections", platform.Service, 512);
        await CrowdAsync("4 check-ins through the gateway, 64 connections", platform.Gateway, 64);
        await CrowdAsync("5 check-ins through the gateway, 512 connections", platform.Gateway, 512);
        await CrowdAsync("6 the same, the service killed in the middle", platform.Gateway, 512, killed: true);
        await BoardAsync(perSecond: 1_000);
    }

    var inserts = Measure.Median(rates["1 pgbench single-row inserts, 64 clients"]);
    Console.WriteLine($"\n{"median of " + rounds,-50} {"a second",10} {"to pgbench",11}");
    foreach (var (what, all) in rates) Console.WriteLine($"{what[2..],-50} {Measure.Median(all),10:N0} {Measure.Median(all) / inserts,11:0.00}");
    return 0;

    async Task CrowdAsync(string what, Child door, int connections, bool killed = false)
    {
        var session = await setting.NewSessionAsync();
        var crash = Task.CompletedTask;
        var cpu = killed ? default : platform.Service.CpuTime;
        var answered = await crowd.CheckInAsync(door.Address, session, connections, answered: killed ? Crash : null);
        await crash;
        await setting.ShouldHoldAsync(session, answered.Accepted);
        Console.WriteLine($"{what[2..],-50} {answered}" + (killed ? "" : $", {(platform.Service.CpuTime - cpu).TotalMicroseconds / people:N0} us of the service's CPU each"));
        Add(what, people / answered.Seconds);

        void Crash(int count)
        {
            if (count != people / 3) return;
            crash = Task.Run(async () =>
            {
                await platform.Service.KillAsync();
                await platform.Service.StartAsync();
            });
        }
    }

    async Task BoardAsync(int perSecond)
    {
        var session = await setting.NewSessionAsync();
        var some = Math.Min(people, perSecond * 20);
        await using var screen = await Screen.OpenAsync(platform.Gateway.Address, session, issuer.Token(Roles.TrainingAdmin));
        screen.ReadUntil(some);
        var answered = await crowd.CheckInAsync(platform.Gateway.Address, session, 128, perSecond, some);
        var delays = await screen.DelaysAsync(answered.Moments);
        Console.WriteLine(
            $"live board at {some / answered.Seconds:N0} check-ins a second, {people:N0} seats: shown after p50 {delays[delays.Length / 2]:N0} ms, "
            + $"p99 {delays[delays.Length * 99 / 100]:N0} ms, at most {delays[^1]:N0} ms; {screen.Events / answered.Seconds:0.0} boards a second");
    }

    void Add(string what, double rate)
    {
        if (!rates.TryGetValue(what, out var all)) rates[what] = all = [];
        all.Add(rate);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
