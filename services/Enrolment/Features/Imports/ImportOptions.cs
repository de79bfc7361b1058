namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Settings of uploads, under <c>Imports</c> in the configuration.</summary>
public sealed class ImportOptions
{
    /// <summary>Largest file.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>Most rows in one file.</summary>
    public int MaxRows { get; set; } = 500_000;

    /// <summary>Rows worked off in one transaction: some quarter of a second, so that others get their turn at the offering.</summary>
    public int ChunkRows { get; set; } = 5_000;

    /// <summary>How often to look for jobs that another replica took in, or that wait for another try.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Tries of a chunk before the job is given up; a database that is away does not count.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>A full file that would retire more than this share of those who serve, in percent, is held for confirmation…</summary>
    public double HoldAbovePercent { get; set; } = 5;

    /// <summary>…unless it would retire fewer than so many.</summary>
    public int HoldFrom { get; set; } = 20;

    /// <summary>How long a held file waits before it is cancelled.</summary>
    public TimeSpan HoldFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often progress is looked at for those who listen to it.</summary>
    public TimeSpan EventPoll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After so long without progress listeners get a sign of life: proxies close what is silent.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a finished job and its rejected rows can be read.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
