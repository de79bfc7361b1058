namespace Bpsdm.Certification;

/// <summary>Settings under <c>Certification</c>: what BPSDM decides and may change.</summary>
public sealed class CertificationOptions
{
    /// <summary>As HR's records name it; what certificates say is in their template.</summary>
    public string Institution { get; set; } = "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta";

    /// <summary>CloudEvents source of the HR exchange: a URI reference that stays the same when addresses change.</summary>
    public string EventSource { get; set; } = "urn:bpsdm:certification";
}

internal static class PlatformAddresses
{
    /// <summary>Where anyone checks a certificate; it stands in the QR code.</summary>
    public static string VerificationUrl(this PlatformOptions platform, string code) => platform.Address($"/verify/{code}");
}
