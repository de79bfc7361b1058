namespace Bpsdm.SessionDelivery.Data;

/// <summary>The revision of an offering up to which its instructors are known.</summary>
public sealed record OfferingInstructorsRow(Guid OfferingId, int Revision);

/// <param name="InstructorId">NIP of a widyaiswara, or a code for somebody from outside.</param>
public sealed record SessionInstructorRow(Guid OfferingId, Guid SessionId, string InstructorId, string Name);
