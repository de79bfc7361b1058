using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bpsdm.Messaging.Inbox;

/// <summary>What consumers did with what was delivered to them. What failed is rolled back, tried again, and counted when it succeeds.</summary>
internal static class InboxMetrics
{
    private static readonly Meter Meter = new("Bpsdm.Messaging");
    private static readonly Counter<long> Messages = Meter.CreateCounter<long>("bpsdm.inbox.messages", "{message}", "Messages handled, or recognised as handled before.");
    private static readonly Histogram<double> Handling = Meter.CreateHistogram(
        "bpsdm.inbox.handling", "s", "Duration of a consumer's transaction, of a message or a batch.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public static void Handled(string consumer, int fresh, int duplicates, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("consumer", consumer);
        if (fresh > 0) Messages.Add(fresh, tag, new("outcome", "handled"));
        if (duplicates > 0) Messages.Add(duplicates, tag, new("outcome", "duplicate"));
        Handling.Record(duration.TotalSeconds, tag);
    }
}
