using System.ComponentModel.DataAnnotations;

namespace Bpsdm.SessionDelivery.Features;

/// <summary>Settings of the section <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>How long before the start of a session a participant may check in.</summary>
    public TimeSpan CheckInLead { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Commands in one transaction.</summary>
    [Range(1, 10_000)]
    public int MaxBatch { get; set; } = 500;

    /// <summary>Commands that may wait; one more is answered 503. At some thousands a second they wait about a second.</summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 5_000;
}
