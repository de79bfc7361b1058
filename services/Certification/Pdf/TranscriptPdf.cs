using System.Globalization;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Features.Transcript;
using SkiaSharp;

namespace Bpsdm.Certification.Pdf;

/// <summary>What a person has learned, a line a certificate below the sum of its year. It proves nothing by itself: each certificate is verified by its own code.</summary>
internal static class TranscriptPdf
{
    private const int Rows = 16;
    private const float Top = 176, RowHeight = 21, Left = 60, TitleAt = 150, NumberAt = 500, JpAt = 720, Right = Canvas.Width - 60;

    /// <summary>A line of a certificate, or of a year where <paramref name="Entry"/> is null.</summary>
    private sealed record Row(TranscriptYear Year, TranscriptEntry? Entry);

    public static byte[] Render(TranscriptView transcript, DateTimeOffset now)
    {
        var pages = Paginate(transcript);
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = $"Transkrip {transcript.Nip}", Creator = "Bpsdm.Platform", Creation = now.UtcDateTime, Modified = now.UtcDateTime }))
        {
            foreach (var (n, rows) in pages.Index())
            {
                var page = new Canvas(document.BeginPage(Canvas.Width, Canvas.Height));
                Head(page, transcript);
                foreach (var (i, row) in rows.Index()) Draw(page, i + 1, row);
                page.Text($"Dibuat {Wib.Time(now)}. Setiap sertifikat dapat diperiksa dengan kode QR-nya.", Left, 556, 10, Fonts.Regular, Canvas.Pale);
                page.Text(string.Create(CultureInfo.InvariantCulture, $"Halaman {n + 1} dari {pages.Count}"), Right, 556, 10, Fonts.Regular, Canvas.Pale, SKTextAlign.Right);
                document.EndPage();
            }
            document.Close();
        }
        return stream.ToArray();
    }

    /// <summary>Letters that no typeface of ours has; empty when it can be printed.</summary>
    public static string Unprintable(TranscriptView t) => string.Join(' ', ((string?[])[t.Name, t.Rank, t.Position, t.AgencyName])
        .Concat(t.Years.SelectMany(y => y.Certificates).SelectMany(e => (string?[])[e.ProgrammeTitle, e.Number]))
        .SelectMany(text => Fonts.Regular.Missing(Fonts.Clean(text ?? ""))).Distinct());

    /// <summary>No year stands alone at the foot of a page.</summary>
    private static List<List<Row>> Paginate(TranscriptView transcript)
    {
        var pages = new List<List<Row>> { new() };
        foreach (var row in transcript.Years.SelectMany(y => y.Certificates.Select(e => new Row(y, e)).Prepend(new Row(y, null))))
        {
            if (pages[^1].Count >= (row.Entry is null ? Rows - 1 : Rows)) pages.Add([]);
            pages[^1].Add(row);
        }
        return pages;
    }

    private static void Head(Canvas page, TranscriptView t)
    {
        page.Text("TRANSKRIP PENGEMBANGAN KOMPETENSI", Left, 66, 20, Fonts.Bold, Canvas.Accent);
        page.Text(t.Name ?? "", Left, 92, 16, Fonts.Bold, Canvas.Ink);
        page.Text($"NIP {t.Nip}", Left, 110, 10, Fonts.Figures, Canvas.Ink);
        page.Text(string.Join(", ", ((string?[])[t.Rank, t.Position, t.AgencyName]).Where(text => !string.IsNullOrEmpty(text))), Left, 128, 12, Fonts.Regular, Canvas.Ink);
        page.Text(string.Create(CultureInfo.InvariantCulture, $"Jumlah {t.Jp} JP"), Right, 92, 16, Fonts.Bold, Canvas.Ink, SKTextAlign.Right);
        Line(page, 0, "Lulus", "Pelatihan", "Nomor sertifikat", "JP", Fonts.Bold, Fonts.Bold, Canvas.Accent, 11.5f);
        page.Line(Left, Below(0), Right, Below(0), Canvas.Accent, 1.2f);
    }

    private static void Draw(Canvas page, int line, Row row)
    {
        if (row.Entry is not { } e)
            Line(page, line, $"Tahun {Text(row.Year.Year)}", "", "", Text(row.Year.Jp), Fonts.Bold, Fonts.Bold, Canvas.Ink);
        else if (e.Status == CertificateStatus.Valid)
            Line(page, line, Day(e), e.ProgrammeTitle, e.Number, Text(e.Jp), Fonts.Regular, Fonts.Figures, Canvas.Ink);
        else
            Line(page, line, Day(e), e.ProgrammeTitle, e.Number, "dicabut", Fonts.Regular, Fonts.Figures, Canvas.Pale);
        page.Line(Left, Below(line), Right, Below(line), Canvas.Pale, 0.3f);
    }

    private static void Line(Canvas page, int line, string day, string title, string number, string jp, Face face, Face figures, SKColor color, float size = 9)
    {
        var baseline = Below(line) - 6;
        page.Text(day, Left, baseline, 11.5f, face, color, maxWidth: TitleAt - Left - 6);
        page.Block(title, SKRect.Create(TitleAt, Below(line) - RowHeight + 1, NumberAt - TitleAt - 12, RowHeight - 2), 11.5f, face, color);
        page.Text(number, NumberAt, baseline, size, figures, color, maxWidth: JpAt - NumberAt - 12);
        page.Text(jp, Right, baseline, 11.5f, face, color, SKTextAlign.Right, maxWidth: Right - JpAt);
    }

    private static string Day(TranscriptEntry e) => Wib.Date(Wib.DateOf(e.CompletedAt));

    private static float Below(int line) => Top + (line * RowHeight);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
