using Bpsdm.Documents;
using MiniExcelLibs;
using static Bpsdm.ServiceDefaults.Spreadsheet;

namespace Bpsdm.SessionDelivery.Features.Reports;

/// <summary>The report as a workbook. Numbers are numbers, so that they can be calculated with.</summary>
internal static class ReportSheets
{
    public static byte[] Write(ClosingReport report)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["Ringkasan"] = Summary(report),
            ["Perangkat daerah"] = report.Agencies.Select(Agency).ToList(),
            ["Sesi"] = report.Sessions.Select(s => Row(
                ("Nomor", s.Number), ("Sesi", Safe(s.Title)), ("Mulai (WIB)", Wib.Time(s.StartsAt)), ("Hadir", s.Attended), ("Hadir (%)", s.Percent))).ToList(),
            ["Modul mandiri"] = report.Modules.Select(m => Row(("Nomor", m.Number), ("Modul", Safe(m.Title)), ("Selesai", m.Done), ("Selesai (%)", m.Percent))).ToList(),
            ["Nilai"] = Enumerable.Range(0, 10).Select(i => Row(
                ("Nilai", ReportTexts.Band(i)), ("Pre-test", report.Scores.PreTest?.Distribution[i] ?? 0), ("Post-test", report.Scores.PostTest?.Distribution[i] ?? 0))).ToList(),
            ["Evaluasi"] = report.Evaluation.Results.Items.Where(i => i.Distribution is not null || i.Texts is null).Select(i => Row(
                [("Nomor", i.Number), ("Bagian", ReportTexts.Section(i.Section)), ("Pernyataan", Safe(i.Text)), ("Jawaban", i.Answered), ("Rata-rata (1-5)", i.Mean),
                    .. Enumerable.Range(0, 5).Select(step => ($"Nilai {step + 1}", (object?)i.Distribution?[step]))])).ToList(),
            ["Pendapat"] = report.Evaluation.Results.Items.Where(i => i.Texts is not null)
                .SelectMany(i => i.Texts!, (i, text) => Row(("Nomor", i.Number), ("Pertanyaan", Safe(i.Text)), ("Jawaban", Safe(text)))).ToList(),
        });
        return stream.ToArray();
    }

    private static List<Dictionary<string, object?>> Summary(ClosingReport r) =>
    [
        .. new (string, object?)[]
        {
            ("Laporan", ReportTexts.Title(r)), ("Program", Safe(r.Offering.ProgrammeTitle)), ("Kode", Safe(r.Offering.ProgrammeCode)),
            ("Angkatan", r.Offering.Angkatan), ("Tahun", r.Offering.Year), ("Pelaksanaan", Wib.Dates(r.Offering.StartDate, r.Offering.EndDate)),
            ("Tempat", Safe(r.Offering.Place)), ("Jam pelajaran (JP)", r.Offering.Jp), ("Keadaan per", Wib.Time(r.AsOf)),
            ("Peserta", r.Participants.Registered), ("Lulus", r.Participants.Completed), ("Tidak lulus", r.Participants.Failed),
            ("Masih berjalan", r.Participants.InProgress), ("Tingkat kelulusan (%)", r.Participants.PassRate), ("Mengundurkan diri atau kehilangan kursi", r.Participants.Withdrawn),
            ("Kehadiran (%)", r.AttendancePercent), ("Batas lulus", r.Offering.PassingGrade),
            ("Rata-rata pre-test", r.Scores.PreTest?.Mean), ("Rata-rata post-test", r.Scores.PostTest?.Mean), ("Median post-test", r.Scores.PostTest?.Median),
            ("Evaluasi dikirim", r.Evaluation.Results.HandedIn),
        }.Select(line => Row(("Keterangan", line.Item1), ("Nilai", line.Item2))),
    ];

    private static Dictionary<string, object?> Agency(AgencyResult a) => Row(
        ("Kode", Safe(a.Code)), ("Perangkat daerah", Safe(a.Name)), ("Peserta", a.Registered), ("Lulus", a.Completed), ("Tidak lulus", a.Failed),
        ("Masih berjalan", a.InProgress), ("Kelulusan (%)", a.PassRate), ("Kehadiran (%)", a.AttendancePercent), ("Rata-rata nilai", a.MeanScore));

    private static Dictionary<string, object?> Row(params (string Column, object? Value)[] cells) =>
        cells.ToDictionary(c => c.Column, c => c.Value, StringComparer.Ordinal);
}
