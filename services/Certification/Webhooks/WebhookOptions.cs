using System.ComponentModel.DataAnnotations;

namespace Bpsdm.Certification.Webhooks;

/// <summary>Settings under <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>What the secrets of all subscriptions are derived from: at least 32 characters, from the installation's secrets.</summary>
    [Required, MinLength(32)]
    public string Key { get; set; } = "";

    /// <summary>Lets webhooks go to plain http and to private addresses, for a run on one machine.</summary>
    public bool AllowPrivateTargets { get; set; }

    /// <summary>Longest that a receiver may take to answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests at the same time to one receiver from one replica.</summary>
    [Range(1, 64)]
    public int Parallel { get; set; } = 16;

    /// <summary>Pauses between the attempts at one message, as the Standard Webhooks specification recommends: after the last one it is parked.</summary>
    public IList<TimeSpan> Pauses { get; } = [];

    /// <summary>How long the secret before a rotation signs beside the new one.</summary>
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Longest rest of a receiver that fails; the first is a second, and each one doubles.</summary>
    public TimeSpan MaxRest { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The settings where <see cref="Pauses"/> is not set: 5 s up to a day, about three and a half days together.</summary>
    internal static readonly TimeSpan[] DefaultPauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];
}
