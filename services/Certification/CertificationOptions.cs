using Bpsdm.Certification.Domain;

namespace Bpsdm.Certification;

/// <summary>Settings under <c>Certification</c>: what BPSDM decides and may change.</summary>
public sealed class CertificationOptions
{
    public string NumberPattern { get; set; } = Domain.NumberPattern.Default;

    public string Institution { get; set; } = "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta";

    /// <summary>Where certificates are signed.</summary>
    public string SignedAt { get; set; } = "Jakarta";

    public string SignatoryTitle { get; set; } = "Kepala Badan Pengembangan Sumber Daya Manusia";

    /// <summary>Empty until it is set: the line for the name stays blank, as on paper.</summary>
    public string SignatoryName { get; set; } = "";

    public string SignatoryNip { get; set; } = "";

    /// <summary>CloudEvents source of the HR exchange: a URI reference that stays the same when addresses change.</summary>
    public string EventSource { get; set; } = "urn:bpsdm:certification";
}

internal static class PlatformAddresses
{
    /// <summary>Where anyone checks a certificate; it stands in the QR code.</summary>
    public static string VerificationUrl(this PlatformOptions platform, string code) => platform.Address($"/verify/{code}");
}
