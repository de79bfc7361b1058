namespace Bpsdm.Catalogue.Domain;

/// <summary>
/// One version of a year's plan: which programme is held in which quarter, how often, and for whose needs. It is edited as a
/// draft; published, it never changes, and the next published version takes its place.
/// </summary>
public sealed class AnnualPlan
{
    private readonly List<PlanLine> _lines = [];

    private AnnualPlan()
    {
    }

    public Guid Id { get; private init; }
    public int Year { get; private init; }

    /// <summary>1, 2, … within the year.</summary>
    public int Version { get; private init; }
    public string DraftedBy { get; private init; } = "";
    public DateTimeOffset DraftedAt { get; private init; }
    public string ChangedBy { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>What is said to the agencies with the publication.</summary>
    public string? Note { get; private set; }
    public string? PublishedBy { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public IReadOnlyList<PlanLine> Lines => [.. _lines.OrderBy(l => l.Quarter).ThenBy(l => l.ProgrammeCode, StringComparer.Ordinal)];

    /// <summary>Changes with every change of the row.</summary>
    public uint Revision { get; private init; }

    public static AnnualPlan Draft(Guid id, int year, int version, string by, DateTimeOffset now) =>
        new() { Id = id, Year = year, Version = version, DraftedBy = by, DraftedAt = now, ChangedBy = by, ChangedAt = now };

    /// <summary>Gives the draft these lines in place of those it had.</summary>
    /// <param name="drafts">In the order of the request.</param>
    /// <param name="programmes">Those of the programmes named that exist.</param>
    /// <param name="needs">Those of the needs named that exist.</param>
    /// <param name="by">Who edits.</param>
    /// <param name="now">When.</param>
    public BrokenRule? ReplaceLines(
        IReadOnlyList<PlanLineDraft> drafts, IReadOnlyDictionary<Guid, PlannedProgramme> programmes,
        IReadOnlyDictionary<Guid, PlannableNeed> needs, string by, DateTimeOffset now)
    {
        if (PublishedAt is not null) return new PlanPublishedAlready(Year, Version);
        var lines = new List<PlanLine>();
        var covered = new HashSet<Guid>();
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            if (!programmes.TryGetValue(draft.ProgrammeId, out var programme)) return new LineOfUnknownProgramme(i);
            if (lines.Exists(l => l.ProgrammeId == draft.ProgrammeId && l.Quarter == draft.Quarter)) return new LineNamedTwice(i, draft.Quarter);
            var line = new PlanLine(draft.ProgrammeId, draft.Quarter, programme.Code, programme.Title, draft.Angkatan, draft.Seats);
            for (var j = 0; j < draft.Needs.Count; j++)
            {
                if (!needs.TryGetValue(draft.Needs[j], out var need)) return new LineNeedUnknown(i, j);
                if (need.Year != Year) return new LineNeedOfOtherYear(i, j, Year);
                if (need.Status is not NeedStatus.Accepted) return new LineNeedNotAccepted(i, j, need.Status);
                if (need.ProgrammeId != draft.ProgrammeId) return new LineNeedOfOtherProgramme(i, j);
                if (!covered.Add(need.Id)) return new LineNeedCoveredTwice(i, j);
                line.Cover(need);
            }
            lines.Add(line);
        }
        _lines.Clear();
        _lines.AddRange(lines);
        (ChangedBy, ChangedAt) = (by, now);
        return null;
    }

    public BrokenRule? Publish(string? note, string by, DateTimeOffset now)
    {
        if (PublishedAt is not null) return new PlanPublishedAlready(Year, Version);
        if (_lines.Count == 0) return new PlanWithoutLines(Year);
        (Note, PublishedBy, PublishedAt) = (note, by, now);
        return null;
    }
}

/// <summary>So many angkatan of a programme in one quarter.</summary>
/// <param name="Angkatan">How many.</param>
/// <param name="Seats">Of each angkatan.</param>
/// <param name="Needs">Accepted needs that it covers.</param>
public sealed record PlanLineDraft(Guid ProgrammeId, int Quarter, int Angkatan, int Seats, IReadOnlyList<Guid> Needs);

public sealed record PlannedProgramme(string Code, string Title);

/// <param name="Headcount">With what was merged into it.</param>
public sealed record PlannableNeed(Guid Id, int Year, NeedStatus Status, Guid? ProgrammeId, int Headcount);

/// <summary>A line of a plan, with the programme's name and the headcounts as they were when it was written.</summary>
public sealed class PlanLine(Guid programmeId, int quarter, string programmeCode, string programmeTitle, int angkatan, int seats)
{
    private readonly List<CoveredNeed> _needs = [];

    public Guid ProgrammeId { get; private init; } = programmeId;
    public int Quarter { get; private init; } = quarter;
    public string ProgrammeCode { get; private init; } = programmeCode;
    public string ProgrammeTitle { get; private init; } = programmeTitle;
    public int Angkatan { get; private init; } = angkatan;

    /// <summary>Of each angkatan.</summary>
    public int Seats { get; private init; } = seats;
    public IReadOnlyList<CoveredNeed> Needs => _needs;

    internal void Cover(PlannableNeed need) => _needs.Add(new CoveredNeed(need.Id, need.Headcount));
}

public sealed class CoveredNeed(Guid needId, int headcount)
{
    public Guid NeedId { get; private init; } = needId;
    public int Headcount { get; private init; } = headcount;
}
