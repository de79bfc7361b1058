namespace Bpsdm.Enrolment.Data;

/// <summary>Sets of statuses as SQL writes them; the partial indexes say them with the same words, or are not used.</summary>
internal static class EnrolmentSets
{
    /// <summary>Those with a seat or waiting for one: at most one an employee and offering.</summary>
    public const string Live = "('confirmed', 'pending-approval', 'offered', 'waiting')";

    /// <summary>Those that hold a seat: they count against capacity and quota.</summary>
    public const string Seated = "('confirmed', 'pending-approval', 'offered')";
}
