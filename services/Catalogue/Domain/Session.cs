namespace Bpsdm.Catalogue.Domain;

/// <summary>A meeting, live at a distance or face to face.</summary>
public sealed class Session(
    Guid moduleId, int number, string title, DeliveryMode mode, DateTimeOffset startsAt, DateTimeOffset endsAt, int? day)
{
    private readonly List<Teaching> _instructors = [];

    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public Guid ModuleId { get; private init; } = moduleId;

    /// <summary>1, 2, … within the offering.</summary>
    public int Number { get; private init; } = number;
    public string Title { get; private init; } = title;
    public DeliveryMode Mode { get; private init; } = mode;
    public DateTimeOffset StartsAt { get; private set; } = startsAt;
    public DateTimeOffset EndsAt { get; private set; } = endsAt;

    /// <summary>The offering's working day that it stands on, from 1; null on a day off, where somebody put it on purpose.</summary>
    public int? Day { get; private set; } = day;
    public IReadOnlyList<Teaching> Instructors => [.. _instructors.OrderBy(i => i.Name, StringComparer.Ordinal)];

    internal void MoveTo(DateTimeOffset startsAt, DateTimeOffset endsAt, int? day)
    {
        (StartsAt, EndsAt, Day) = (startsAt, endsAt, day);
        foreach (var teaching in _instructors) teaching.MoveTo(startsAt, endsAt);
    }

    internal void BeTaughtBy(IReadOnlyList<Instructor> instructors)
    {
        var names = instructors.ToDictionary(i => i.Id, i => i.Name, StringComparer.Ordinal);
        _instructors.RemoveAll(known => !names.ContainsKey(known.InstructorId));
        foreach (var known in _instructors) known.Rename(names[known.InstructorId]);
        foreach (var known in _instructors) names.Remove(known.InstructorId);
        _instructors.AddRange(names.Select(i => new Teaching(i.Key, i.Value, StartsAt, EndsAt)));
    }

    internal void BeDropped() => _instructors.ForEach(i => i.BeReleased());
}

/// <summary>Who teaches: a widyaiswara by the NIP, somebody from outside (narasumber) by a code.</summary>
public sealed record Instructor(string Id, string Name);

/// <summary>An instructor's time in a session, kept with the times because the database guards by it that nobody is in two places.</summary>
public sealed class Teaching(string instructorId, string name, DateTimeOffset startsAt, DateTimeOffset endsAt)
{
    public Guid SessionId { get; private init; }
    public string InstructorId { get; private init; } = instructorId;
    public string Name { get; private set; } = name;
    public DateTimeOffset StartsAt { get; private set; } = startsAt;
    public DateTimeOffset EndsAt { get; private set; } = endsAt;

    /// <summary>The session will not be held: the time is free again.</summary>
    public bool Released { get; private set; }

    internal void Rename(string name) => Name = name;

    internal void MoveTo(DateTimeOffset startsAt, DateTimeOffset endsAt) => (StartsAt, EndsAt) = (startsAt, endsAt);

    internal void BeReleased() => Released = true;
}
