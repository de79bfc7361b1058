namespace Bpsdm.Catalogue.Domain;

/// <summary>One scheduled run (angkatan) of a programme, as the programme was when it was scheduled.</summary>
public sealed class Offering
{
    private readonly List<OfferingModule> _modules = [];
    private readonly List<Session> _sessions = [];
    private readonly List<OfferingChange> _changes = [];

    private Offering()
    {
    }

    public Guid Id { get; private init; }
    public Guid ProgrammeId { get; private init; }
    public string ProgrammeCode { get; private init; } = "";
    public string ProgrammeTitle { get; private init; } = "";

    /// <summary>Version of the curriculum that is taught, also after the programme has got another.</summary>
    public int ProgrammeVersion { get; private init; }
    public Category Category { get; private init; }
    public int Jp { get; private init; }
    public Verdict DeliveryMode { get; private init; }
    public int Year { get; private init; }

    /// <summary>1, 2, … within the programme and year.</summary>
    public int Angkatan { get; private init; }
    public DateOnly StartDate { get; private set; }
    public DateOnly EndDate { get; private set; }

    /// <summary>Working days from the first to the last; a postponed offering has as many.</summary>
    public int Days { get; private set; }
    public int Capacity { get; private init; }
    public string Place { get; private init; } = "";
    public EnrolmentTerms Enrolment { get; private set; } = null!;
    public IReadOnlyList<AgencyQuota> Quotas { get; private init; } = [];
    public Eligibility Eligibility { get; private init; } = new(false, false);
    public Completion Completion { get; private init; } = Completion.Default;
    public IReadOnlyList<OfferingModule> Modules => [.. _modules.OrderBy(m => m.Number)];
    public IReadOnlyList<Session> Sessions => [.. _sessions.OrderBy(s => s.Number)];
    public OfferingStatus Status { get; private set; }

    /// <summary>Why it was last postponed, or cancelled.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>0, and one more with each change of times or instructors.</summary>
    public int Revision { get; private set; }
    public string ScheduledBy { get; private init; } = "";
    public DateTimeOffset ScheduledAt { get; private init; }
    public DateTimeOffset ChangedAt { get; private set; }

    public static Outcome<Offering> Schedule(
        Guid id, Programme programme, int angkatan, OfferingTerms terms, WorkingCalendar calendar, string by, DateTimeOffset now)
    {
        if (programme.JpSetBy is JpAuthority.Lan && programme.Jp is null) return new JpNotSetYet(programme.Code);
        if (programme.Published is not { } curriculum) return new NotPublished(programme.Code);
        if (programme.Design is not { } design) return new NotDesigned(programme.Code);
        if (programme.Verdict is not { } verdict) return new NotReviewed(programme.Code);

        var days = calendar.From(terms.StartDate).Take(design.Days).ToArray();
        var endDate = terms.EndDate ?? days[^1];
        if (endDate < days[^1]) return new EndsBeforeItsDays(endDate, days[^1]);
        if (terms.Enrolment.Check(endDate) is { } broken) return broken;

        var offering = new Offering
        {
            Id = id,
            ProgrammeId = programme.Id,
            ProgrammeCode = programme.Code,
            ProgrammeTitle = programme.Title,
            ProgrammeVersion = curriculum.Version,
            Category = programme.Category,
            Jp = curriculum.Jp,
            DeliveryMode = verdict,
            Year = terms.StartDate.Year,
            Angkatan = angkatan,
            StartDate = terms.StartDate,
            EndDate = endDate,
            Days = calendar.Count(terms.StartDate, endDate),
            Capacity = terms.Capacity,
            Place = terms.Place,
            Enrolment = terms.Enrolment.InUtc,
            Quotas = terms.Quotas,
            Eligibility = terms.Eligibility,
            Completion = terms.Completion,
            ScheduledBy = by,
            ScheduledAt = now,
            ChangedAt = now,
        };
        offering._modules.AddRange(curriculum.Modules.Select(m => new OfferingModule(m.Id, m.Number, m.Title, m.Jp, design.ModeOf(m))));
        if (terms.Sessions.Count == 0)
        {
            offering._sessions.AddRange(Timetable.LayOut(design, offering.Modules, days));
            return offering;
        }
        if (Timetable.Check(terms.Sessions, offering, calendar).Failed(out var refused, out var sessions)) return refused;
        offering._sessions.AddRange(sessions);
        return offering;
    }

    /// <summary>
    /// Moves what has not been held yet to other dates: sessions keep their ids, their hours, and their place among the
    /// working days, except those that the move itself gives other times.
    /// </summary>
    public Outcome<OfferingChange> Postpone(Guid changeId, Move move, WorkingCalendar calendar, string by, DateTimeOffset now)
    {
        if (WhyUnchangeable(now) is { } unchangeable) return unchangeable;
        if (move.StartDate < Wib.DateOf(now)) return new PostponedIntoThePast(move.StartDate);
        if (Postponement.Of(this, move, calendar, now).Failed(out var broken, out var to)) return broken;
        var enrolment = Enrolment with
        {
            OpensAt = move.OpensAt ?? Enrolment.OpensAt, ClosesAt = move.ClosesAt ?? Enrolment.ClosesAt,
            WithdrawalClosesAt = move.WithdrawalClosesAt ?? Enrolment.WithdrawalClosesAt,
        };
        if (enrolment.Check(to.EndDate) is { } wrong) return wrong;
        if (to.MovesNothing(this)) return new NothingPostponed();

        var change = Change(changeId, OfferingStatus.Postponed, move.Reason, by, now);
        (StartDate, EndDate, Enrolment) = (to.StartDate, to.EndDate, enrolment.InUtc);
        Days = calendar.Count(StartDate, EndDate);
        foreach (var (session, startsAt, endsAt) in to.Sessions)
            session.MoveTo(startsAt, endsAt, calendar.NumberOf(Wib.DateOf(startsAt), StartDate));
        return change;
    }

    /// <summary>The offering will not be held; its instructors' time is free again.</summary>
    public Outcome<OfferingChange> Cancel(Guid changeId, string reason, string by, DateTimeOffset now)
    {
        if (WhyUnchangeable(now) is { } broken) return broken;
        foreach (var session in _sessions) session.BeDropped();
        return Change(changeId, OfferingStatus.Cancelled, reason, by, now);
    }

    /// <summary>Says who teaches a session, in place of those who were to.</summary>
    public BrokenRule? AssignInstructors(int sessionNumber, IReadOnlyList<Instructor> instructors, DateTimeOffset now)
    {
        if (WhyUnchangeable(now) is { } broken) return broken;
        if (_sessions.Find(s => s.Number == sessionNumber) is not { } session) return new NoSuchSession(sessionNumber);
        session.BeTaughtBy(instructors);
        (Revision, ChangedAt) = (Revision + 1, now);
        return null;
    }

    private BrokenRule? WhyUnchangeable(DateTimeOffset now) =>
        Status is OfferingStatus.Cancelled ? new OfferingIsCancelled(StatusReason!)
        : Wib.DateOf(now) > EndDate ? new OfferingHasEnded(EndDate)
        : null;

    private OfferingChange Change(Guid id, OfferingStatus status, string reason, string by, DateTimeOffset now)
    {
        var change = new OfferingChange
        {
            Id = id, Status = status, FromStartDate = StartDate, FromEndDate = EndDate, Reason = reason, ChangedBy = by, ChangedAt = now,
        };
        _changes.Add(change);
        (Status, StatusReason, Revision, ChangedAt) = (status, reason, Revision + 1, now);
        return change;
    }
}
