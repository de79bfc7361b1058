using System.Globalization;
using Bpsdm.Contracts;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Contracts.SessionDelivery;

namespace Bpsdm.CertificatesBench;

/// <summary>The completions of one offering as bulk events, with texts of the length that real ones have.</summary>
internal static class Completions
{
    private static readonly string[] First = ["Siti", "Muhammad Rizky", "Dewi", "Agus", "Nur Aini", "Bambang", "Fitri", "Yohanes", "Ratna", "I Made"];
    private static readonly string[] Last = ["Rahmawati", "Pratama, S.Kom.", "Lestari", "Setiawan, S.E., M.M.", "Hidayati", "Simanjuntak", "Wulandari, S.Pd."];

    public static List<ParticipantCompleted> Of(int participants)
    {
        var offering = new OfferingSummary(
            Guid.CreateVersion7(), "DKL-2020-17", "E-Bimtek Pengelolaan Arsip Dinamis", "technical", 1, 2020, 32, "distance",
            "Jakarta (daring)", new(2020, 5, 28), new(2020, 6, 1));
        return [.. Enumerable.Range(0, participants).Select(Participant).Chunk(Contract.MaxFacts)
            .Select(chunk => new ParticipantCompleted { Offering = offering, Participants = chunk })];
    }

    private static CompletedParticipant Participant(int i) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(),
        new Person(
            (198001012005011000 + i).ToString(CultureInfo.InvariantCulture), $"{First[i % First.Length]} {Last[i % Last.Length]}", "Jakarta",
            new DateOnly(1980, 1, 1).AddDays(i % 7_000), "III/b", "Analis Kepegawaian Ahli Pertama",
            $"OPD-{(i % 42) + 1:00}", "Dinas Perpustakaan dan Kearsipan Provinsi DKI Jakarta"),
        70 + (i % 30), new DateTimeOffset(2020, 6, 1, 8, 0, 0, TimeSpan.Zero).AddMilliseconds(i));
}
