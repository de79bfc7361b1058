using Bpsdm.LocalOrchestrator;

namespace Bpsdm.Chaos;

/// <summary>Where faults are tried.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Door">What its clients speak to.</param>
/// <param name="Load">What goes on meanwhile.</param>
/// <param name="Stop">How long what is stopped stays away.</param>
/// <param name="Pause">How long what is paused is held, and an alarm lasts.</param>
internal sealed record Stage(LocalPlatform Platform, CuttingProxy Door, Load Load, TimeSpan Stop, TimeSpan Pause)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Waits until the gateway says that everything is well.</summary>
    /// <exception cref="TimeoutException">It did not become so.</exception>
    public async Task HealthyAsync()
    {
        var seen = "";
        await Wait.UntilAsync(Patience, async () => (seen = await HealthAsync()).Contains("\"status\":\"Healthy\"", StringComparison.Ordinal), () => $"The platform is not well: {seen}");
    }

    private async Task<string> HealthAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(Door.Address, "/health"));
            return await answer.Content.ReadAsStringAsync();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return e.Message;
        }
    }
}
