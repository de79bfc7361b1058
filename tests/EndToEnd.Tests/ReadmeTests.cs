using System.Diagnostics;
using Bpsdm.LocalOrchestrator;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>Types the walk of the README into a shell, as a newcomer would.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ReadmeTests(PlatformFixture fixture) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bpsdm-readme-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_way_of_one_participant_is_as_the_README_says()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, ".state"), fixture.StateFolder);
        var start = new ProcessStartInfo("bash", ["-e", "-u", "-o", "pipefail", "-c", Walk()])
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var shell = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = Task.WhenAll(shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync(deadline.Token);

        var text = string.Join('\n', await output);
        shell.ExitCode.ShouldBe(0, text);
        text.ShouldContain("\"passed\":true");
        text.ShouldContain("\"status\":\"valid\"");
        text.ShouldContain("Arif Hidayat");
        (await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "sertifikat.pdf"))).AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
    }

    private static string Walk()
    {
        var root = Path.GetDirectoryName(new LocalPlatformOptions { StateFolder = "unused" }.ManifestPath)!;
        var section = File.ReadAllText(Path.Combine(root, "README.md")).Split("## The way of one participant")[1];
        return section.Split("```sh\n")[1].Split("```")[0];
    }
}
