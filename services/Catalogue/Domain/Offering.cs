namespace Bpsdm.Catalogue.Domain;

/// <summary>One scheduled run (angkatan) of a programme, as the programme was when it was scheduled.</summary>
public sealed class Offering
{
    private readonly List<OfferingModule> _modules = [];
    private readonly List<Session> _sessions = [];

    private Offering()
    {
    }

    public Guid Id { get; private init; }
    public Guid ProgrammeId { get; private init; }
    public string ProgrammeCode { get; private init; } = "";
    public string ProgrammeTitle { get; private init; } = "";
    public Category Category { get; private init; }
    public int Jp { get; private init; }
    public Verdict DeliveryMode { get; private init; }
    public int Year { get; private init; }

    /// <summary>1, 2, … within the programme and year.</summary>
    public int Angkatan { get; private init; }
    public DateOnly StartDate { get; private init; }
    public DateOnly EndDate { get; private init; }
    public int Capacity { get; private init; }
    public string Place { get; private init; } = "";
    public DateTimeOffset EnrolmentOpensAt { get; private init; }
    public DateTimeOffset EnrolmentClosesAt { get; private init; }
    public Eligibility Eligibility { get; private init; } = new(false, false);
    public Completion Completion { get; private init; } = Completion.Default;
    public IReadOnlyList<OfferingModule> Modules => [.. _modules.OrderBy(m => m.Number)];
    public IReadOnlyList<Session> Sessions => [.. _sessions.OrderBy(s => s.Number)];
    public string ScheduledBy { get; private init; } = "";
    public DateTimeOffset ScheduledAt { get; private init; }

    public static Outcome<Offering> Schedule(
        Guid id, Programme programme, int angkatan, OfferingTerms terms, string by, DateTimeOffset now)
    {
        if (programme.Jp is not { } jp) return new JpNotSetYet(programme.Code);
        if (programme.Design is not { } design) return new NotDesigned(programme.Code);
        if (programme.Verdict is not { } verdict) return new NotReviewed(programme.Code);

        var days = Wib.WorkingDays(terms.StartDate).Take(design.Days).ToArray();
        var endDate = terms.EndDate ?? days[^1];
        if (endDate < days[^1]) return new EndsBeforeItsDays(endDate, days[^1]);

        var offering = new Offering
        {
            Id = id,
            ProgrammeId = programme.Id,
            ProgrammeCode = programme.Code,
            ProgrammeTitle = programme.Title,
            Category = programme.Category,
            Jp = jp,
            DeliveryMode = verdict,
            Year = terms.StartDate.Year,
            Angkatan = angkatan,
            StartDate = terms.StartDate,
            EndDate = endDate,
            Capacity = terms.Capacity,
            Place = terms.Place,
            EnrolmentOpensAt = terms.EnrolmentOpensAt.ToUniversalTime(),
            EnrolmentClosesAt = terms.EnrolmentClosesAt.ToUniversalTime(),
            Eligibility = terms.Eligibility,
            Completion = terms.Completion,
            ScheduledBy = by,
            ScheduledAt = now,
        };
        offering._modules.AddRange(programme.Modules.Select(m => new OfferingModule(m.Id, m.Number, m.Title, m.Jp, design.ModeOf(m))));
        if (terms.Sessions.Count == 0)
        {
            offering._sessions.AddRange(Timetable.LayOut(design, offering.Modules, days));
            return offering;
        }
        if (Timetable.Check(terms.Sessions, offering).Failed(out var broken, out var sessions)) return broken;
        offering._sessions.AddRange(sessions);
        return offering;
    }
}
