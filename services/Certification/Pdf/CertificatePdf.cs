using System.Globalization;
using Bpsdm.Certification.Domain;
using SkiaSharp;

namespace Bpsdm.Certification.Pdf;

/// <summary>The certificate as one frames it: A4 landscape, fonts embedded, text that can be searched, the same bytes every time.</summary>
internal static class CertificatePdf
{
    private const float Left = 190, Column = 330;

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

    private static void Draw(Canvas page, Certificate c, CertificationOptions options, PlatformOptions platform)
    {
        page.Frame(22, Canvas.Accent, 3);
        page.Frame(29, Canvas.Accent, 0.8f);

        page.Seal(Canvas.Width / 2, 72, 27, "BPSDM");
        page.Centred("PEMERINTAH PROVINSI DAERAH KHUSUS IBUKOTA JAKARTA", 122, 13, Fonts.Regular, Canvas.Ink);
        page.Centred(options.Institution.ToUpperInvariant(), 139, 13, Fonts.Bold, Canvas.Ink);

        page.Centred(c.Kind.Title().ToUpperInvariant(), c.Kind == CertificateKind.Sttpp ? 178 : 184, c.Kind == CertificateKind.Sttpp ? 26 : 38, Fonts.Bold, Canvas.Accent);
        page.Centred($"Nomor: {c.Number}", 205, 13, Fonts.Regular, Canvas.Ink);

        page.Centred("Diberikan kepada", 231, 13, Fonts.Italic, Canvas.Pale);
        page.Centred(c.Name, 262, 29, Fonts.Bold, Canvas.Ink);
        page.Line(230, 271, Canvas.Width - 230, 271, Canvas.Accent, 0.8f);

        var y = 291f;
        Field(page, "NIP", c.Nip, ref y);
        Field(page, "Tempat, tanggal lahir", string.IsNullOrEmpty(c.BirthPlace) ? Wib.Date(c.BirthDate) : $"{c.BirthPlace}, {Wib.Date(c.BirthDate)}", ref y);
        Field(page, "Pangkat/golongan ruang", c.Rank, ref y);
        Field(page, "Jabatan", c.Position, ref y);
        Field(page, "Instansi", c.AgencyName, ref y);

        var course = y + 12;
        page.Centred("LULUS", course, 17, Fonts.Bold, Canvas.Accent);
        page.Centred(c.ProgrammeTitle, course + 24, 18, Fonts.Bold, Canvas.Ink);
        page.Centred(
            string.Create(CultureInfo.InvariantCulture,
                $"Angkatan {c.Angkatan} Tahun {c.Year}, {Wib.Dates(c.StartDate, c.EndDate)}, {c.Place}, selama {c.Jp} jam pelajaran (JP)"),
            course + 43, 13, Fonts.Regular, Canvas.Ink);

        page.QrCode(platform.VerificationUrl(c.VerificationCode), 60, 458, 78);
        page.Text("Periksa keaslian:", 146, 506, 9.5f, Fonts.Italic, Canvas.Pale);
        page.Text(platform.VerificationUrl(c.VerificationCode), 146, 519, 8.5f, Fonts.Regular, Canvas.Pale, maxWidth: 310);
        page.Text($"Kode: {c.VerificationCode}", 146, 532, 8.5f, Fonts.Regular, Canvas.Pale, maxWidth: 310);
        Signature(page, c, options);
    }

    private static void Field(Canvas page, string label, string value, ref float y)
    {
        page.Text(label, Left, y, 13, Fonts.Regular, Canvas.Pale);
        page.Text(":", Column - 10, y, 13, Fonts.Regular, Canvas.Pale);
        page.Text(value, Column, y, 13, Fonts.Regular, Canvas.Ink, maxWidth: 330);
        y += 18;
    }

    private static void Signature(Canvas page, Certificate c, CertificationOptions options)
    {
        const float Middle = 640, Widest = 270;
        page.Text($"{options.SignedAt}, {Wib.Date(Wib.DateOf(c.IssuedAt))}", Middle, 462, 12, Fonts.Regular, Canvas.Ink, SKTextAlign.Center, Widest);
        page.Text(options.SignatoryTitle, Middle, 477, 12, Fonts.Regular, Canvas.Ink, SKTextAlign.Center, Widest);
        if (options.SignatoryName.Length == 0) page.Line(Middle - 100, 526, Middle + 100, 526, Canvas.Pale, 0.6f);
        else page.Text(options.SignatoryName, Middle, 526, 13, Fonts.Bold, Canvas.Ink, SKTextAlign.Center, Widest);
        if (options.SignatoryNip.Length > 0) page.Text($"NIP {options.SignatoryNip}", Middle, 540, 10.5f, Fonts.Regular, Canvas.Ink, SKTextAlign.Center, Widest);
    }
}
