using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Bpsdm.Certification.Domain;

namespace Bpsdm.Certification.Verification;

/// <summary>The pages that anybody sees: no script, no image, no other origin, one style sheet that the policy names by its hash.</summary>
internal static class VerifyPage
{
    private static readonly string Style = Read("verify.css");

    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static Html OfCertificate(VerifiedCertificate c)
    {
        var status = c.Status switch
        {
            CertificateStatus.Valid => Html.Of($"""<p class="status valid" role="status"><strong>Sah.</strong> Sertifikat ini diterbitkan oleh {c.Institution}.</p>"""),
            CertificateStatus.Revoked => Html.Of($"""<p class="status revoked" role="status"><strong>Dicabut.</strong> Sertifikat ini tidak berlaku lagi.</p>"""),
            CertificateStatus.Replaced => Html.Of(
                $"""<p class="status revoked" role="status"><strong>Diganti.</strong> Sertifikat ini tidak berlaku lagi; isinya keliru dan diganti oleh <a href="/verify/{c.ReplacedBy!.VerificationCode}">sertifikat nomor {c.ReplacedBy.Number}</a>.</p>"""),
        };
        var fields = Html.Join(Fields(c).Select(f => Html.Of($"<div><dt>{f.Label}</dt><dd>{f.Value}</dd></div>")));
        return Page($"Sertifikat {Word(c.Status).ToLowerInvariant()}: {c.Number}", Html.Of(
            $"""
            <h1>Verifikasi Sertifikat</h1>
            {status}
            <p>Cocokkan setiap isian di bawah ini dengan dokumen yang Anda pegang. Bila ada yang berbeda, dokumen itu bukan seperti yang diterbitkan.</p>
            <dl>
            {fields}
            </dl>
            {Curriculum(c.Modules)}
            <h2>Punya berkas PDF-nya?</h2>
            <p>Berkas yang diunggah dibandingkan dengan yang diterbitkan, dan tidak disimpan.</p>
            <form action="/verify/{c.VerificationCode}/document" method="post" enctype="multipart/form-data">
            <label for="file">Berkas PDF sertifikat</label>
            <input id="file" name="file" type="file" accept="application/pdf" required>
            <button type="submit">Bandingkan</button>
            </form>
            <p><a href="/verify/{c.VerificationCode}/credential">Kredensial digital (Open Badges 3.0)</a> untuk dompet digital dan program.</p>
            <p><a href="/verify">Periksa sertifikat lain</a></p>
            """));
    }

    /// <param name="refusal">Why the upload could not be read, or null.</param>
    public static Html OfDocument(VerifiedCertificate c, bool issued, string? refusal = null)
    {
        var verdict = refusal is not null ? Html.Of($"""<p class="status unknown" role="alert">{refusal}</p>""")
            : !issued ? Html.Of($"""<p class="status unknown" role="status"><strong>Bukan berkas yang diterbitkan.</strong> Berkas ini telah diubah, dipindai ulang, atau berasal dari tempat lain.</p>""")
            : c.Status == CertificateStatus.Valid ? Html.Of($"""<p class="status valid" role="status"><strong>Berkas asli.</strong> Berkas ini sama persis dengan yang diterbitkan, dan sertifikatnya sah.</p>""")
            : Html.Of($"""<p class="status revoked" role="status"><strong>Berkas asli, tetapi sertifikatnya tidak berlaku lagi.</strong></p>""");
        return Page($"Perbandingan berkas: {c.Number}", Html.Of(
            $"""
            <h1>Perbandingan berkas dengan sertifikat {c.Number}</h1>
            {verdict}
            <p><a href="/verify/{c.VerificationCode}">Lihat isi sertifikat</a></p>
            """));
    }

    public static Html Form() => Page("Verifikasi Sertifikat", Html.Of(
        $"""
        <h1>Verifikasi Sertifikat</h1>
        <p>Pindai kode QR pada sertifikat, atau ketik kode verifikasi yang tercetak di bawahnya.</p>
        {FormBody}
        """));

