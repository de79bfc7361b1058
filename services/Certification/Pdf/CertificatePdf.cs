using System.Globalization;
using System.Text;
using Bpsdm.Certification.Domain;
using SkiaSharp;

namespace Bpsdm.Certification.Pdf;

/// <summary>The certificate as one frames it: A4 landscape, fonts embedded, text that can be searched, the same bytes every time.</summary>
internal static class CertificatePdf
{
    private const float Left = 190, Column = 330, FirstRow = 279, RowHeight = 18;

    /// <param name="full">What is printed.</param>
    /// <param name="platform">For the address in the QR code.</param>
    /// <param name="watermark">Across every page of what is not a certificate, or null.</param>
    public static byte[] Render(FullCertificate full, PlatformOptions platform, string? watermark = null)
    {
        var (c, template) = (full.Certificate, full.Template);
        using var stream = new MemoryStream();
        var metadata = new SKDocumentPdfMetadata
        {
            Title = $"{template.Title} {c.Number}",
            Author = template.Institution,
            Subject = c.ProgrammeTitle,
            Creator = "Bpsdm.Platform",
            // The moment of issuing, not of drawing: the same certificate is the same file.
            Creation = c.IssuedAt.UtcDateTime,
            Modified = c.IssuedAt.UtcDateTime,
            RasterDpi = 300,
        };
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            Add(document, page => Draw(page, c, template, platform), watermark);
            foreach (var part in CurriculumPage.Parts(full)) Add(document, page => CurriculumPage.Draw(page, full, part), watermark);
            document.Close();
        }
        return stream.ToArray();
    }

    /// <summary>Letters of the certificate that no typeface of ours has, such as those of Arabic or Chinese script; empty when it can be printed.</summary>
    public static string Unprintable(FullCertificate full)
    {
        var c = full.Certificate;
        return string.Join(' ', Missing(
        [
            (Fonts.Bold, [c.Name, c.ProgrammeTitle]),
            (Fonts.Regular, [c.Name, c.BirthPlace, c.Rank, c.Position, c.AgencyName, c.Place, .. full.Modules.Select(m => m.Title)]),
            (Fonts.Figures, [c.Number, c.Nip]),
        ]).Concat(Unprintable(full.Template.Texts)).Distinct());
    }

    /// <summary>Those of a template.</summary>
    public static IEnumerable<Rune> Unprintable(TemplateTexts t) => Missing(
    [
        (Fonts.Bold, [t.Institution.ToUpperInvariant(), t.Title.ToUpperInvariant(), t.Verdict, t.CurriculumTitle, t.SignatoryName]),
        (Fonts.Regular, [t.Government.ToUpperInvariant(), t.Introduction, t.SignedAt, t.SignatoryTitle]),
        (Fonts.Figures, [t.NumberPattern, t.SignatoryNip]),
    ]);

    /// <summary>Whether every typeface of the certificate has its letters.</summary>
    public static bool IsPrintable(string text) => !Missing([(Fonts.Bold, [text, text.ToUpperInvariant()]), (Fonts.Regular, [text, text.ToUpperInvariant()]), (Fonts.Figures, [text])]).Any();

    private static IEnumerable<Rune> Missing((Face Face, string?[] Texts)[] printed) =>
        printed.SelectMany(p => p.Texts.SelectMany(text => p.Face.Missing(Fonts.Clean(text ?? "")))).Distinct();

    private static void Add(SKDocument document, Action<Canvas> draw, string? watermark)
    {
        var page = new Canvas(document.BeginPage(Canvas.Width, Canvas.Height));
        page.Frame(22, Canvas.Accent, 3);
        page.Frame(29, Canvas.Accent, 0.8f);
        draw(page);
        if (watermark is not null) page.Watermark(watermark);
        document.EndPage();
    }

    private static void Draw(Canvas page, Certificate c, CertificateTemplate template, PlatformOptions platform)
    {
        page.Seal(Canvas.Width / 2, 72, 27, "BPSDM");
        page.Centred(template.Government.ToUpperInvariant(), 122, 13, Fonts.Regular, Canvas.Ink);
        page.Centred(template.Institution.ToUpperInvariant(), 139, 13, Fonts.Bold, Canvas.Ink);

        // A title of a word or two stands larger and lower than one that fills the line.
        var (baseline, size) = template.Title.Length > 20 ? (178f, 26f) : (184f, 38f);
        page.Centred(template.Title.ToUpperInvariant(), baseline, size, Fonts.Bold, Canvas.Accent);
        page.Centred(c.Replaces is { } old ? $"Nomor: {c.Number}, pengganti Nomor: {old.Number}" : $"Nomor: {c.Number}", 205, 10.5f, Fonts.Figures, Canvas.Ink);

        page.Centred(template.Introduction, 229, 13, Fonts.Regular, Canvas.Pale);
        page.Block(c.Name, Middle(234, 34), 29, Fonts.Bold, Canvas.Ink, SKTextAlign.Center);
        page.Line(230, 272, Canvas.Width - 230, 272, Canvas.Accent, 0.8f);

        Label(page, "NIP", 0);
        page.Text(c.Nip, Column, Baseline(0), 10.5f, Fonts.Figures, Canvas.Ink);
        Field(page, "Tempat, tanggal lahir", Wib.Born(c.BirthPlace, c.BirthDate), 1);
        Field(page, "Pangkat/golongan ruang", c.Rank, 2);
        Field(page, "Jabatan", c.Position, 3);
        Field(page, "Instansi", c.AgencyName, 4);

        page.Centred(template.Verdict, 391, 17, Fonts.Bold, Canvas.Accent);
        page.Block(c.ProgrammeTitle, Middle(396, 34), 18, Fonts.Bold, Canvas.Ink, SKTextAlign.Center);
        page.Block(
            string.Create(CultureInfo.InvariantCulture,
                $"Angkatan {c.Angkatan} Tahun {c.Year}, {Wib.Dates(c.StartDate, c.EndDate)}, {c.Place}, selama {c.Jp} jam pelajaran (JP)"),
            Middle(430, 22), 13, Fonts.Regular, Canvas.Ink, SKTextAlign.Center);

        page.QrCode(platform.VerificationUrl(c.VerificationCode), 60, 463, 78);
        page.Text("Periksa keaslian:", 146, 509, 10, Fonts.Regular, Canvas.Pale);
        page.Text(platform.VerificationUrl(c.VerificationCode), 146, 523, 8, Fonts.Figures, Canvas.Pale, maxWidth: 330);
        page.Text($"Kode: {VerificationCode.Grouped(c.VerificationCode)}", 146, 536, 8, Fonts.Figures, Canvas.Pale, maxWidth: 330);
        Signature(page, c, template);
    }

    private static SKRect Middle(float top, float height) => SKRect.Create((Canvas.Width - 700) / 2, top, 700, height);

    private static void Field(Canvas page, string label, string value, int row)
    {
        Label(page, label, row);
        page.Block(value, SKRect.Create(Column, FirstRow + (row * RowHeight), 440, RowHeight), 13, Fonts.Regular, Canvas.Ink);
    }

    private static void Label(Canvas page, string label, int row)
    {
        page.Text(label, Left, Baseline(row), 13, Fonts.Regular, Canvas.Pale);
        page.Text(":", Column - 10, Baseline(row), 13, Fonts.Regular, Canvas.Pale);
    }

    private static float Baseline(int row) => FirstRow + (row * RowHeight) + 13.3f;

    private static void Signature(Canvas page, Certificate c, CertificateTemplate template)
    {
        const float Middle = 640, Widest = 270;
        page.Text($"{template.SignedAt}, {Wib.Date(Wib.DateOf(c.IssuedAt))}", Middle, 472, 12, Fonts.Regular, Canvas.Ink, SKTextAlign.Center, Widest);
        page.Text(template.SignatoryTitle, Middle, 487, 12, Fonts.Regular, Canvas.Ink, SKTextAlign.Center, Widest);
        page.Text("Ditandatangani secara elektronik", Middle, 513, 10, Fonts.Regular, Canvas.Accent, SKTextAlign.Center, Widest);
        if (template.SignatoryName.Length == 0) page.Line(Middle - 100, 536, Middle + 100, 536, Canvas.Pale, 0.6f);
        else page.Text(template.SignatoryName, Middle, 536, 13, Fonts.Bold, Canvas.Ink, SKTextAlign.Center, Widest);
        if (template.SignatoryNip.Length > 0) page.Text($"NIP {template.SignatoryNip}", Middle, 550, 9, Fonts.Figures, Canvas.Ink, SKTextAlign.Center, Widest);
    }
}
