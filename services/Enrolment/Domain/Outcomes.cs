namespace Bpsdm.Enrolment.Domain;

/// <summary>What can become of a row of an upload, and of a self-enrolment: stable codes and what they mean to people.</summary>
public static class Outcomes
{
    public const string Confirmed = "confirmed";
    public const string PendingApproval = "pending_approval";
    public const string Waitlisted = "waitlisted";
    public const string AlreadyEnrolled = "already_enrolled";
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Unchanged = "unchanged";
    public const string Moved = "moved";
    public const string Left = "left";
    public const string Returned = "returned";

    public const string MalformedRow = "malformed_row";
    public const string MalformedNip = "malformed_nip";
    public const string DuplicateInFile = "duplicate_in_file";
    public const string UnknownNip = "unknown_nip";
    public const string OtherAgency = "other_agency";
    public const string LeftService = "left_service";
    public const string EducationTeacher = "education_teacher";
    public const string CovidResponse = "covid_response";
    public const string AgencyNotEligible = "agency_not_eligible";
    public const string PositionNotEligible = "position_not_eligible";
    public const string RankNotEligible = "rank_not_eligible";
    public const string EmploymentKindNotEligible = "employment_kind_not_eligible";
    public const string StaffGroupNotEligible = "staff_group_not_eligible";
    public const string PrerequisiteMissing = "prerequisite_missing";
    public const string CompletedBefore = "completed_before";
    public const string SessionClash = "session_clash";
    public const string UnknownCondition = "unknown_condition";
    public const string OfferingCancelled = "offering_cancelled";
    public const string CapacityFull = "capacity_full";
    public const string QuotaFull = "quota_full";
    public const string BadName = "bad_name";
    public const string BadBirthPlace = "bad_birth_place";
    public const string UnknownAgency = "unknown_agency";
    public const string BadRank = "bad_rank";
    public const string BadPosition = "bad_position";
    public const string BadStaffGroup = "bad_staff_group";
    public const string BadLeftAt = "bad_left_at";

    /// <summary>Whether the row had no effect through a fault of its own. To be enrolled already is none.</summary>
    public static bool IsRejection(string outcome) =>
        outcome is not (Confirmed or PendingApproval or Waitlisted or AlreadyEnrolled or Created or Updated or Unchanged or Moved or Left or Returned);

    /// <summary>The reason in Indonesian.</summary>
    public static string Reason(string outcome) => outcome switch
    {
        Confirmed => "Kursi terkonfirmasi.",
        PendingApproval => "Menunggu persetujuan perangkat daerah.",
        Waitlisted => "Masuk daftar tunggu karena kursi atau kuota perangkat daerah sudah penuh.",
        AlreadyEnrolled => "Pegawai sudah terdaftar pada angkatan ini.",
        MalformedRow => "Jumlah kolom pada baris tidak sesuai dengan judul kolom.",
        MalformedNip => "NIP tidak sah: harus 18 angka berisi tanggal lahir, tahun dan bulan pengangkatan (21 untuk PPPK), jenis kelamin, dan nomor urut.",
        DuplicateInFile => "NIP sudah muncul pada baris sebelumnya dalam berkas ini.",
        UnknownNip => "NIP tidak ada dalam daftar pegawai.",
        OtherAgency => "Pegawai berasal dari perangkat daerah lain.",
        LeftService => "Pegawai sudah berhenti.",
        EducationTeacher => "Guru Dinas Pendidikan tidak dapat mengikuti diklat ini karena mengajar jarak jauh.",
        CovidResponse => "Petugas penanganan COVID-19 tidak dapat mengikuti diklat ini.",
        AgencyNotEligible => "Perangkat daerah pegawai tidak termasuk sasaran angkatan ini.",
        PositionNotEligible => "Jabatan pegawai tidak termasuk sasaran angkatan ini.",
        RankNotEligible => "Golongan pegawai tidak termasuk rentang golongan angkatan ini.",
        EmploymentKindNotEligible => "Jenis kepegawaian (PNS atau PPPK) tidak termasuk sasaran angkatan ini.",
        StaffGroupNotEligible => "Kelompok pegawai tidak termasuk sasaran angkatan ini.",
        PrerequisiteMissing => "Program prasyarat belum diselesaikan.",
        CompletedBefore => "Pegawai sudah pernah menyelesaikan program ini.",
        SessionClash => "Jadwal bentrok dengan angkatan lain yang sudah diikuti pegawai.",
        UnknownCondition => "Syarat angkatan ini tidak dapat dinilai; hubungi BPSDM.",
        OfferingCancelled => "Angkatan ini dibatalkan.",
        QuotaFull => "Kuota perangkat daerah pada angkatan ini sudah penuh.",
        CapacityFull => "Kuota peserta angkatan ini sudah penuh.",
        BadName => "Nama wajib diisi, paling panjang 200 karakter.",
        BadBirthPlace => "Tempat lahir paling panjang 100 karakter.",
        UnknownAgency => "Kode perangkat daerah tidak dikenal.",
        BadRank => "Golongan tidak sesuai dengan jenis kepegawaian (I/a sampai IV/e untuk PNS, I sampai XVII untuk PPPK).",
        BadPosition => "Jabatan wajib diisi, paling panjang 200 karakter.",
        BadStaffGroup => "Kelompok pegawai harus kosong, education-teacher, atau covid-response.",
        BadLeftAt => "Tanggal berhenti (left_at) harus kosong atau tanggal yyyy-MM-dd yang tidak setelah hari ini.",
        _ => outcome,
    };
}
