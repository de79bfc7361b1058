using System.Collections.Concurrent;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Learning;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features;

/// <summary>
/// Offerings and their tests in this process, for two seconds: tens of thousands of participants ask for the same few. What
/// must be exact (the version of the test, the outcome) is checked again in the transaction that writes.
/// </summary>
public sealed class OfferingCache(IServiceScopeFactory scopes, TimeProvider time)
{
    private const int MaxEntries = 1_000;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    public async Task<CachedOffering?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(id, out var entry) && time.GetElapsedTime(entry.LoadedAt) >= Life)
            _entries.TryRemove(KeyValuePair.Create(id, entry));
        if (_entries.Count >= MaxEntries) _entries.Clear();

        entry = _entries.GetOrAdd(id, key => new Entry(time.GetTimestamp(), new(() => LoadAsync(key))));
        try
        {
            // Shared by all who ask: one caller who goes away must not cancel it for the others.
            var offering = await entry.Loading.Value.WaitAsync(cancellationToken);
            if (offering is null) _entries.TryRemove(KeyValuePair.Create(id, entry));
            return offering;
        }
        catch when (entry.Loading.Value.IsFaulted)
        {
            _entries.TryRemove(KeyValuePair.Create(id, entry));
            throw;
        }
    }

    /// <summary>As <see cref="GetAsync"/>, and where no test is known it looks again: it may have been set a moment ago on another replica.</summary>
    public async Task<CachedOffering?> GetWithTestAsync(Guid id, CancellationToken cancellationToken)
    {
        var offering = await GetAsync(id, cancellationToken);
        if (offering is not { PostTest: null }) return offering;
        Forget(id);
        return await GetAsync(id, cancellationToken);
    }

    public void Forget(Guid id) => _entries.TryRemove(id, out _);

    private async Task<CachedOffering?> LoadAsync(Guid id)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        return await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id) is { } offering
            ? new CachedOffering(offering, await db.PostTests.AsNoTracking().SingleOrDefaultAsync(t => t.OfferingId == id))
            {
                Path = await ReadContent.PathAsync(db, id),
                Tests = await db.TestsOfAsync(id, CancellationToken.None),
                Classrooms = await db.Classrooms.AsNoTracking().Where(c => c.OfferingId == id).ToDictionaryAsync(c => c.SessionId),
                SessionSettings = await db.SessionSettings.AsNoTracking().Where(s => s.OfferingId == id).ToDictionaryAsync(s => s.SessionId),
            }
            : null;
    }

    private sealed record Entry(long LoadedAt, Lazy<Task<CachedOffering?>> Loading);
}

public sealed class CachedOffering(Offering offering, PostTest? postTest)
{
    private readonly Dictionary<Guid, Session> _sessions = offering.Sessions.ToDictionary(s => s.Id);
    private readonly Dictionary<Guid, Module> _modules = offering.Modules.ToDictionary(m => m.Id);

    public Offering Offering { get; } = offering;
    public PostTest? PostTest { get; } = postTest;
    public LearningPath Path { get; init; } = LearningPath.Free;
    public IReadOnlyDictionary<Guid, Classroom> Classrooms { get; init; } = new Dictionary<Guid, Classroom>();
    public IReadOnlyDictionary<Guid, SessionSetting> SessionSettings { get; init; } = new Dictionary<Guid, SessionSetting>();

    /// <summary>Those that are drawn from banks, by their names.</summary>
    public IReadOnlyDictionary<string, TestDefinitionRow> Tests { get; init; } = new Dictionary<string, TestDefinitionRow>(StringComparer.Ordinal);

    /// <summary>What a participant reads of the test: made once, not for each of them.</summary>
    public PostTestView? PostTestView { get; } = postTest is null ? null : PostTestView.Of(postTest, offering.Rule);

    public Session? Session(Guid id) => _sessions.GetValueOrDefault(id);
    public Module? Module(Guid id) => _modules.GetValueOrDefault(id);
}
