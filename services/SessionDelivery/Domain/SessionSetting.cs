namespace Bpsdm.SessionDelivery.Domain;

/// <summary>What instructor and organiser have set for a session; without a setting nothing is asked.</summary>
public sealed class SessionSetting
{
    public required Guid SessionId { get; init; }
    public required Guid OfferingId { get; init; }
    public required bool AsksForCode { get; init; }

    /// <summary>Made once: switching the code off and on again does not change what the screens show.</summary>
    public required byte[] CodeSecret { get; init; }
    public required DateTimeOffset SetAt { get; init; }
    public required string SetBy { get; init; }

    public ToldCode Judge(string? code, DateTimeOffset now) =>
        !AsksForCode ? ToldCode.NotAsked
        : string.IsNullOrWhiteSpace(code) ? ToldCode.Missing
        : CheckInCode.IsRight(CodeSecret, code.Trim(), now) ? ToldCode.Right : ToldCode.Wrong;
}
