using Bpsdm.Documents;
using SkiaSharp;
using static Bpsdm.Documents.Figures;

namespace Bpsdm.SessionDelivery.Features.Reports;

/// <summary>The report as a head of agency reads it: what came of it on the first page, the agencies after that. A4 upright, text that can be searched.</summary>
internal static class ReportPdf
{
    public static byte[] Draw(ClosingReport report)
    {
        using var stream = new MemoryStream();
        var metadata = new SKDocumentPdfMetadata
        {
            Title = $"{ReportTexts.Title(report)}: {report.Offering.ProgrammeTitle}, angkatan {report.Offering.Angkatan} tahun {report.Offering.Year}",
            Author = "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta",
            Creator = "Bpsdm.Platform",
            Creation = report.AsOf.UtcDateTime,
            Modified = report.AsOf.UtcDateTime,
        };
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            var pages = new ReportPages(document, $"{report.Offering.ProgrammeCode}, angkatan {report.Offering.Angkatan}/{report.Offering.Year} · keadaan per {Wib.Time(report.AsOf)}");
            Head(pages, report);
            Outcome(pages, report);
            Attendance(pages, report);
            Scores(pages, report);
            Evaluation(pages, report.Evaluation);
            Agencies(pages, report);
            pages.End();
            document.Close();
        }
        return stream.ToArray();
    }

    private static void Head(ReportPages pages, ClosingReport report)
    {
        var o = report.Offering;
        pages.Room(200);
        pages.Text("PEMERINTAH PROVINSI DAERAH KHUSUS IBUKOTA JAKARTA", ReportPages.Margin, pages.Y + 4, 10, Fonts.Regular, ReportPages.Pale);
        pages.Text("BADAN PENGEMBANGAN SUMBER DAYA MANUSIA", ReportPages.Margin, pages.Y + 17, 11, Fonts.Bold, ReportPages.Ink);
        pages.Line(pages.Y + 26, ReportPages.Blue);
        pages.Y += 38;
        pages.Paragraph(ReportTexts.Title(report), 24, Fonts.Bold, ReportPages.Blue);
        pages.Y += 2;
        pages.Paragraph(o.ProgrammeTitle, 15, Fonts.Bold, ReportPages.Ink);
        pages.Y += 2;
        pages.Paragraph($"Angkatan {o.Angkatan} Tahun {o.Year}, {Wib.Dates(o.StartDate, o.EndDate)}, {o.Place}, {Count(o.Jp)} jam pelajaran (JP)", 11.5f, Fonts.Regular, ReportPages.Ink);
        pages.Paragraph(
            report.Status switch
            {
                "closed" => $"Angkatan ini ditutup pada {Wib.Time(report.ClosedAt!.Value)}.",
                "cancelled" => "Angkatan ini dibatalkan. Angka-angka di bawah adalah keadaan saat dibatalkan.",
                _ => "Angkatan ini belum ditutup. Angka-angka di bawah masih dapat berubah.",
            }, 11.5f, Fonts.Regular, report.Status is "closed" ? ReportPages.Pale : ReportPages.Red);
        pages.Y += 14;
    }

    private static void Outcome(ReportPages pages, ClosingReport report)
    {
        var p = report.Participants;
        pages.Tiles(
            (Count(p.Registered), "peserta"), (Percent(p.PassRate), "lulus"), (Percent(report.AttendancePercent), "kehadiran"),
            (report.Scores.PostTest is { } post ? Number(post.Mean) : "–", "rata-rata post-test"));
        pages.Parts(("Lulus", p.Completed, ReportPages.Blue), ("Tidak lulus", p.Failed, ReportPages.Red), ("Masih berjalan", p.InProgress, ReportPages.Grey));
        if (p.Withdrawn > 0) pages.Paragraph($"Selain itu {Count(p.Withdrawn)} kursi dilepas sebelum ada hasil.", 10, Fonts.Regular, ReportPages.Pale);
    }

    private static void Attendance(ReportPages pages, ClosingReport report)
    {
        if (report.Sessions.Count > 0)
        {
            pages.Heading("Kehadiran per sesi", 40);
            pages.Bars(report.Sessions.Select(s => ($"{s.Number}. {s.Title}", Share(s.Percent), $"{Count(s.Attended)} ({Percent(s.Percent)})")));
        }
        if (report.Modules.Count == 0) return;
        pages.Heading("Modul mandiri yang diselesaikan", 40);
        pages.Bars(report.Modules.Select(m => ($"{m.Number}. {m.Title}", Share(m.Percent), $"{Count(m.Done)} ({Percent(m.Percent)})")));
    }

    private static void Scores(ReportPages pages, ClosingReport report)
    {
        if (report.Scores.PostTest is not { } post) return;
        pages.Heading("Nilai post-test", 150);
        pages.Paragraph(
            $"{Count(post.Tested)} peserta dinilai: rata-rata {Number(post.Mean)}, median {Number(post.Median)}, terendah {Number(post.Lowest)}, tertinggi {Number(post.Highest)}; batas lulus {report.Offering.PassingGrade}."
            + (report.Scores.PreTest is { } pre ? $" Rata-rata pre-test {Number(pre.Mean)} dari {Count(pre.Tested)} peserta." : ""), 10.5f, Fonts.Regular, ReportPages.Ink);
        pages.Y += 8;
        pages.Columns([.. post.Distribution.Select((count, i) => (ReportTexts.Band(i), count))]);
    }

    private static void Evaluation(ReportPages pages, EvaluationReport evaluation)
    {
        pages.Heading("Evaluasi peserta", 60);
        pages.Paragraph($"{Count(evaluation.Results.HandedIn)} evaluasi dikirim. Hasil disebut bila paling sedikit {evaluation.Results.Least} peserta menjawab; nilai 1 (sangat kurang) sampai 5 (sangat baik).", 10.5f, Fonts.Regular, ReportPages.Ink);
        pages.Y += 6;
        foreach (var section in evaluation.Sections)
        {
            pages.Room(40);
            pages.Text($"{ReportTexts.Section(section.Section)}: {Number(section.Mean)}", ReportPages.Margin, pages.Y + 13, 11, Fonts.Bold, ReportPages.Ink);
            pages.Y += 18;
            pages.Bars(evaluation.Results.Items.Where(i => i.Mean is not null && string.Equals(i.Section, section.Section, StringComparison.Ordinal))
                .Select(i => (i.Text, (double?)((i.Mean - 1) / 4), $"{Number(i.Mean!.Value)} ({Count(i.Answered)})")));
        }
    }

    private static void Agencies(ReportPages pages, ClosingReport report)
    {
        if (report.Agencies.Count == 0) return;
        pages.Heading("Menurut perangkat daerah", 80);
        var p = report.Participants;
        pages.Table(
            [("Perangkat daerah", 213), ("Peserta", 48), ("Lulus", 48), ("Tidak lulus", 54), ("Kelulusan", 50), ("Kehadiran", 50), ("Nilai", ReportPages.Body - 463)],
            [
                .. report.Agencies.Select(a => (string[])[
                    a.Name, Count(a.Registered), Count(a.Completed), Count(a.Failed), Percent(a.PassRate), Percent(a.AttendancePercent), Score(a.MeanScore)]),
                ["Jumlah", Count(p.Registered), Count(p.Completed), Count(p.Failed), Percent(p.PassRate), Percent(report.AttendancePercent), Score(report.Scores.PostTest?.Mean)],
            ]);
    }

    private static double? Share(decimal? percent) => (double?)percent / 100;

    private static string Score(decimal? score) => score is { } s ? Number(s) : "–";
}
