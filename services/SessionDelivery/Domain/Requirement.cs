namespace Bpsdm.SessionDelivery.Domain;

/// <summary>One part of the completion rule as it stands for one participant.</summary>
/// <param name="Kind">attendance, modules, score or evaluation.</param>
/// <param name="Needed">Sessions, modules, points or evaluations.</param>
/// <param name="Sentence">The same for people, in Indonesian.</param>
/// <param name="Items">What would fulfil it: sessions that were not attended, modules that are not finished.</param>
public sealed record Requirement(string Kind, decimal Needed, decimal Have, decimal Missing, string Sentence, IReadOnlyList<RequirementItem> Items)
{
    public bool Fulfilled => Missing == 0;
}

/// <param name="Percent">Of a module, how much of it is done.</param>
/// <param name="EndsAt">Of a session, until when it can be attended; after that only in a make-up session.</param>
public sealed record RequirementItem(Guid Id, int Number, string Title, int? Percent, DateTimeOffset? EndsAt);

/// <summary>Explains to a participant what the rule asks for, what is there, and what is still missing.</summary>
public static class Requirements
{
    public static IReadOnlyList<Requirement> Of(ParticipantRecord record, DateTimeOffset now) =>
        [.. new[] { Attendance(record, now), Modules(record), Score(record), Evaluation(record) }.OfType<Requirement>()];

    private static Requirement? Attendance(ParticipantRecord record, DateTimeOffset now)
    {
        var (needed, have) = (record.Offering.Rule.SessionsRequired(record.Standing.Sessions), record.Standing.Attended);
        if (needed == 0) return null;
        if (have >= needed) return new("attendance", needed, have, 0, $"Kehadiran terpenuhi: {have} dari {needed} sesi yang wajib.", []);

        var missing = needed - have;
        var open = record.Offering.Sessions.Where(s => !record.Attendance.ContainsKey(s.Id)).ToList();
        var (coming, over) = (open.Where(s => s.EndsAt >= now).ToList(), open.Where(s => s.EndsAt < now).ToList());
        var which = coming.Count == 0 ? "" : $": {string.Join(" atau ", coming.Select(s => $"sesi {s.Number} '{s.Title}'"))}";
        var makeUp = coming.Count >= missing ? "" : $"; {missing - coming.Count} di antaranya lewat sesi pengganti dari penyelenggara, karena {Numbers(over)} sudah lewat";
        return new(
            "attendance", needed, have, missing, $"Anda masih perlu: hadir pada {missing} sesi lagi{which}{makeUp} (baru {have} dari {needed} sesi yang wajib).",
            [.. open.Select(s => new RequirementItem(s.Id, s.Number, s.Title, null, s.EndsAt))]);
    }

    private static Requirement? Modules(ParticipantRecord record)
    {
        var (needed, have) = (record.Offering.Rule.ModulesRequired(record.Standing.SelfPacedModules), record.Standing.ModulesDone);
        if (needed == 0) return null;
        if (have >= needed) return new("modules", needed, have, 0, $"Modul mandiri terpenuhi: {have} dari {needed} modul.", []);

        var open = record.Offering.Modules.Where(m => m.IsSelfPaced && record.Progress.GetValueOrDefault(m.Id) < 100)
            .Select(m => new RequirementItem(m.Id, m.Number, m.Title, record.Progress.GetValueOrDefault(m.Id), null)).ToList();
        var which = string.Join(", ", open.Select(m => $"modul {m.Number} '{m.Title}' (baru {m.Percent} persen)"));
        return new("modules", needed, have, needed - have, $"Anda masih perlu: menyelesaikan {which}.", open);
    }

    private static Requirement? Score(ParticipantRecord record)
    {
        var (needed, best) = (record.Offering.Rule.PassingGrade, record.BestScore);
        if (best >= needed) return new("score", needed, best.Value, 0, $"Nilai terpenuhi: {Text(best.Value)}, batas lulus {needed}.", []);
        var missing = needed - (best ?? 0);
        var sentence = best is null
            ? $"Anda masih perlu: mengerjakan post-test dengan nilai paling sedikit {needed} ({record.AttemptsLeft} kesempatan)."
            : $"Anda masih perlu: {Text(missing)} poin lagi pada post-test (nilai terbaik {Text(best.Value)}, batas lulus {needed}, sisa {record.AttemptsLeft} kesempatan).";
        // A grade of 0 still asks for one attempt, and a missing point would say that it does not.
        return new("score", needed, best ?? 0, Math.Max(missing, 1), sentence, []);
    }

    private static Requirement? Evaluation(ParticipantRecord record) =>
        !record.Offering.Rule.EvaluationRequired ? null
        : record.EvaluationHandedIn ? new("evaluation", 1, 1, 0, "Evaluasi sudah Anda kirim.", [])
        : new("evaluation", 1, 0, 1, "Anda masih perlu: mengisi dan mengirim evaluasi penyelenggaraan.", []);

    private static string Numbers(List<Session> sessions) => string.Join(", ", sessions.Select(s => $"sesi {s.Number}"));

    /// <summary>As Indonesians write it: 66,67.</summary>
    private static string Text(decimal points) => points.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture).Replace('.', ',');
}
