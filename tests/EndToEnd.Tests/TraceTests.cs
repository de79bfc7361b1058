using System.Diagnostics;
using Bpsdm.Testing;
using Bpsdm.Testing.Otlp;
using Npgsql;
using Xunit.Abstractions;
using Trace = Bpsdm.Testing.Otlp.Trace;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>What one participant's way looks like to those who read traces: it is printed, and kept beside the results.</summary>
[Collection(PlatformCollection.Name)]
public sealed class TraceTests(PlatformFixture fixture, ITestOutputHelper output)
{
    private const string Nip = "199002282014022005";

    private static readonly string[] Services = ["bpsdm-gateway", "bpsdm-identity", "bpsdm-catalogue", "bpsdm-enrolment", "bpsdm-delivery", "bpsdm-certification"];

    [Fact]
    public async Task One_trace_leads_from_requests_at_the_gateway_to_what_HR_is_told()
    {
        using var cause = new Activity("one participant") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();
        await new Journey(fixture, Nip, "Maya Anggraini").WalkAsync();
        cause.Stop();
        var entry = ActivityContext.Parse(await TraceOfEntryAsync(), traceState: null).SpanId.ToHexString();

        var trace = await Eventually.SeeAsync(
            () => Task.FromResult(new Trace(fixture.Telemetry.Spans, cause.TraceId.ToHexString())),
            seen => Services.All(name => seen.Spans.Any(s => s.Service == name)) && Credited(seen, entry) is not null
                // Each process sends its spans when it does: the way is whole when its beginning has come.
                && Told(seen, entry) is { } told && seen.WayTo(told)[0].Service == "bpsdm-gateway", TimeSpan.FromSeconds(30));
        Print(trace.ToString());

        var way = trace.WayTo(Told(trace, entry)!).Select(s => $"{s.Service} {s.Kind} {s.Name}").ToList();
        output.WriteLine(string.Join('\n', way));
        way[0].ShouldStartWith("bpsdm-gateway Server PUT ");
        way.ShouldContain(s => s.StartsWith("bpsdm-delivery Server PUT /api/delivery/offerings/{id:guid}/", StringComparison.Ordinal));
        string[] steps = ["bpsdm-delivery Internal delivery batch", "bpsdm-delivery Producer outbox publish", "bpsdm-certification Internal handle issue-certificates", "bpsdm-certification Producer tell hr exchange"];
        way.Where(steps.Contains).ShouldBe(steps);
    }

    private static Span? Told(Trace trace, string entry) =>
        trace.Spans.FirstOrDefault(s => s.Name == "tell hr exchange" && (s.ParentId == entry || s.Links.Contains(entry)));

    /// <summary>The credit of the hours: an effect of the certificate, in the service that began it all.</summary>
    private static Span? Credited(Trace trace, string entry) =>
        trace.Spans.FirstOrDefault(s => s is { Service: "bpsdm-enrolment", Name: "handle jp" } && trace.WayTo(s).Any(w => w.Id == entry));

    private async Task<string> TraceOfEntryAsync()
    {
        await using var connection = new NpgsqlConnection(fixture.Platform.AddressOf("certificationdb") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT e.trace_parent FROM hr_entries e JOIN certificates c ON c.id = e.certificate_id WHERE c.nip = $1", connection)
        {
            Parameters = { new() { Value = Nip } },
        };
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private void Print(string tree)
    {
        output.WriteLine(tree);
        if (Environment.GetEnvironmentVariable("BPSDM_RESULTS") is { Length: > 0 } results) File.WriteAllText(Path.Combine(results, "trace.txt"), tree);
    }
}
