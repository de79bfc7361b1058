using Bpsdm.Demo;
using Bpsdm.LocalOrchestrator;

namespace Bpsdm.Chaos;

/// <summary>
/// Small offerings one after another, each with its participants all the way to their certificates. Its clients do what the
/// platform's own are told to: each call that was refused or not answered is sent again, with its key.
/// </summary>
internal sealed class Load : IDisposable
{
    private const int Loops = 2, Seats = 6, Parallel = 3;
    private readonly List<RosterEmployee> _people;
    private readonly PlatformApi _api;
    private readonly Created _programme;
    private volatile bool _running;
    private Task _loops = Task.CompletedTask;
    private int _taken, _seated, _passed;

    private Load(PlatformApi api, Created programme, HrWays ways, List<RosterEmployee> people) => (_api, _programme, Ways, _people) = (api, programme, ways, people);

    /// <summary>HR systems that read along.</summary>
    public HrWays Ways { get; }

    /// <summary>Participants who were confirmed.</summary>
    public int Seated => _seated;

    /// <summary>Those of them who answered rightly.</summary>
    public int Passed => _passed;

    /// <summary>Requests that were refused or not answered, and sent again, by why.</summary>
    public IReadOnlyDictionary<string, int> Refused => _api.RetryReasons;

    /// <param name="platform">It runs.</param>
    /// <param name="door">What the clients speak to.</param>
    /// <param name="people">Employees on the register; each takes part once.</param>
    public static async Task<Load> PrepareAsync(LocalPlatform platform, Uri door, int people)
    {
        var secrets = platform.Secrets;
        var api = new PlatformApi(door, secrets["seed-client-secret"], connections: 32);
        foreach (var client in (string[])["training-admin", "agency-admin", "instructor", "hr-system"]) await api.ServiceTokenAsync(client);
        var roster = Roster.WithEligible(people).Where(e => e.Eligible).ToList();
        await new Nominations(api, roster).RegisterAsync(Unseen);
        var programme = await new Preparation(api).ProgrammeAsync(await api.ServiceTokenAsync("training-admin"));
        var broker = new UriBuilder(platform.AddressOf("messaging")) { UserName = "hr", Password = Uri.EscapeDataString(secrets["hr-broker-password"]) };
        return new Load(api, programme, await HrWays.OpenAsync(api, broker.Uri), roster);
    }

    public void Start()
    {
        _running = true;
        _loops = Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => Task.Run(async () =>
        {
            while (_running) await OfferAsync(Take(Seats));
        })));
    }

    /// <summary>Begins no more offerings, and waits for the end of those that have begun.</summary>
    public async Task StopAsync()
    {
        _running = false;
        await _loops;
    }

    /// <summary>One participant all the way, from the offering to the feed of HR systems.</summary>
    public async Task ProbeAsync()
    {
        RosterEmployee person;
        // One in twenty answers wrongly, and is in no feed.
        do person = Take(1)[0];
        while (!Participation.Passes(person));
        var outcome = await OfferAsync([person]);
        await Wait.UntilAsync(Stage.Patience, async () => (await outcome.ReadFeedAsync(Unseen)).Exists(outcome.IsOurs), () => "The feed does not have the probe.");
    }

    /// <summary>An offering whose participants learn on devices with wrong clocks.</summary>
    public Task SkewAsync() => OfferAsync(Take(Seats), new SkewedClocks(_api));

    /// <summary>All completions in the feed, from its beginning.</summary>
    public Task<List<HrCompletion>> FeedAsync() => Outcome.ReadFeedAsync(_api);

    public void Dispose()
    {
        Ways.Dispose();
        _api.Dispose();
    }

    /// <exception cref="InvalidOperationException">The register has no more people.</exception>
    private List<RosterEmployee> Take(int count)
    {
        var last = Interlocked.Add(ref _taken, count);
        return last <= _people.Count ? _people.GetRange(last - count, count) : throw new InvalidOperationException($"All {_people.Count} people have taken part.");
    }

    private async Task<Outcome> OfferAsync(List<RosterEmployee> people, SkewedClocks? clocks = null)
    {
        var seats = people.Count;
        var preparation = new Preparation(_api);
        var offering = await preparation.OfferAsync(_programme, seats, DateTimeOffset.UtcNow);
        await preparation.WritePostTestAsync(offering.Id);
        await new Nominations(_api, people).NominateAsync(offering.Id, Unseen);
        Interlocked.Add(ref _seated, seats);

        if (clocks is not null) await clocks.PrepareAsync(offering);
        var participation = new Participation(_api, offering, Parallel) { Learn = clocks is null ? null : (token, module) => clocks.LearnAsync(offering, token, module) };
        await participation.SeatedAsync(seats, Unseen);
        await participation.RunAsync(people, Unseen);
        var passed = people.Count(Participation.Passes);
        Interlocked.Add(ref _passed, passed);
        var outcome = new Outcome(_api, offering);
        await outcome.CertifiedAsync(passed, Unseen);
        return outcome;
    }

    private static readonly IProgress<double> Unseen = new Progress<double>();
}
