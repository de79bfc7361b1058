using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>An answer: the one field that belongs to the kind of the question, or that it is taken back.</summary>
/// <param name="Revision">Counted by the client for each question; the greatest stands, whatever order the messages come in.</param>
/// <param name="Choices">Positions on the form, from 0.</param>
/// <param name="Matches">For each left side the position of its right side, or null.</param>
/// <param name="Blank">True where the answer is taken back.</param>
public sealed record AnswerDocument(
    int? Revision, IReadOnlyList<int>? Choices = null, bool? Truth = null, decimal? Number = null, IReadOnlyList<int?>? Matches = null, string? Text = null, bool? Blank = null)
{
    public const int MaxText = 20_000;

    internal static AnswerDocument Of(TestAnswer answer, int[] places) => answer.Response switch
    {
        Chosen chosen => new(answer.Revision, Choices: [.. chosen.Choices.Select(c => Array.IndexOf(places, c)).Order()]),
        Truth truth => new(answer.Revision, Truth: truth.Value),
        Number number => new(answer.Revision, Number: number.Value),
        Matched matched => new(answer.Revision, Matches: [.. matched.Targets.Select(t => t is { } target ? Array.IndexOf(places, target) : (int?)null)]),
        Written written => new(answer.Revision, Text: written.Text),
        _ => new(answer.Revision, Blank: true),
    };

    /// <summary>In positions of the item, or what is wrong.</summary>
    internal (Response? Response, Broken? Broken) Read(ItemBody body, int[] places)
    {
        if (Revision is not >= 1) return (null, new("revision", "Revisi jawaban wajib diisi, mulai dari 1."));
        if (new[] { Choices is not null, Truth is not null, Number is not null, Matches is not null, Text is not null, Blank is true }.Count(given => given) > 1)
            return (null, new("$", "Jawaban memuat lebih dari satu jenis isian."));
        if (Blank is true) return (new Blank(), null);
        switch (body)
        {
            case SingleChoice or MultipleChoice:
                if (Choices is null || Choices.Any(c => c < 0 || c >= places.Length)) return (null, new("choices", "Pilihan harus berupa nomor pilihan pada lembar soal."));
                if (body is SingleChoice && Choices.Count > 1) return (null, new("choices", "Hanya satu pilihan yang boleh dipilih."));
                return (new Chosen([.. Choices.Distinct().Select(c => places[c]).Order()]), null);
            case TrueFalse:
                return Truth is { } truth ? (new Truth(truth), null) : (null, new("truth", "Jawaban benar atau salah wajib diisi."));
            case Numeric:
                return Number is { } number && Math.Abs(number) <= ItemRules.MaxNumber
                    ? (new Number(number), null) : (null, new("number", $"Jawaban berupa angka wajib diisi, paling besar {ItemRules.MaxNumber:0}."));
            case Matching matching:
                if (Matches is null || Matches.Count != matching.Pairs.Count || Matches.Any(m => m is { } at && (at < 0 || at >= places.Length)))
                    return (null, new("matches", $"Jawaban harus memuat {matching.Pairs.Count} nomor sisi kanan, atau null."));
                return (new Matched([.. Matches.Select(m => m is { } at ? places[at] : (int?)null)]), null);
            default:
                return Text is { Length: <= MaxText } && !Text.Contains('\0', StringComparison.Ordinal)
                    ? (new Written(body is Essay ? Text.Trim() : Text), null) : (null, new("text", $"Jawaban berupa teks paling panjang {MaxText} huruf, tanpa karakter kendali."));
        }
    }
}
