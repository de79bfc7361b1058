using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>
/// A question in the bank of a module. The bank belongs to the programme's module, by code and number, and not to one
/// offering: every angkatan draws from it. A row never changes but for its retirement; a correction is another row.
/// </summary>
public sealed class BankItemRow
{
    public required Guid Id { get; init; }
    public required string ProgrammeCode { get; init; }
    public required int ModuleNumber { get; init; }
    public required string Code { get; init; }

    /// <summary>The <see cref="Item"/> as JSON.</summary>
    public required string Content { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>Since when no form is drawn with it: it was replaced or taken away.</summary>
    public DateTimeOffset? RetiredAt { get; init; }
}
