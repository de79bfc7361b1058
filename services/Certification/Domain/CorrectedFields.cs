namespace Bpsdm.Certification.Domain;

/// <summary>The fields of a certificate that its replacement may have otherwise.</summary>
internal sealed record CorrectedFields(string Name, string? BirthPlace, string Rank, string Position)
{
    public static CorrectedFields Of(Certificate c) => new(c.Name, c.BirthPlace, c.Rank, c.Position);
}
