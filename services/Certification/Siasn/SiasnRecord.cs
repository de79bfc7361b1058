using System.Globalization;
using Bpsdm.Certification.Data;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Siasn;

/// <summary>A course record in the fields that clients of SIASN's kursus service send, and in their spelling; dates are dd-MM-yyyy.</summary>
/// <param name="Id">Of our certificate: answers name it.</param>
/// <param name="Nip">SIASN's own id of the person (pnsOrangId) is looked up there by this.</param>
/// <param name="JumlahJam">Learning hours of 45 minutes.</param>
/// <param name="MenggantikanNomor">Ours: the number of the certificate with a mistake that this one replaces; its record is changed, none is added.</param>
public sealed record SiasnRecord(
    Guid Id, string Nip, string NamaKursus, string InstitusiPenyelenggara, string JenisKursus, int JumlahJam, string NomorSertipikat,
    int TahunKursus, string TanggalKursus, string TanggalSelesaiKursus, string? MenggantikanNomor)
{
    internal static readonly string[] Columns =
    [
        "id", "nip", "namaKursus", "institusiPenyelenggara", "jenisKursus", "jumlahJam", "nomorSertipikat", "tahunKursus", "tanggalKursus",
        "tanggalSelesaiKursus", "menggantikanNomor",
    ];

    internal string[] Values =>
    [
        Id.ToString(), Nip, NamaKursus, InstitusiPenyelenggara, JenisKursus, JumlahJam.ToString(CultureInfo.InvariantCulture), NomorSertipikat,
        TahunKursus.ToString(CultureInfo.InvariantCulture), TanggalKursus, TanggalSelesaiKursus,
        MenggantikanNomor ?? "",
    ];

    /// <summary>The records of an export in their order, one at a time from the database.</summary>
    public static IAsyncEnumerable<SiasnRecord> Of(SiasnExport export, CertificationDb db) =>
        db.SiasnEntries.AsNoTracking().Where(e => e.ExportId == export.Id)
            .Join(db.Certificates, e => e.CertificateId, c => c.Id, (e, c) => new { e.Line, e.CourseKind, Certificate = c })
            .OrderBy(r => r.Line)
            .AsAsyncEnumerable()
            .Select(r => new SiasnRecord(
                r.Certificate.Id, r.Certificate.Nip, r.Certificate.ProgrammeTitle, export.Institution, r.CourseKind, r.Certificate.Jp,
                r.Certificate.Number, r.Certificate.EndDate.Year, Date(r.Certificate.StartDate), Date(r.Certificate.EndDate),
                r.Certificate.Replaces?.Number));

    private static string Date(DateOnly date) => date.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);
}
