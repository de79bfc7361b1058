using System.ComponentModel.DataAnnotations;

namespace Bpsdm.SessionDelivery.Features.Board;

/// <summary>Settings of the section <c>Board</c>.</summary>
public sealed class BoardOptions
{
    /// <summary>Least time between two counts of a session in a replica, however much happens and however many watch.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Pace { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>After so long it is counted even if nobody told of a change: seats come and go, and Redis may be away.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);
}
