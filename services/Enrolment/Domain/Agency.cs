namespace Bpsdm.Enrolment.Domain;

/// <summary>A regional agency (OPD), as the catalogue told of it.</summary>
public sealed class Agency
{
    public required string Code { get; init; }
    public required string Name { get; init; }
}
