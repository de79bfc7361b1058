using System.Diagnostics;
using System.Net.Http.Headers;
using Bpsdm.Testing;

namespace Bpsdm.CertificatesBench;

/// <summary>PDFs rendered, signed and noted by a replica of the service that has one core.</summary>
internal static class PdfRun
{
    private const int Warm = 50, Measured = 1_000;

    /// <returns>PDFs a second, and the mean size of one in bytes.</returns>
    public static async Task<(double PerSecond, double Bytes)> MeasureAsync(Platform platform)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        await using var service = await platform.StartServiceAsync(address, "taskset", "--cpu-list", "0");
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.HrToken);
        await Eventually.BecomesTrueAsync(async () => (await http.GetAsync("/health")).IsSuccessStatusCode, TimeSpan.FromSeconds(60));

        var ids = await platform.ScalarAsync<Guid[]>($"SELECT array_agg(id) FROM (SELECT id FROM certificates LIMIT {Warm + Measured}) AS sample");
        var bytes = 0L;
        await FetchAsync(ids.Take(Warm));
        bytes = 0;
        var clock = Stopwatch.StartNew();
        await FetchAsync(ids.Skip(Warm));
        return ((ids.Length - Warm) / clock.Elapsed.TotalSeconds, (double)bytes / (ids.Length - Warm));

        // Some at a time, so that the core always has one to work on.
        Task FetchAsync(IEnumerable<Guid> certificates) => Parallel.ForEachAsync(certificates, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (id, _) =>
        {
            var pdf = await http.GetByteArrayAsync(new Uri($"/api/certification/certificates/{id}/pdf", UriKind.Relative), CancellationToken.None);
            Interlocked.Add(ref bytes, pdf.Length);
        });
    }
}
