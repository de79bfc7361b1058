using System.Globalization;
using Bpsdm.Certification.Domain;
using SkiaSharp;

namespace Bpsdm.Certification.Pdf;

/// <summary>The page behind the certificate: what was taught, and in how many hours; as many pages as it takes.</summary>
internal static class CurriculumPage
{
    /// <summary>Rows of a page, the sum included.</summary>
    private const int Rows = 16;

    private const float Top = 186, RowHeight = 21, Left = 90, TitleAt = 130, ModeAt = 560, JpAt = Canvas.Width - 90;

    /// <param name="First">Index of its first module.</param>
    public sealed record Part(int First, IReadOnlyList<OfferingModule> Modules, bool IsLast);

    public static IEnumerable<Part> Parts(FullCertificate full)
    {
        var all = full.Modules;
        for (var first = 0; first < all.Count; first += Rows - 1)
            yield return new Part(first, [.. all.Skip(first).Take(Rows - 1)], first + Rows - 1 >= all.Count);
    }

    public static void Draw(Canvas page, FullCertificate full, Part part)
    {
        var c = full.Certificate;
        page.Centred(full.Template.CurriculumTitle.ToUpperInvariant(), 82, 22, Fonts.Bold, Canvas.Accent);
        page.Block(c.ProgrammeTitle, SKRect.Create(90, 92, Canvas.Width - 180, 36), 15, Fonts.Bold, Canvas.Ink, SKTextAlign.Center);
        page.Centred(
            string.Create(CultureInfo.InvariantCulture, $"Angkatan {c.Angkatan} Tahun {c.Year}, {Wib.Dates(c.StartDate, c.EndDate)}"), 145, 12, Fonts.Regular, Canvas.Ink);

        Row(page, 0, "No.", "Mata pelajaran", "Metode", "JP", Fonts.Bold, Canvas.Accent);
        page.Line(Left, Top + 3, JpAt, Top + 3, Canvas.Accent, 1.2f);
        for (var i = 0; i < part.Modules.Count; i++)
        {
            var module = part.Modules[i];
            Row(page, i + 1, Text(part.First + i + 1), module.Title, module.ModeTitle, Text(module.Jp), Fonts.Regular, Canvas.Ink);
            page.Line(Left, Below(i + 1), JpAt, Below(i + 1), Canvas.Pale, 0.3f);
        }
        if (part.IsLast)
        {
            Row(page, part.Modules.Count + 1, "", "Jumlah", "", Text(full.Modules.Sum(m => m.Jp)), Fonts.Bold, Canvas.Ink);
            page.Line(Left, Below(part.Modules.Count), JpAt, Below(part.Modules.Count), Canvas.Accent, 1.2f);
        }
        page.Text(c.Name, Left, 546, 11, Fonts.Regular, Canvas.Pale, maxWidth: 250);
        page.Text($"NIP {c.Nip}, Nomor: {c.Number}", JpAt, 546, 9, Fonts.Figures, Canvas.Pale, SKTextAlign.Right, maxWidth: 390);
    }

    private static void Row(Canvas page, int row, string number, string title, string mode, string jp, Face face, SKColor color)
    {
        var (baseline, size) = (Below(row) - 6, 12.5f);
        page.Text(number, Left + 22, baseline, size, face, color, SKTextAlign.Right, maxWidth: 30);
        page.Block(title, SKRect.Create(TitleAt, Below(row) - RowHeight + 1, ModeAt - TitleAt - 15, RowHeight - 2), size, face, color);
        page.Text(mode, ModeAt, baseline, size, face, color, maxWidth: 130);
        page.Text(jp, JpAt - 6, baseline, size, face, color, SKTextAlign.Right, maxWidth: 60);
    }

    /// <summary>Lower edge of a row; that of the headings is 0.</summary>
    private static float Below(int row) => Top + 3 + (row * RowHeight);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
