namespace Bpsdm.ServiceDefaults;

public static class Clock
{
    /// <summary>Now, in the microseconds that PostgreSQL keeps: the first answer and a repeated one are the same to the digit.</summary>
    public static DateTimeOffset Now(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
