namespace Bpsdm.Certification.Domain;

/// <summary>A module (mata pelajaran) that is taught in an offering.</summary>
public sealed class OfferingModule
{
    public required Guid OfferingId { get; init; }
    public required int Number { get; init; }
    public required string Title { get; init; }

    /// <summary>Learning hours of 45 minutes.</summary>
    public required int Jp { get; init; }

    /// <summary>live, self-paced or face-to-face.</summary>
    public required string Mode { get; init; }

    public string ModeTitle => Mode switch
    {
        "live" => "Daring langsung",
        "self-paced" => "Belajar mandiri",
        _ => "Tatap muka",
    };
}

/// <summary>A certificate with all that is printed on it.</summary>
/// <param name="Template">The version that it was issued with.</param>
/// <param name="Modules">In their order; none where they were not known when it was issued, so that what is drawn never changes.</param>
public sealed record FullCertificate(Certificate Certificate, CertificateTemplate Template, IReadOnlyList<OfferingModule> Modules);
