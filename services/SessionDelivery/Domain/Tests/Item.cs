using System.Text.Json.Serialization;

namespace Bpsdm.SessionDelivery.Domain.Tests;

/// <summary>
/// A question of a bank. It never changes: a correction is another item under the same code, so who was given the first one
/// is graded by the first one.
/// </summary>
/// <param name="Code">Its name in the bank, by which an import finds it again.</param>
/// <param name="Points">What a full answer is worth.</param>
/// <param name="Explanation">For those who write and grade; no form shows it.</param>
public sealed record Item(string Code, string Text, int Points, string? Explanation, ItemBody Body);

/// <summary>What is asked for, with what is right.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SingleChoice), SingleChoice.Name)]
[JsonDerivedType(typeof(MultipleChoice), MultipleChoice.Name)]
[JsonDerivedType(typeof(TrueFalse), TrueFalse.Name)]
[JsonDerivedType(typeof(Numeric), Numeric.Name)]
[JsonDerivedType(typeof(Matching), Matching.Name)]
[JsonDerivedType(typeof(ShortText), ShortText.Name)]
[JsonDerivedType(typeof(Essay), Essay.Name)]
public abstract record ItemBody
{
    [JsonIgnore]
    public string Kind => this switch
    {
        SingleChoice => SingleChoice.Name,
        MultipleChoice => MultipleChoice.Name,
        TrueFalse => TrueFalse.Name,
        Numeric => Numeric.Name,
        Matching => Matching.Name,
        ShortText => ShortText.Name,
        Essay => Essay.Name,
        _ => throw new InvalidOperationException($"{GetType().Name} has no name."),
    };
}

/// <summary>One of the choices; the best is worth 100 percent, others may be worth a part.</summary>
public sealed record SingleChoice(IReadOnlyList<Choice> Choices) : ItemBody
{
    public const string Name = "single-choice";
}

/// <summary>Any number of choices: what is right adds up to 100 percent, what is wrong takes away.</summary>
public sealed record MultipleChoice(IReadOnlyList<Choice> Choices) : ItemBody
{
    public const string Name = "multiple-choice";

    /// <summary>Whoever marks only what is right or wrong: each right one earns as much, and marking everything earns nothing.</summary>
    public static MultipleChoice Of(IReadOnlyList<(string Text, bool Correct)> choices)
    {
        var right = choices.Count(c => c.Correct);
        return new([.. choices.Select(c => new Choice(c.Text, c.Correct ? Share(right) : -Share(choices.Count - right)))]);
    }

    private static decimal Share(int of) => Math.Round(100m / Math.Max(1, of), 5);
}

public sealed record TrueFalse(bool Answer) : ItemBody
{
    public const string Name = "true-false";
}

/// <summary>A number near enough to one of these; the best that fits counts.</summary>
public sealed record Numeric(IReadOnlyList<NumericAnswer> Answers) : ItemBody
{
    public const string Name = "numeric";
}

/// <summary>Each left side with its right side; each right pair earns as much. Several may share a right side.</summary>
/// <param name="Distractors">Right sides that belong to none.</param>
public sealed record Matching(IReadOnlyList<Pair> Pairs, IReadOnlyList<string> Distractors) : ItemBody
{
    public const string Name = "matching";

    /// <summary>All right sides, each once.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Targets => [.. Pairs.Select(p => p.Right).Concat(Distractors).Distinct(StringComparer.Ordinal)];
}

/// <summary>A few words, compared without regard to case, width of letters and blanks.</summary>
public sealed record ShortText(IReadOnlyList<AcceptedText> Accepted) : ItemBody
{
    public const string Name = "short-text";
}

/// <summary>Graded by a person.</summary>
public sealed record Essay : ItemBody
{
    public const string Name = "essay";
}

/// <param name="Credit">Percent of the points, -100 to 100.</param>
public sealed record Choice(string Text, decimal Credit)
{
    public decimal Credit { get; } = PlainNumber.Of(Credit);
}

/// <param name="Credit">Percent of the points, up to 100.</param>
public sealed record NumericAnswer(decimal Value, decimal Tolerance, decimal Credit)
{
    public decimal Value { get; } = PlainNumber.Of(Value);
    public decimal Tolerance { get; } = PlainNumber.Of(Tolerance);
    public decimal Credit { get; } = PlainNumber.Of(Credit);
}

public sealed record Pair(string Left, string Right);

/// <param name="Credit">Percent of the points, up to 100.</param>
public sealed record AcceptedText(string Text, decimal Credit)
{
    public decimal Credit { get; } = PlainNumber.Of(Credit);
}

internal static class PlainNumber
{
    /// <summary>Without zeros at its end: numbers that are equal are written the same.</summary>
    public static decimal Of(decimal number) => number / 1.0000000000000000000000000000m;
}
