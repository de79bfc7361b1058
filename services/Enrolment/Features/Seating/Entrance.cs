namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>The way in: by whom and why, and what goes with it.</summary>
/// <param name="By">Subject of the token; null where the upload says it.</param>
/// <param name="Why">For the history, in Indonesian.</param>
internal sealed record Entrance(string? By, string Why)
{
    /// <summary>Only this agency's employees, or anybody's where it is null.</summary>
    public string? Agency { get; init; }
    public Guid? ImportJob { get; init; }

    /// <summary>Id of the first one, where the caller chose one.</summary>
    public Guid? FirstId { get; init; }

    /// <summary>Whether the agency still has to approve.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>The offering that is left for this one.</summary>
    public Guid? Leaving { get; init; }

    public static Entrance Self(SeatedOffering offering, string nip, Guid? key) =>
        new(nip, "Mendaftar sendiri.") { FirstId = key, NeedsApproval = offering.NeedsAgencyApproval };

    public static Entrance Nomination(string by, string? agency) => new(by, "Dinominasikan.") { Agency = agency };

    public static Entrance File(Guid importJob, string? agency) => new(null, "Dinominasikan melalui berkas.") { Agency = agency, ImportJob = importJob };

    public static Entrance Transfer(string by, Guid leaving, string reason) => new(by, $"Pindah dari angkatan lain: {reason}") { Leaving = leaving };
}
