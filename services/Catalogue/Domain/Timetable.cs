namespace Bpsdm.Catalogue.Domain;

/// <summary>An offering's sessions: laid out from the design, or checked where they are given.</summary>
internal static class Timetable
{
    private static readonly TimeOnly FirstLesson = new(8, 0);
    private const int MinutesPerJp = 45;

    public static IEnumerable<Session> LayOut(DeliveryDesign design, IReadOnlyList<OfferingModule> modules, IReadOnlyList<DateOnly> days)
    {
        var titleOf = modules.ToDictionary(m => m.ModuleId, m => m.Title);
        var meetings = design.Portions.Where(p => p.Mode is not DeliveryMode.SelfPaced).ToArray();
        var partsOf = meetings.CountBy(p => p.ModuleId).ToDictionary();
        var partOf = new Dictionary<Guid, int>();
        var number = 0;
        foreach (var day in meetings.GroupBy(p => p.Day))
        {
            var time = FirstLesson;
            foreach (var portion in day)
            {
                var part = partOf[portion.ModuleId] = partOf.GetValueOrDefault(portion.ModuleId) + 1;
                var title = titleOf[portion.ModuleId];
                if (partsOf[portion.ModuleId] is var parts and > 1) title = $"{title} (bagian {part} dari {parts})";
                var end = time.AddMinutes(portion.Jp * MinutesPerJp);
                yield return new Session(portion.ModuleId, ++number, title, portion.Mode,
                    Wib.At(days[day.Key - 1], time), Wib.At(days[day.Key - 1], end), day.Key);
                time = end;
            }
        }
    }

    /// <summary>Sessions may overlap (parallel classes of a large offering), but are listed by their start.</summary>
    public static Outcome<List<Session>> Check(IReadOnlyList<SessionDraft> drafts, Offering offering, WorkingCalendar calendar)
    {
        var moduleOf = offering.Modules.ToDictionary(m => m.Number);
        var sessions = new List<Session>(drafts.Count);
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            if (!moduleOf.TryGetValue(draft.ModuleNumber, out var module)) return new SessionOfNoModule(i, draft.ModuleNumber);
            if (module.Mode is DeliveryMode.SelfPaced) return new SessionOfSelfPacedModule(i, draft.ModuleNumber);
            if (draft.EndsAt <= draft.StartsAt || (i > 0 && draft.StartsAt < drafts[i - 1].StartsAt)) return new SessionOutOfOrder(i);
            if (Wib.DateOf(draft.StartsAt) < offering.StartDate || Wib.DateOf(draft.EndsAt) > offering.EndDate)
                return new SessionOutsideDates(i, offering.StartDate, offering.EndDate);
            var session = new Session(
                module.ModuleId, i + 1, draft.Title, module.Mode, draft.StartsAt.ToUniversalTime(), draft.EndsAt.ToUniversalTime(),
                calendar.NumberOf(Wib.DateOf(draft.StartsAt), offering.StartDate));
            session.BeTaughtBy(draft.Instructors);
            sessions.Add(session);
        }
        return sessions;
    }
}
