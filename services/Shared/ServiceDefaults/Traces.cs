using System.Diagnostics;

namespace Bpsdm.ServiceDefaults;

/// <summary>Spans of work with one cause or many.</summary>
public static class Traces
{
    /// <summary>A batch of thousands names some of its causes; more would cost more than they tell.</summary>
    public const int MaxLinks = 32;

    /// <summary>
    /// A span in the trace of its cause. Of several causes the first one whose trace is recorded is the parent, so that a batch is seen
    /// wherever one of its causes is, whatever share is recorded; links lead to the others.
    /// </summary>
    public static Activity? StartFor(this ActivitySource source, string name, ActivityKind kind, IEnumerable<ActivityContext> causes)
    {
        if (!source.HasListeners()) return null;
        ActivityContext[] known = [.. causes.Where(c => c != default).Distinct().Take(MaxLinks + 1)];
        var parent = Array.Find(known, c => c.TraceFlags.HasFlag(ActivityTraceFlags.Recorded));
        if (parent == default && known.Length > 0) parent = known[0];
        return source.StartActivity(name, kind, parent, links: known.Where(c => c != parent).Select(c => new ActivityLink(c)));
    }

    /// <summary>The same for causes as they are kept with what waits: W3C <c>traceparent</c> values, null where there was none.</summary>
    public static Activity? StartFor(this ActivitySource source, string name, ActivityKind kind, IEnumerable<string?> causes) =>
        source.StartFor(name, kind, causes.Distinct(StringComparer.Ordinal).Select(Parse));

    private static ActivityContext Parse(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : default;
}
