using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features.Evaluation;

public sealed record EvaluationRequest(IReadOnlyList<EvaluationAnswer?>? Answers);

/// <param name="Value">1 to 5, of an item on a scale.</param>
/// <param name="Text">Of an item with free text.</param>
public sealed record EvaluationAnswer(int Item, int? Value, string? Text);

/// <param name="HandedIn">Always true: the first evaluation stands, whatever is sent after it.</param>
public sealed record HandInResponse(Guid OfferingId, bool HandedIn);

internal static class HandInEvaluation
{
    private const int MaxText = 2000;

    public static async Task<Results<Ok<HandInResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, EvaluationRequest request, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, DeliveryWriter writer, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { Offering: var offering }) return Answers.OfferingNotFound(id);
        var (version, items) = await ReadEvaluation.FormAsync(db, id, cancellationToken);
        if (Read(request, items, out var sheet) is { } invalid) return invalid;

        var answer = await writer.SubmitAsync(new HandInCommand(offering, nip, sheet, version, time.Now()), cancellationToken);
        return answer.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(new HandInResponse(id, true));
    }

    private static ValidationProblem? Read(EvaluationRequest request, IReadOnlyList<EvaluationItem> items, out EvaluationSheet sheet)
    {
        sheet = new([], []);
        if (request.Answers is not { } answers) return Problems.Invalid("answers", "Jawaban wajib diisi.");
        var seen = new HashSet<int>();
        for (var i = 0; i < answers.Count; i++)
        {
            if (answers[i] is not { } answer) return Problems.Invalid($"answers[{i}]", "Jawaban tidak boleh kosong.");
            if (items.FirstOrDefault(f => f.Number == answer.Item) is not { } item)
                return Problems.Invalid($"answers[{i}].item", $"Butir {answer.Item} tidak ada dalam kuesioner ini.");
            if (!seen.Add(item.Number)) return Problems.Invalid($"answers[{i}].item", $"Butir {item.Number} dijawab lebih dari sekali.");
            if (item.IsScale)
            {
                if (answer.Value is not { } value || value is < 1 or > EvaluationItem.Steps)
                    return Problems.Invalid($"answers[{i}].value", $"Butir {item.Number} dijawab dengan angka 1 sampai {EvaluationItem.Steps}.");
                sheet.Scales.Add(item.Number, value);
            }
            else if (answer.Value is not null)
            {
                return Problems.Invalid($"answers[{i}].value", $"Butir {item.Number} dijawab dengan teks.");
            }
            else if (answer.Text?.Trim() is { Length: > 0 } text)
            {
                if (text.Length > MaxText) return Problems.Invalid($"answers[{i}].text", $"Teks paling panjang {MaxText} huruf.");
                if (text.Contains('\0', StringComparison.Ordinal)) return Problems.Invalid($"answers[{i}].text", "Teks memuat karakter yang tidak dapat disimpan (U+0000).");
                sheet.Texts.Add(item.Number, text);
            }
        }
        foreach (var item in items.Where(f => f.Required))
        {
            if (!sheet.Scales.ContainsKey(item.Number) && !sheet.Texts.ContainsKey(item.Number))
                return Problems.Invalid("answers", $"Butir {item.Number} wajib dijawab.");
        }
        return null;
    }
}

/// <summary>It carries the answers past the record of the participant: that is told only that there are some.</summary>
internal sealed class HandInCommand(Offering offering, string nip, EvaluationSheet sheet, Guid version, DateTimeOffset now) : DeliveryCommand<bool>(offering, nip)
{
    public EvaluationSheet Sheet { get; } = sheet;
    public Guid Version { get; } = version;

    /// <summary>Whether these are the answers that stand.</summary>
    public bool Accepted { get; private set; }

    protected override Answer<bool> Handle(ParticipantRecord record)
    {
        var answer = record.HandInEvaluation(now);
        Accepted = answer is { Refusal: null, Value: true };
        return answer;
    }
}
