namespace Bpsdm.Catalogue.Domain;

/// <summary>A training activity (diklat) with its curriculum, its delivery design and the verdict on it.</summary>
public sealed class Programme
{
    private readonly List<Module> _modules = [];

    private Programme()
    {
    }

    public Guid Id { get; private init; }
    public string Code { get; private init; } = "";
    public string Title { get; private init; } = "";
    public Category Category { get; private init; }
    public PracticeNeed Practice { get; private init; }
    public int? ClassroomDays { get; private init; }

    /// <summary>Sum of the modules' JP; null until LAN's figure is known.</summary>
    public int? Jp { get; private set; }
    public JpAuthority JpSetBy { get; private init; }
    public IReadOnlyList<Module> Modules => [.. _modules.OrderBy(m => m.Number)];
    public DeliveryDesign? Design { get; private set; }
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
        if (modules.Count > 0) programme.Teach(modules);
        return programme;
    }

    /// <summary>Gives the programme other modules. What was designed and decided for the old ones falls.</summary>
    /// <param name="modules">In the order in which they are taught.</param>
    /// <param name="jp">LAN's figure where LAN sets it and it was not known; elsewhere it can only repeat the sum.</param>
    public BrokenRule? ReplaceModules(IReadOnlyList<ModuleDraft> modules, int? jp)
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

        _modules.Clear();
        Teach(modules);
        Design = null;
        ForgetVerdict();
        return null;
    }

    /// <summary>Lays the modules over days by the rules in force, in place of the design there was.</summary>
    public BrokenRule? DesignDelivery(IReadOnlyList<ModuleMode> modes, DeliveryRules rules, string by, DateTimeOffset now)
    {
        if (Jp is null || _modules.Count == 0) return new JpNotSetYet(Code);
        if (modes.GroupBy(m => m.Number).FirstOrDefault(g => g.Count() > 1) is { } twice) return new ModuleNamedTwice(twice.Key);
        if (modes.FirstOrDefault(m => _modules.TrueForAll(module => module.Number != m.Number)) is { } unknown)
            return new NoSuchModule(unknown.Number);
        if (Modules.FirstOrDefault(m => modes.All(mode => mode.Number != m.Number)) is { } missing)
            return new ModuleWithoutMode(missing.Number);

        var modeOf = modes.ToDictionary(m => m.Number, m => m.Mode);
        var portions = DeliveryPlan.LayOut([.. Modules.Select(m => (m, modeOf[m.Number]))], rules);
        // The verdict was on another design, unless it is the same again.
        if (Design?.Says(rules.Version, portions) != true) ForgetVerdict();
        (Design ??= new DeliveryDesign(Id)).Become(rules.Version, portions, by, now);
        return null;
    }

    /// <summary>Decides whether the programme, as it is designed, can be taught at a distance.</summary>
    public BrokenRule? Review(Verdict verdict, string reason, string by, DateTimeOffset now)
    {
        if (Jp is null) return new JpNotSetYet(Code);
        if (Design is null) return new NotDesigned(Code);
        if (verdict is Domain.Verdict.Distance)
        {
            if (Practice is PracticeNeed.Practical) return new PracticalProgrammeAtADistance(Code);
            if (Design.Portions.FirstOrDefault(p => p.Mode is DeliveryMode.FaceToFace) is { } present)
                return new FaceToFaceModuleAtADistance(present.ModuleNumber);
        }
        (Verdict, VerdictReason, VerdictBy, VerdictAt) = (verdict, reason, by, now);
        return null;
    }

    private void Teach(IReadOnlyList<ModuleDraft> modules)
    {
        _modules.AddRange(modules.Select((m, i) => Module.Of(i + 1, m)));
        Jp = modules.Sum(m => m.Jp);
    }

    private void ForgetVerdict() => (Verdict, VerdictReason, VerdictBy, VerdictAt) = (null, null, null, null);
}