    public static Html NotFound() => Page("Sertifikat tidak ditemukan", Html.Of(
        $"""
        <h1>Sertifikat tidak ditemukan</h1>
        <p class="status unknown" role="alert">Tidak ada sertifikat dengan kode verifikasi ini. Periksa kembali kodenya; bila tetap tidak ditemukan, dokumen itu tidak diterbitkan oleh sistem ini.</p>
        {FormBody}
        """));

    private static readonly Html FormBody = Html.Trusted(
        """
        <form action="/verify" method="get">
        <label for="code">Kode verifikasi (26 huruf dan angka)</label>
        <input id="code" name="code" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false">
        <button type="submit">Periksa</button>
        </form>
        """);

    private static Html Curriculum(IReadOnlyList<VerifiedModule> modules)
    {
        if (modules.Count == 0) return Html.Empty;
        var rows = Html.Join(modules.Select(m => Html.Of($"<tr><th scope=\"row\">{m.Title}</th><td>{m.Method}</td><td>{Number(m.Jp)} JP</td></tr>")));
        return Html.Of(
            $"""
            <h2>Mata pelajaran</h2>
            <table>
            <thead><tr><th scope="col">Mata pelajaran</th><th scope="col">Metode</th><th scope="col">Jam pelajaran</th></tr></thead>
            <tbody>
            {rows}
            </tbody>
            <tfoot><tr><th scope="row" colspan="2">Jumlah</th><td>{Number(modules.Sum(m => m.Jp))} JP</td></tr></tfoot>
            </table>
            """);

        static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
    }

    private static string Word(CertificateStatus status) => status switch
    {
        CertificateStatus.Valid => "Sah",
        CertificateStatus.Revoked => "Dicabut",
        CertificateStatus.Replaced => "Diganti",
    };

    private static IEnumerable<(string Label, string Value)> Fields(VerifiedCertificate c) =>
    [
        ("Status", Word(c.Status)),
        .. c.RevokedAt is { } at ? [("Dicabut pada", Wib.Time(at)), ("Alasan pencabutan", c.RevocationReason ?? "")] : Array.Empty<(string, string)>(),
        .. c.ReplacedBy is { } by ? [("Diganti pada", Wib.Time(by.At)), ("Diganti oleh nomor", by.Number), ("Yang keliru", by.Reason)] : Array.Empty<(string, string)>(),
        ("Nomor", c.Number),
        .. c.Replaces is { } old ? [("Menggantikan nomor", old)] : Array.Empty<(string, string)>(),
        ("Jenis", c.Kind.Title()),
        ("Nama", c.Name),
        ("NIP", c.Nip),
        ("Tempat, tanggal lahir", Wib.Born(c.BirthPlace, c.BirthDate)),
        ("Pangkat/golongan", c.Rank),
        ("Jabatan", c.Position),
        ("Perangkat daerah", c.AgencyName),
        ("Pelatihan", $"{c.ProgrammeTitle} ({c.ProgrammeCode})"),
        ("Angkatan", string.Create(CultureInfo.InvariantCulture, $"{c.Angkatan} tahun {c.Year}")),
        ("Jam pelajaran", string.Create(CultureInfo.InvariantCulture, $"{c.Jp} JP")),
        ("Tanggal pelaksanaan", Wib.Dates(c.StartDate, c.EndDate)),
        ("Tempat", c.Place),
        ("Nilai", c.Score.ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ',')),
        ("Lulus pada", Wib.Time(c.CompletedAt)),
        ("Diterbitkan pada", Wib.Time(c.IssuedAt)),
        ("Penyelenggara", c.Institution),
        ("Ditandatangani oleh", string.Join(", ", ((string[])[c.SignatoryName, c.SignatoryTitle, c.SignedAt]).Where(part => part.Length > 0))),
        ("Kode verifikasi", VerificationCode.Grouped(c.VerificationCode)),
    ];

    private static Html Page(string title, Html body) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="id">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <title>{title}</title>
        <style>{Html.Trusted(Style)}</style>
        </head>
        <body>
        <header><p>Pemerintah Provinsi DKI Jakarta<br><strong>Badan Pengembangan Sumber Daya Manusia</strong></p></header>
        <main>
        {body}
        </main>
        </body>
        </html>
        """);

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
