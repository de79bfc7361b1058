namespace Bpsdm.Catalogue.Domain;

/// <summary>A regional agency (OPD/UKPD) by its code.</summary>
public sealed class Agency
{
    public required string Code { get; init; }
    public required string Name { get; init; }
}
