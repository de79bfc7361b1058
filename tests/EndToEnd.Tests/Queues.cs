using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.LocalOrchestrator;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>The broker of a platform that is up, as its management API tells it.</summary>
internal static class Queues
{
    /// <summary>Error queues that hold something.</summary>
    public static async Task<string[]> WithErrorsAsync(string stateFolder)
    {
        using var management = Management(stateFolder);
        var queues = await management.GetFromJsonAsync<JsonElement>("/api/queues");
        return [.. queues.EnumerateArray().Where(q => q.GetProperty("name").GetString()!.EndsWith("_error", StringComparison.Ordinal))
            .Where(q => q.TryGetProperty("messages", out var messages) && messages.GetInt32() > 0).Select(q => q.GetProperty("name").GetString()!)];
    }

    public static HttpClient Management(string stateFolder) =>
        new RunningPlatform(stateFolder, new LocalPlatformOptions { StateFolder = stateFolder }.ManifestPath).Management();
}
