using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bpsdm.EligibilityBench;

/// <summary>The same rules over a whole register: a file that nominates everybody, from the upload to its end.</summary>
internal static class Bulk
{
    public static async Task<string> NominateAsync(Platform platform, Guid offering, string[] nips)
    {
        using var client = platform.Connect();
        using var csv = new StringContent($"nip\n{string.Join('\n', nips)}\n", Encoding.UTF8, "text/csv");
        var start = Stopwatch.GetTimestamp();
        using var accepted = await client.PostAsync($"/api/enrolment/offerings/{offering}/nominations", csv);
        accepted.EnsureSuccessStatusCode();
        var job = await accepted.Content.ReadFromJsonAsync<JsonElement>();
        while (job.GetProperty("status").GetString() is not "completed")
        {
            if (job.GetProperty("status").GetString() is "failed") throw new InvalidOperationException(job.GetProperty("error").GetString());
            await Task.Delay(50);
            job = await client.GetFromJsonAsync<JsonElement>($"/api/enrolment/imports/{job.GetProperty("id").GetGuid()}");
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return $"{nips.Length:N0} nominations by file in {seconds:F1} s, {nips.Length / seconds:N0}/s: {job.GetProperty("outcomes")}";
    }
}
