using System.Globalization;
using Bpsdm.Certification.Domain;
using SkiaSharp;

namespace Bpsdm.Certification.Pdf;

/// <summary>The certificate as one frames it: A4 landscape, fonts embedded, text that can be searched, the same bytes every time.</summary>
internal static class CertificatePdf
{
    private const float Left = 190, Column = 330, FirstRow = 279, RowHeight = 18;

    public static byte[] Render(Certificate certificate, CertificationOptions options, PlatformOptions platform)
    {
        using var stream = new MemoryStream();
        var metadata = new SKDocumentPdfMetadata
        {
            Title = $"{certificate.Kind.Title()} {certificate.Number}",
            Author = options.Institution,
            Subject = certificate.ProgrammeTitle,
            Creator = "Bpsdm.Platform",
            // The moment of issuing, not of drawing: the same certificate is the same file.
            Creation = certificate.IssuedAt.UtcDateTime,
            Modified = certificate.IssuedAt.UtcDateTime,
            RasterDpi = 300,
        };
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            Draw(new Canvas(document.BeginPage(Canvas.Width, Canvas.Height)), certificate, options, platform);
            document.EndPage();
            document.Close();
        }
        return stream.ToArray();
    }

    /// <summary>Letters of the certificate that no typeface of ours has, such as those of Arabic or Chinese script; empty when it can be printed.</summary>
    public static string Unprintable(Certificate c, CertificationOptions options)
    {
        (Face Face, string?[] Texts)[] printed =
        [
            (Fonts.Bold, [c.Name, c.ProgrammeTitle, options.Institution, options.SignatoryName]),
            (Fonts.Regular, [c.BirthPlace, c.Rank, c.Position, c.AgencyName, c.Place, options.SignedAt, options.SignatoryTitle]),
            (Fonts.Figures, [c.Number, c.Nip, options.SignatoryNip]),
        ];
        return string.Join(' ', printed.SelectMany(p => p.Texts.SelectMany(text => p.Face.Missing(Fonts.Clean(text ?? "")))).Distinct());
    }

    private static void Draw(Canvas page, Certificate c, CertificationOptions options, PlatformOptions platform)
    {
        page.Frame(22, Canvas.Accent, 3);
        page.Frame(29, Canvas.Accent, 0.8f);

        page.Seal(Canvas.Width / 2, 72, 27, "BPSDM");
        page.Centred("PEMERINTAH PROVINSI DAERAH KHUSUS IBUKOTA JAKARTA", 122, 13, Fonts.Regular, Canvas.Ink);
        page.Centred(options.Institution.ToUpperInvariant(), 139, 13, Fonts.Bold, Canvas.Ink);

        page.Centred(c.Kind.Title().ToUpperInvariant(), c.Kind == CertificateKind.Sttpp ? 178 : 184, c.Kind == CertificateKind.Sttpp ? 26 : 38, Fonts.Bold, Canvas.Accent);
        page.Centred(c.Replaces is { } old ? $"Nomor: {c.Number}, pengganti Nomor: {old.Number}" : $"Nomor: {c.Number}", 205, 10.5f, Fonts.Figures, Canvas.Ink);

        page.Centred("Diberikan kepada", 229, 13, Fonts.Regular, Canvas.Pale);
        page.Block(c.Name, Middle(234, 34), 29, Fonts.Bold, Canvas.Ink, SKTextAlign.Center);
        page.Line(230, 272, Canvas.Width - 230, 272, Canvas.Accent, 0.8f);

        Label(page, "NIP", 0);
        page.Text(c.Nip, Column, Baseline(0), 10.5f, Fonts.Figures, Canvas.Ink);
        Field(page, "Tempat, tanggal lahir", string.IsNullOrEmpty(c.BirthPlace) ? Wib.Date(c.BirthDate) : $"{c.BirthPlace}, {Wib.Date(c.BirthDate)}", 1);
        Field(page, "Pangkat/golongan ruang", c.Rank, 2);
        Field(page, "Jabatan", c.Position, 3);
        Field(page, "Instansi", c.AgencyName, 4);

        page.Centred("LULUS", 391, 17, Fonts.Bold, Canvas.Accent);
        page.Block(c.ProgrammeTitle, Middle(396, 34), 18, Fonts.Bold, Canvas.Ink, SKTextAlign.Center);
        page.Block(
            string.Create(CultureInfo.InvariantCulture,
                $"Angkatan {c.Angkatan} Tahun {c.Year}, {Wib.Dates(c.StartDate, c.EndDate)}, {c.Place}, selama {c.Jp} jam pelajaran (JP)"),
            Middle(430, 22), 13, Fonts.Regular, Canvas.Ink, SKTextAlign.Center);

        page.QrCode(platform.VerificationUrl(c.VerificationCode), 60, 463, 78);
        page.Text("Periksa keaslian:", 146, 509, 10, Fonts.Regular, Canvas.Pale);
        page.Text(platform.VerificationUrl(c.VerificationCode), 146, 523, 8, Fonts.Figures, Canvas.Pale, maxWidth: 330);
        page.Text($"Kode: {VerificationCode.Grouped(c.VerificationCode)}", 146, 536, 8, Fonts.Figures, Canvas.Pale, maxWidth: 330);
        Signature(page, c, options);
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

    private static void Signature(Canvas page, Certificate c, CertificationOptions options)
    {
        const float Middle = 640, Widest = 270;
        page.Text($"{options.SignedAt}, {Wib.Date(Wib.DateOf(c.IssuedAt))}", Middle, 472, 12, Fonts.Regular, Canvas.Ink, SKTextAlign.Center, Widest);
        page.Text(options.SignatoryTitle, Middle, 487, 12, Fonts.Regular, Canvas.Ink, SKTextAlign.Center, Widest);
        page.Text("Ditandatangani secara elektronik", Middle, 513, 10, Fonts.Regular, Canvas.Accent, SKTextAlign.Center, Widest);
        if (options.SignatoryName.Length == 0) page.Line(Middle - 100, 536, Middle + 100, 536, Canvas.Pale, 0.6f);
        else page.Text(options.SignatoryName, Middle, 536, 13, Fonts.Bold, Canvas.Ink, SKTextAlign.Center, Widest);
        if (options.SignatoryNip.Length > 0) page.Text($"NIP {options.SignatoryNip}", Middle, 550, 9, Fonts.Figures, Canvas.Ink, SKTextAlign.Center, Widest);
    }
}
