namespace Bpsdm.Catalogue.Domain;

/// <summary>A day on which no class is laid out. A removed one stays, so that loading the decrees again does not bring it back.</summary>
public sealed class Holiday
{
    private Holiday()
    {
    }

    public Holiday(DateOnly date, string name, HolidayKind kind, string source, Certainty certainty, string by, DateTimeOffset now)
    {
        Date = date;
        Become(name, kind, source, certainty, by, now);
    }

    public DateOnly Date { get; private init; }
    public string Name { get; private set; } = "";
    public HolidayKind Kind { get; private set; }

    /// <summary>The decree that names the day, or how it was reckoned.</summary>
    public string Source { get; private set; } = "";
    public Certainty Certainty { get; private set; }
    public bool Removed { get; private set; }
    public string ChangedBy { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }

    public void Become(string name, HolidayKind kind, string source, Certainty certainty, string by, DateTimeOffset now) =>
        (Name, Kind, Source, Certainty, Removed, ChangedBy, ChangedAt) = (name, kind, source, certainty, false, by, now);

    public void Remove(string by, DateTimeOffset now) => (Removed, ChangedBy, ChangedAt) = (true, by, now);
}
