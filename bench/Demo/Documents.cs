using System.Diagnostics;

namespace Bpsdm.Demo;

/// <summary>Certificates as PDF, judged by other people's programs: pdfsig, pdftotext, zbarimg (poppler-utils and zbar-tools).</summary>
internal sealed class Documents(PlatformApi api)
{
    /// <summary>How many are drawn.</summary>
    public const int Drawn = 100;

    /// <returns>How many are signed as a whole, show number and name, and lead by their QR code to their own verification.</returns>
    public async Task<int> CheckAsync(IReadOnlyCollection<HrCompletion> drawn, IProgress<double> bar)
    {
        var (good, done) = (0, 0);
        var hr = await api.ServiceTokenAsync("hr-system");
        await Parallel.ForEachAsync(drawn, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (completion, _) =>
        {
            var pdf = await api.GetBytesAsync($"/api/certification/certificates/{completion.Certificate.Id}/pdf", hr);
            if (await IsGoodAsync(pdf, completion)) Interlocked.Increment(ref good);
            bar.Report(Interlocked.Increment(ref done));
        });
        return good;
    }

    private static async Task<bool> IsGoodAsync(byte[] pdf, HrCompletion completion)
    {
        var folder = Directory.CreateTempSubdirectory("bpsdm-demo-").FullName;
        try
        {
            var file = Path.Combine(folder, "certificate.pdf");
            await File.WriteAllBytesAsync(file, pdf);
            var signature = await RunAsync("pdfsig", "-nocert", file);
            var text = await RunAsync("pdftotext", "-raw", file, "-");
            await RunAsync("pdftoppm", "-r", "150", "-png", "-singlefile", file, Path.Combine(folder, "page"));
            var code = (await RunAsync("zbarimg", "-q", "--nodbus", "--raw", Path.Combine(folder, "page.png"))).Trim();
            return signature.Contains("Signature is Valid", StringComparison.Ordinal) && signature.Contains("Total document signed", StringComparison.Ordinal)
                && Shows(text, completion.Certificate.Number) && Shows(text, completion.Person.Name) && code == completion.Certificate.VerificationUrl;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A long text is broken into lines.</summary>
    private static bool Shows(string text, string wanted) => Squeezed(text).Contains(Squeezed(wanted), StringComparison.OrdinalIgnoreCase);

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
