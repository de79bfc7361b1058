using System.Diagnostics;
using Shouldly;

namespace Bpsdm.Testing;

/// <summary>Other people's programs, which judge what we made.</summary>
public static class Programs
{
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
        return output;
    }

    /// <summary>Runs a program on a file with these bytes, whose name comes last.</summary>
    public static async Task<string> RunOnAsync(byte[] content, string program, params string[] arguments)
    {
        var file = Path.Combine(Path.GetTempPath(), $"bpsdm-{Guid.NewGuid():n}.pdf");
        await File.WriteAllBytesAsync(file, content);
        try
        {
            return await RunAsync(program, [.. arguments, file]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
