namespace Bpsdm.SearchBench;

/// <summary>Titles such as programmes have, no two alike.</summary>
internal static class Titles
{
    private static readonly string[] Kinds =
    [
        "Pelatihan", "Bimbingan Teknis", "Diklat", "Lokakarya", "Penyegaran", "Sertifikasi", "Pendalaman", "Pengantar", "Praktik Terbimbing", "Kursus Singkat",
    ];

    private static readonly string[] Subjects =
    [
        "Pengelolaan Keuangan Daerah", "Pengadaan Barang dan Jasa", "Pelayanan Publik", "Penyusunan Anggaran", "Penatausahaan Barang Milik Daerah",
        "Manajemen Risiko", "Pengawasan Internal", "Penilaian Kinerja Pegawai", "Analisis Jabatan", "Analisis Beban Kerja", "Kearsipan Elektronik",
        "Tata Naskah Dinas", "Keamanan Informasi", "Statistik Sektoral", "Pemetaan Wilayah", "Perizinan Terpadu", "Komunikasi Publik", "Hubungan Masyarakat",
        "Penanggulangan Kebakaran", "Penanganan Bencana", "Kesehatan Lingkungan", "Gizi Masyarakat", "Administrasi Kependudukan", "Perlindungan Anak",
        "Pemberdayaan Perempuan", "Perencanaan Pembangunan", "Transportasi Perkotaan", "Pengelolaan Sampah", "Pertamanan Kota", "Penataan Bangunan",
        "Penyuluhan Pertanian", "Ketahanan Pangan", "Pendampingan Koperasi", "Promosi Pariwisata", "Pelestarian Budaya", "Perpustakaan Digital",
        "Bantuan Hukum", "Penyusunan Peraturan", "Kepemimpinan Tim", "Inovasi Layanan",
    ];

    private static readonly string[] Contexts =
    [
        "Tingkat Dasar", "Tingkat Lanjutan", "bagi Pejabat Pengawas", "bagi Pejabat Administrator", "bagi Pelaksana", "bagi Jabatan Fungsional",
        "di Kelurahan", "di Kecamatan", "di Rumah Sakit Daerah", "di Puskesmas", "untuk Bendahara", "untuk Operator", "untuk Auditor", "untuk Perencana",
        "Berbasis Elektronik", "Berbasis Risiko", "Berbasis Kinerja", "pada Masa Pandemi", "secara Terpadu", "Antarinstansi",
    ];

    public static int Count => Kinds.Length * Subjects.Length * Contexts.Length;

    /// <param name="n">Below <see cref="Count"/>.</param>
    public static string Of(int n)
    {
        // Coprime to the count: neighbours differ in every part.
        var i = (int)(n * 3_457L % Count);
        return $"{Kinds[i % Kinds.Length]} {Subjects[i / Kinds.Length % Subjects.Length]} {Contexts[i / Kinds.Length / Subjects.Length]}";
    }
}
