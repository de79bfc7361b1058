namespace Bpsdm.EndToEnd.Tests;

/// <summary>The short form of <c>./bpsdm test --chaos</c>: on a platform of its own, under load, one fault after another.</summary>
[Collection(PlatformCollection.Name)]
public sealed class FaultTests : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("bpsdm-faults-");

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task Whatever_fails_under_load_heals_by_itself_and_loses_and_doubles_nothing() =>
        await ProgramRun.Start(Repository.AssemblyOf("tests/Chaos"), _state.FullName, "--short").EndsWellAsync(TimeSpan.FromMinutes(15));
}
