namespace Bpsdm.Certification.Domain;

/// <summary>STTPP proves graduation from structural and basic training, sertifikat any other training.</summary>
public enum CertificateKind
{
    Sertifikat,
    Sttpp,
}

public static class CertificateKinds
{
    public static CertificateKind Of(string category) =>
        category is "leadership" or "basic" ? CertificateKind.Sttpp : CertificateKind.Sertifikat;

    public static bool TryParse(string text, out CertificateKind kind)
    {
        kind = default;
        foreach (var known in Enum.GetValues<CertificateKind>())
        {
            if (!string.Equals(known.Code(), text, StringComparison.Ordinal)) continue;
            kind = known;
            return true;
        }
        return false;
    }

    /// <summary>As it stands in the database, in events and in routing keys.</summary>
    public static string Code(this CertificateKind kind) => kind switch
    {
        CertificateKind.Sertifikat => "sertifikat",
        CertificateKind.Sttpp => "sttpp",
    };

    public static string Title(this CertificateKind kind) => kind switch
    {
        CertificateKind.Sertifikat => "Sertifikat",
        CertificateKind.Sttpp => "Surat Tanda Tamat Pendidikan dan Pelatihan",
    };
}
