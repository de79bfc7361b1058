using System.Security.Cryptography;

namespace Bpsdm.SessionDelivery.Domain;

/// <summary>What participants are asked about an offering: on the programme, the instructors and the organisation.</summary>
public sealed class EvaluationForm
{
    public required Guid OfferingId { get; init; }

    /// <summary>Changes with the items: what is handed in was answered to these very ones.</summary>
    public required Guid Version { get; set; }
    public required List<EvaluationItem> Items { get; set; }
    public required DateTimeOffset SetAt { get; set; }
    public required string SetBy { get; set; }

    /// <summary>Where no other one was set. Its version is the empty id.</summary>
    public static IReadOnlyList<EvaluationItem> Default { get; } =
    [
        new(1, EvaluationItem.Programme, EvaluationItem.Scale, "Materi sesuai dengan kebutuhan tugas saya.", true),
        new(2, EvaluationItem.Programme, EvaluationItem.Scale, "Bahan ajar dan modul mudah dipahami.", true),
        new(3, EvaluationItem.Programme, EvaluationItem.Scale, "Tes sesuai dengan materi yang diajarkan.", true),
        new(4, EvaluationItem.Instructors, EvaluationItem.Scale, "Pengajar menguasai materi.", true),
        new(5, EvaluationItem.Instructors, EvaluationItem.Scale, "Pengajar menyampaikan materi dengan jelas.", true),
        new(6, EvaluationItem.Instructors, EvaluationItem.Scale, "Pengajar memberi kesempatan bertanya dan berdiskusi.", true),
        new(7, EvaluationItem.Organisation, EvaluationItem.Scale, "Informasi dan jadwal disampaikan dengan jelas.", true),
        new(8, EvaluationItem.Organisation, EvaluationItem.Scale, "Panitia membantu bila ada kendala.", true),
        new(9, EvaluationItem.Organisation, EvaluationItem.Scale, "Kelas daring dan sarana pembelajaran berjalan lancar.", true),
        new(10, EvaluationItem.Programme, EvaluationItem.FreeText, "Apa yang paling bermanfaat dari pelatihan ini?", false),
        new(11, EvaluationItem.Organisation, EvaluationItem.FreeText, "Apa yang perlu diperbaiki?", false),
    ];
}

/// <param name="Section">programme, instructors or organisation.</param>
/// <param name="Kind">scale (1 to 5) or text.</param>
public sealed record EvaluationItem(int Number, string Section, string Kind, string Text, bool Required)
{
    public const string Programme = "programme", Instructors = "instructors", Organisation = "organisation", Scale = "scale", FreeText = "text";
    public const int Steps = 5;

    public bool IsScale => string.Equals(Kind, Scale, StringComparison.Ordinal);
}

/// <summary>One participant's answers, which know nothing of the participant.</summary>
public sealed record EvaluationSheet(Dictionary<int, int> Scales, Dictionary<int, string> Texts);

/// <summary>
/// The ballot box of an offering. Sheets wait in it, in random order, until <see cref="Least"/> are together; then they are
/// counted and their texts let out, so that no count that anybody sees moves by fewer people than that.
/// </summary>
public sealed class EvaluationBox
{
    /// <summary>The fewest answers of which results are told.</summary>
    public const int Least = 5;

    public required Guid OfferingId { get; init; }

    /// <summary>Sheets that are counted.</summary>
    public int Counted { get; private set; }

    /// <summary>For each item on a scale, how often each step was given.</summary>
    public Dictionary<int, int[]> Counts { get; private set; } = [];
    public List<EvaluationSheet> Waiting { get; private set; } = [];

    public static EvaluationBox Restore(Guid offeringId, int counted, Dictionary<int, int[]> counts, List<EvaluationSheet> waiting) =>
        new() { OfferingId = offeringId, Counted = counted, Counts = counts, Waiting = waiting };

    /// <returns>The texts that may be seen now, in random order: of none or of at least <see cref="Least"/> sheets.</returns>
    public IReadOnlyList<(int Item, string Text)> PutIn(IEnumerable<EvaluationSheet> sheets)
    {
        var waiting = Waiting.Concat(sheets).ToArray();
        RandomNumberGenerator.Shuffle(waiting.AsSpan());
        if (waiting.Length < Least)
        {
            Waiting = [.. waiting];
            return [];
        }
        var counts = Counts.ToDictionary(c => c.Key, c => c.Value.ToArray());
        foreach (var (item, step) in waiting.SelectMany(s => s.Scales))
        {
            if (!counts.TryGetValue(item, out var steps)) counts.Add(item, steps = new int[EvaluationItem.Steps]);
            steps[step - 1]++;
        }
        (Counts, Counted, Waiting) = (counts, Counted + waiting.Length, []);
        var texts = waiting.SelectMany(s => s.Texts, (_, t) => (t.Key, t.Value)).ToArray();
        RandomNumberGenerator.Shuffle(texts.AsSpan());
        return texts;
    }
}

public sealed partial class ParticipantRecord
{
    public bool EvaluationHandedIn { get; private set; }

    public void RestoreEvaluation() => EvaluationHandedIn = true;

    /// <summary>Records that, and not what: also after the outcome, until the offering is closed.</summary>
    /// <returns>False where it was handed in before: the first one stands.</returns>
    public Answer<bool> HandInEvaluation(DateTimeOffset now)
    {
        if (EvaluationHandedIn) return false;
        if (Cancelled) return Refusal.OfferingCancelled;
        if (Offering.ClosedAt is not null) return Refusal.OfferingClosed;
        EvaluationHandedIn = Changes.EvaluationHandedIn = true;
        if (Outcome is null) Decide(now);
        return true;
    }
}
