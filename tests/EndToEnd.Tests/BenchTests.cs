namespace Bpsdm.EndToEnd.Tests;

/// <summary>
/// The benchmarks run to their end with little to do: what they measure is not tested, but that they still can. Beside the others they
/// would take the machine from them. The one of telemetry starts three whole platforms and takes minutes: it is left to whoever wants its figures.
/// </summary>
[Collection(PlatformCollection.Name)]
public class BenchTests
{
    public static TheoryData<string, string> Benchmarks => new()
    {
        { "Attendance", "--people 200" },
        { "Certificates", "--participants 100 --runs 1" },
        { "Eligibility", "--requests 100 --employees 500 --offerings 20" },
        { "Register", "--rounds 1" },
        { "Search", "--requests 100 --programmes 50 --offerings 50 --employees 500" },
    };

    [Theory]
    [MemberData(nameof(Benchmarks))]
    public async Task A_benchmark_runs(string name, string arguments)
    {
        var output = await ProgramRun.Start(Repository.AssemblyOf($"bench/{name}"), arguments.Split(' ')).EndsWellAsync(TimeSpan.FromMinutes(5));
        output.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_benchmark_is_among_them() =>
        Directory.GetDirectories(Path.Combine(Repository.Root, "bench")).Select(Path.GetFileName).Except(["Demo", "Telemetry"])
            .ShouldBe(Benchmarks.Select(row => (string)row[0]), ignoreOrder: true);
}
