using Bpsdm.Demo;

namespace Bpsdm.Chaos;

/// <summary>Learners whose devices are hours off: what they have learned counts, and no time from the future stands.</summary>
internal sealed class SkewedClocks(PlatformApi api)
{
    private static readonly TimeSpan[] Skews = [TimeSpan.FromHours(-26), TimeSpan.FromHours(-3), TimeSpan.FromHours(3), TimeSpan.FromHours(26)];
    private readonly Guid _item = Guid.CreateVersion7();

    public async Task PrepareAsync(Offering offering)
    {
        var instructor = await api.ServiceTokenAsync("instructor");
        foreach (var module in offering.Modules.Where(m => m.Mode == "self-paced"))
            await api.PutAsync<object>($"/api/delivery/offerings/{offering.Id}/modules/{module.ModuleId}/content", instructor, new
            {
                items = new[] { new { id = _item, kind = "page", title = "Bacaan", text = "# Pengantar", minutes = 10 } },
            });
    }

    /// <exception cref="InvalidOperationException">A fact was refused, or a time from the future stands.</exception>
    public async Task LearnAsync(Offering offering, string token, OfferingModule module)
    {
        var mine = $"/api/delivery/my/offerings/{offering.Id}";
        var told = await api.PostAsync<Told>($"{mine}/progress-facts", token, new
        {
            facts = Skews.Shuffle().Select((skew, i) => new { id = Guid.CreateVersion7(), itemId = _item, percent = 25 * (i + 1), position = i, at = DateTimeOffset.UtcNow + skew }),
        });
        if (told.Modules.Single(m => m.ModuleId == module.ModuleId).Value != 100 || told.Facts.Any(f => f.Result == "refused"))
            throw new InvalidOperationException("What was learned by a wrong clock does not count.");
        var seen = await api.GetAsync<Content>($"{mine}/content", token);
        if (seen.Modules.SelectMany(m => m.Items).Single().PositionAt is not { } at || at > DateTimeOffset.UtcNow)
            throw new InvalidOperationException("A time from the future stands.");
    }

    private sealed record Told(Fact[] Facts, Percent[] Modules);

    private sealed record Fact(string Result);

    private sealed record Percent(Guid ModuleId, [property: System.Text.Json.Serialization.JsonPropertyName("percent")] int Value);

    private sealed record Content(Module[] Modules);

    private sealed record Module(Item[] Items);

    private sealed record Item(DateTimeOffset? PositionAt);
}
