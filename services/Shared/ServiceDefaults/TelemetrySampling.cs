using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace Bpsdm.ServiceDefaults;

/// <summary>Which traces are recorded: a share of them by <c>Telemetry:SampleRatio</c> (0 to 1, default 1), and all of those that a caller records.</summary>
internal static class Sampling
{
    /// <exception cref="InvalidOperationException">The setting is no number from 0 to 1.</exception>
    public static Sampler Of(IConfiguration configuration)
    {
        var ratio = configuration.GetValue("Telemetry:SampleRatio", 1.0);
        return ratio is >= 0 and <= 1
            ? new ParentBasedSampler(new CausedOnly(new TraceIdRatioBasedSampler(ratio)))
            : throw new InvalidOperationException("Telemetry:SampleRatio must be a number from 0 to 1.");
    }

    /// <summary>What a poll asks of a database or a neighbour without anybody's having asked for it would be most of all traces, and tells nothing.</summary>
    private sealed class CausedOnly(Sampler sampler) : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Kind == ActivityKind.Client ? new SamplingResult(SamplingDecision.Drop) : sampler.ShouldSample(samplingParameters);
    }
}
