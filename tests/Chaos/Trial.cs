using System.Diagnostics;
using Bpsdm.LocalOrchestrator;

namespace Bpsdm.Chaos;

/// <param name="Refused">Requests that were refused or not answered, by why; each was sent again.</param>
/// <param name="Heal">From the end of the fault until health is green and a new participant was all the way in the feed.</param>
/// <param name="Wrong">What else is not as it should be.</param>
internal sealed record Row(string Fault, IReadOnlyDictionary<string, int> Refused, TimeSpan? Heal, int Participants, Balance Balance, string Wrong)
{
    public bool Holds => Balance.IsEven && Wrong.Length == 0;
}

/// <summary>A platform with load on it, where one fault after another is tried.</summary>
internal sealed class Trial : IAsyncDisposable
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3), After = TimeSpan.FromSeconds(3), Settle = TimeSpan.FromMinutes(4);
    private readonly Stage _stage;
    private readonly HttpClient _broker;
    private readonly Audit _audit;

    private Trial(Stage stage, HttpClient broker) => (_stage, _broker, _audit) = (stage, broker, new Audit(stage.Platform, stage.Load, broker));

    private Load Load => _stage.Load;

    public static async Task<Trial> StartAsync(string state, int replicas, TimeSpan stop, TimeSpan pause, int people)
    {
        var options = new LocalPlatformOptions
        {
            StateFolder = state, PreferDefaultPort = false, Replicas = replicas,
            Environment = new Dictionary<string, string>
            {
                ["Webhooks__AllowPrivateTargets"] = "true",
                // What a killed sender had in hand is sent by another when its lease is over, which is made of this.
                ["Webhooks__Timeout"] = "00:00:02",
                // All cohorts are nominated by one account.
                ["RateLimits__ImportsPerMinute"] = "6000",
            },
        };
        var platform = await LocalPlatform.StartAsync(options);
        var door = new CuttingProxy([.. Enumerable.Range(1, replicas).Select(n => new Uri(platform.AddressOf(n == 1 ? "gateway" : $"gateway-{n}")))]);
        var load = await Load.PrepareAsync(platform, door.Address, people);
        return new Trial(new Stage(platform, door, load, stop, pause), new RunningPlatform(state, options.ManifestPath).Management());
    }

    public async Task<Row> TryAsync(Fault fault)
    {
        var (refused, seated, restarts) = (Load.Refused, Load.Seated, Restarts(fault));
        TimeSpan? heal = null;
        var wrong = "";
        Load.Start();
        try
        {
            await Task.Delay(Before);
            await fault.StrikeAsync(_stage);
            var clock = Stopwatch.StartNew();
            await _stage.HealthyAsync();
            await Load.ProbeAsync();
            await _stage.HealthyAsync();
            heal = clock.Elapsed;
            await Task.Delay(After);
        }
#pragma warning disable CA1031 // Whatever a fault brings to light is told in the table.
        catch (Exception e)
        {
            wrong = e.Message;
        }
        try
        {
            await Load.StopAsync().WaitAsync(Settle);
        }
        catch (Exception e)
        {
            wrong += $" {e.Message}";
        }
#pragma warning restore CA1031
        var balance = await _audit.SettleAsync(wrong.Length == 0 ? Settle : TimeSpan.Zero);
        var crashed = Restarts(fault).Where(r => restarts[r.Key] != r.Value).Select(r => r.Key).ToList();
        if (crashed.Count > 0) wrong += $" {string.Join(", ", crashed)} ended.";
        return new Row(fault.Name, Since(refused), heal, Load.Seated - seated, balance, wrong.Trim());
    }

    public async ValueTask DisposeAsync()
    {
        _broker.Dispose();
        Load.Dispose();
        _stage.Door.Dispose();
        await _stage.Platform.DisposeAsync();
    }

    private Dictionary<string, int> Since(IReadOnlyDictionary<string, int> before) =>
        Load.Refused.Select(r => KeyValuePair.Create(r.Key, r.Value - before.GetValueOrDefault(r.Key))).Where(r => r.Value > 0).ToDictionary();

    private Dictionary<string, int> Restarts(Fault fault) =>
        _stage.Platform.Status.Where(s => s.Name != fault.Victim).ToDictionary(s => s.Name, s => s.Restarts, StringComparer.Ordinal);
}
