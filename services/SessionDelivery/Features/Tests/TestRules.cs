using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Domain.Tests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <param name="Draws">How many questions from the bank of which module.</param>
/// <param name="TimeLimitMinutes">From the start of an attempt; this or <paramref name="ClosesAt"/> is needed.</param>
/// <param name="ClosesAt">When nothing is begun any more, and all that is running is handed in.</param>
/// <param name="Attempts">Left out: 1 for a pre-test, else as many as the offering's rule leaves.</param>
/// <param name="PassScore">Left out: that of the offering's rule.</param>
/// <param name="Shuffle">Whether questions and choices stand in another order on each form.</param>
/// <param name="Seed">From which every form follows; chosen by the server where it is left out.</param>
public sealed record TestRequest(
    IReadOnlyList<DrawRequest?>? Draws, int? TimeLimitMinutes = null, DateTimeOffset? OpensAt = null, DateTimeOffset? ClosesAt = null, int? Attempts = null,
    int? PassScore = null, bool Shuffle = true, long? Seed = null);

public sealed record DrawRequest(int Module, int Count);

/// <summary>What is wrong with the definition of a test, by itself and beside the offering's rule and its other tests.</summary>
internal static class TestRules
{
    public const int MaxItems = 200;
    private const long MaxSeed = (1L << 53) - 1;

    public static ValidationProblem? Check(TestRequest? request)
    {
        if (request?.Draws is not { Count: >= 1 and <= 20 } draws) return Problems.Invalid("draws", "Tes menarik soal dari 1 sampai 20 bank.");
        for (var i = 0; i < draws.Count; i++)
        {
            if (draws[i] is not { Count: >= 1 and <= MaxItems }) return Problems.Invalid($"draws[{i}].count", $"Dari satu bank ditarik 1 sampai {MaxItems} soal.");
        }
        if (draws.Sum(d => d!.Count) > MaxItems) return Problems.Invalid("draws", $"Tes memuat paling banyak {MaxItems} soal.");
        if (draws.DistinctBy(d => d!.Module).Count() < draws.Count) return Problems.Invalid("draws", "Modul yang sama disebut lebih dari sekali.");
        if (request.TimeLimitMinutes is < 1 or > 600) return Problems.Invalid("timeLimitMinutes", "Batas waktu antara 1 dan 600 menit.");
        if (request is { TimeLimitMinutes: null, ClosesAt: null }) return Problems.Invalid("timeLimitMinutes", "Batas waktu atau waktu tutup wajib diisi, supaya setiap percobaan berakhir.");
        if (request.ClosesAt <= request.OpensAt) return Problems.Invalid("closesAt", "Waktu tutup harus sesudah waktu buka.");
        return request.Seed is < 0 or > MaxSeed ? Problems.Invalid("seed", $"Benih acak antara 0 dan {MaxSeed}.") : null;
    }

    /// <param name="wished">The definition, where nothing is wrong.</param>
    public static ValidationProblem? Read(
        TestRequest request, Offering offering, string test, IReadOnlyDictionary<string, TestDefinitionRow> others, long seed, DateTimeOffset now, string by,
        out TestDefinitionRow wished)
    {
        var left = AttemptsLeft(offering, test, others);
        var passScore = request.PassScore ?? offering.Rule.PassingGrade;
        wished = new TestDefinitionRow
        {
            OfferingId = offering.Id, Test = test, Draws = [.. request.Draws!.Select(d => new BankDraw(d!.Module, d.Count))], Seed = request.Seed ?? seed,
            Shuffle = request.Shuffle, TimeLimitMinutes = request.TimeLimitMinutes, OpensAt = Moment(request.OpensAt), ClosesAt = Moment(request.ClosesAt),
            Attempts = request.Attempts ?? (TestName.Counts(test) ? left : 1), PassScore = passScore, SetAt = now, SetBy = by,
        };
        if (wished.Attempts < 1 || wished.Attempts > left)
            return Problems.Invalid("attempts", left < 1 ? "Tidak ada percobaan yang tersisa menurut aturan kelulusan angkatan." : $"Banyak percobaan antara 1 dan {left}.");
        if (passScore is < 0 or > 100) return Problems.Invalid("passScore", "Nilai lulus antara 0 dan 100.");
        return TestName.Counts(test) && passScore != offering.Rule.PassingGrade
            ? Problems.Invalid("passScore", $"Nilai lulus ditentukan aturan kelulusan angkatan: {offering.Rule.PassingGrade}.") : null;
    }

    public static bool AreSame(TestDefinitionRow one, TestDefinitionRow other) =>
        one.Draws.SequenceEqual(other.Draws)
        && (one.Seed, one.Shuffle, one.TimeLimitMinutes, one.OpensAt, one.ClosesAt, one.Attempts, one.PassScore)
            == (other.Seed, other.Shuffle, other.TimeLimitMinutes, other.OpensAt, other.ClosesAt, other.Attempts, other.PassScore);

    /// <summary>The rule allows so many attempts at the post-test, remedial ones included.</summary>
    private static int AttemptsLeft(Offering offering, string test, IReadOnlyDictionary<string, TestDefinitionRow> others) =>
        TestName.Counts(test) ? offering.Rule.MaxAttempts - others.Values.Where(t => TestName.Counts(t.Test)).Sum(t => t.Attempts) : 10;

    private static DateTimeOffset? Moment(DateTimeOffset? told) => told is { } at ? new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero) : null;
}
