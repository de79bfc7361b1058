namespace Bpsdm.Catalogue.Features;

internal static class Clock
{
    /// <summary>Now, in the microseconds that PostgreSQL keeps: the first answer and a later one are the same to the digit.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
