namespace Bpsdm.Catalogue.Domain;

/// <summary>A training activity (diklat) with the versions of its curriculum, its delivery design and the verdict on it.</summary>
public sealed class Programme
{
    private readonly List<Curriculum> _curricula = [];

    private Programme()
    {
    }

    public Guid Id { get; private init; }
    public string Code { get; private init; } = "";
    public string Title { get; private init; } = "";
    public Category Category { get; private init; }
    public PracticeNeed Practice { get; private init; }
    public int? ClassroomDays { get; private init; }

    /// <summary>JP of the published curriculum; where LAN sets it, LAN's figure as soon as it is known.</summary>
    public int? Jp { get; private set; }
    public JpAuthority JpSetBy { get; private init; }

    /// <summary>Version of the curriculum that is designed, reviewed and offered.</summary>
    public int? PublishedVersion { get; private set; }
    public IReadOnlyList<Curriculum> Curricula => [.. _curricula.OrderBy(c => c.Version)];
    public Curriculum? Published => _curricula.Find(c => c.Version == PublishedVersion);
    public Curriculum? Draft => _curricula.Find(c => c.PublishedAt is null);

    /// <summary>Of the published curriculum.</summary>
    public IReadOnlyList<Module> Modules => Published?.Modules ?? [];
    public DeliveryDesign? Design { get; private set; }

    /// <summary>Reviews count only in the round in which they were given: another design, or other modules, begin a new one.</summary>
    public int Round { get; private set; } = 1;
    public Verdict? Verdict { get; private set; }
    public string? VerdictReason { get; private set; }
    public string? VerdictBy { get; private set; }
    public DateTimeOffset? VerdictAt { get; private set; }
    public string CreatedBy { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }

    public static Programme Create(
        Guid id, string code, string title, Category category, PracticeNeed practice, int? classroomDays,
        JpAuthority jpSetBy, IReadOnlyList<ModuleDraft> modules, string by, DateTimeOffset now)
    {
        var programme = new Programme
        {
            Id = id,
            Code = code,
            Title = title,
            Category = category,
            Practice = practice,
            ClassroomDays = classroomDays,
            JpSetBy = jpSetBy,
            CreatedBy = by,
            CreatedAt = now,
        };
        if (modules.Count > 0) programme.WriteDraft(modules, by, now);
        return programme;
    }

    /// <summary>Writes the draft of the next version. What is published stays as it is, with its design and verdict.</summary>
    /// <param name="modules">In the order in which they are taught.</param>
    /// <param name="jp">LAN's figure where LAN sets it and it was not known; elsewhere it can only repeat the sum.</param>
    /// <param name="by">Who writes it.</param>
    /// <param name="now">When.</param>
    public BrokenRule? ReplaceModules(IReadOnlyList<ModuleDraft> modules, int? jp, string by, DateTimeOffset now)
    {
        var total = modules.Sum(m => m.Jp);
        BrokenRule? broken = (JpSetBy, Jp, jp) switch
        {
            (JpAuthority.Lan, { } known, _) when known != total || (jp ?? known) != known => new JpSetByLan(known, total),
            (JpAuthority.Lan, null, null) => new JpOfLanMissing(Code),
            (_, _, { } stated) when stated != total => new JpIsNotTheSum(stated, total),
            _ => null,
        };
        if (broken is not null) return broken;

        WriteDraft(modules, by, now);
        if (JpSetBy is JpAuthority.Lan) Jp = total;
        return null;
    }

    /// <summary>
    /// The draft becomes the version that counts. What was designed and decided for the one before falls. Nothing more
    /// happens to one that is published already.
    /// </summary>
    public BrokenRule? Publish(int version, string by, DateTimeOffset now)
    {
        if (_curricula.Find(c => c.Version == version) is not { } draft) return new NoSuchCurriculum(version);
        if (draft.PublishedAt is not null) return null;
        draft.Publish(by, now);
        (PublishedVersion, Jp, Design) = (draft.Version, draft.Jp, null);
        BeginRound();
        return null;
    }

    /// <summary>Lays the modules over days by the rules in force, in place of the design there was.</summary>
    public BrokenRule? DesignDelivery(IReadOnlyList<ModuleMode> modes, DeliveryRules rules, string by, DateTimeOffset now)
    {
        if (WhyNotReady() is { } notReady) return notReady;
        if (DeliveryPlan.LayOut(Modules, modes, rules).Failed(out var broken, out var portions)) return broken;
        // The verdict was on another design, unless it is the same again.
        if (Design?.Says(rules.Version, portions) != true) BeginRound();
        (Design ??= new DeliveryDesign(Id)).Become(rules.Version, portions, by, now);
        return null;
    }

    /// <summary>One reviewer's answers and opinion on the design.</summary>
    /// <param name="id">Of the review.</param>
    /// <param name="checklist">The one in force.</param>
    /// <param name="opinion">What the reviewer says.</param>
    /// <param name="others">Reviews of this round.</param>
    /// <param name="by">The reviewer.</param>
    /// <param name="now">When.</param>
    public Outcome<Review> Review(
        Guid id, ReviewChecklist checklist, Opinion opinion, IReadOnlyList<Review> others, string by, DateTimeOffset now)
    {
        if (WhyNotFit(opinion.Verdict) is { } notFit) return notFit;
        if (Verdict is { } stands) return new VerdictStands(stands);
        if (others.Any(r => string.Equals(r.Reviewer, by, StringComparison.Ordinal))) return new ReviewedAlready();
        return Domain.Review.Of(id, this, checklist, opinion, by, now);
    }

    /// <summary>Confirms what the reviewers found: at least two of them, and more than found anything else.</summary>
    public BrokenRule? Confirm(Verdict verdict, string reason, IReadOnlyList<Review> reviews, string by, DateTimeOffset now)
    {
        if (WhyNotFit(verdict) is { } notFit) return notFit;
        if (reviews.Count < Domain.Review.Needed) return new TwoReviewersNeeded(reviews.Count);
        if (Domain.Review.Agreed(reviews) is not { } agreed) return new ReviewersDisagree();
        if (agreed != verdict) return new NotTheReviewersVerdict(agreed);
        (Verdict, VerdictReason, VerdictBy, VerdictAt) = (verdict, reason, by, now);
        return null;
    }

    private BrokenRule? WhyNotReady() =>
        JpSetBy is JpAuthority.Lan && Jp is null ? new JpNotSetYet(Code)
        : Published is null ? new NotPublished(Code)
        : null;

    /// <summary>What needs presence is not taught at a distance, whoever says so.</summary>
    private BrokenRule? WhyNotFit(Verdict verdict)
    {
        if (WhyNotReady() is { } notReady) return notReady;
        if (Design is null) return new NotDesigned(Code);
        if (verdict is not Domain.Verdict.Distance) return null;
        if (Practice is PracticeNeed.Practical) return new PracticalProgrammeAtADistance(Code);
        return Design.Portions.FirstOrDefault(p => p.Mode is DeliveryMode.FaceToFace) is { } present
            ? new FaceToFaceModuleAtADistance(present.ModuleNumber)
            : null;
    }

    private void WriteDraft(IReadOnlyList<ModuleDraft> modules, string by, DateTimeOffset now)
    {
        if (Draft is not { } draft)
        {
            draft = new Curriculum(Id, _curricula.Select(c => c.Version).DefaultIfEmpty().Max() + 1);
            _curricula.Add(draft);
        }
        draft.Teach(modules, by, now);
    }

    private void BeginRound() =>
        (Round, Verdict, VerdictReason, VerdictBy, VerdictAt) = (Round + 1, null, null, null, null);
}
