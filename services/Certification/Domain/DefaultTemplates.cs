namespace Bpsdm.Certification.Domain;

/// <summary>Version 1 of each kind, which comes with the platform.</summary>
internal static class DefaultTemplates
{
    /// <summary>When they were written.</summary>
    private static readonly DateTimeOffset Since = new(2020, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<CertificateTemplate> All => Enum.GetValues<CertificateKind>().Select(kind => CertificateTemplate.Of(kind, 1, Texts(kind), Since, by: null));

    public static TemplateTexts Texts(CertificateKind kind) => new(
        Government: "Pemerintah Provinsi Daerah Khusus Ibukota Jakarta",
        Institution: "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta",
        Title: kind.Title(),
        Introduction: "Diberikan kepada",
        Verdict: "LULUS",
        CurriculumTitle: "Daftar Mata Pelajaran",
        SignedAt: "Jakarta",
        SignatoryTitle: "Kepala Badan Pengembangan Sumber Daya Manusia",
        SignatoryName: "",
        SignatoryNip: "",
        NumberPattern: NumberPattern.Default);
}
