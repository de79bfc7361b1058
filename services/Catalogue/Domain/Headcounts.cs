namespace Bpsdm.Catalogue.Domain;

/// <summary>How many people of each position group.</summary>
public sealed record Headcounts(int Jpt, int Administrator, int Pengawas, int Pelaksana, int Fungsional)
{
    public static readonly Headcounts None = new(0, 0, 0, 0, 0);

    public int Total => Jpt + Administrator + Pengawas + Pelaksana + Fungsional;

    public static Headcounts Of(PositionGroup group, int count) => group switch
    {
        PositionGroup.Jpt => None with { Jpt = count },
        PositionGroup.Administrator => None with { Administrator = count },
        PositionGroup.Pengawas => None with { Pengawas = count },
        PositionGroup.Pelaksana => None with { Pelaksana = count },
        PositionGroup.Fungsional => None with { Fungsional = count },
    };

    /// <summary>The groups that have anybody.</summary>
    public IEnumerable<(PositionGroup Group, int Count)> Groups()
    {
        if (Jpt > 0) yield return (PositionGroup.Jpt, Jpt);
        if (Administrator > 0) yield return (PositionGroup.Administrator, Administrator);
        if (Pengawas > 0) yield return (PositionGroup.Pengawas, Pengawas);
        if (Pelaksana > 0) yield return (PositionGroup.Pelaksana, Pelaksana);
        if (Fungsional > 0) yield return (PositionGroup.Fungsional, Fungsional);
    }

    public static Headcounts Sum(IEnumerable<Headcounts> parts) => parts.Aggregate(None, (a, b) => new(
        a.Jpt + b.Jpt, a.Administrator + b.Administrator, a.Pengawas + b.Pengawas, a.Pelaksana + b.Pelaksana, a.Fungsional + b.Fungsional));
}
