using Bpsdm.Certification.Credentials;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Siasn;
using Bpsdm.Certification.Webhooks;
using Bpsdm.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Data;

public sealed class CertificationDb(DbContextOptions<CertificationDb> options) : DbContext(options)
{
    public DbSet<Certificate> Certificates => Set<Certificate>();
    public DbSet<CertificateDocument> Documents => Set<CertificateDocument>();
    public DbSet<CertificateTemplate> Templates => Set<CertificateTemplate>();
    public DbSet<OfferingModule> Modules => Set<OfferingModule>();
    public DbSet<CredentialKey> CredentialKeys => Set<CredentialKey>();
    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();
    public DbSet<HrEntry> HrEntries => Set<HrEntry>();
    public DbSet<RevocationRequest> RevocationRequests => Set<RevocationRequest>();
    public DbSet<HrFeed> HrFeeds => Set<HrFeed>();
    public DbSet<HrRestoration> HrRestorations => Set<HrRestoration>();
    public DbSet<HrRelayPosition> HrRelays => Set<HrRelayPosition>();
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<SiasnExport> SiasnExports => Set<SiasnExport>();
    public DbSet<SiasnEntry> SiasnEntries => Set<SiasnEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CertificationDb).Assembly);
        modelBuilder.AddMessagingTables();
    }
}

/// <summary>The next free number of a kind and year; its row is locked while numbers are taken, which is what makes a series without gaps.</summary>
public sealed class NumberSeries
{
    public required CertificateKind Kind { get; init; }
    public required int Year { get; init; }
    public required long Next { get; init; }
}

/// <summary>
/// A line of the HR feed. Positions are taken under the lock of <see cref="HrFeed"/>, so they become visible in their
/// own order, and whoever reads on from the last position seen misses nothing.
/// </summary>
public sealed class HrEntry
{
    public const string Completion = "completion", Revocation = "revocation", Correction = "correction";

    public static readonly IReadOnlyList<string> Types = [Completion, Revocation, Correction];

    public required long Position { get; init; }
    public required Guid FactId { get; init; }
    public required Guid CertificateId { get; init; }

    /// <summary>completion, revocation or correction.</summary>
    public required string Type { get; init; }

    /// <summary>W3C trace context of what wrote it.</summary>
    public string? TraceParent { get; init; }
}

public sealed class HrFeed
{
    public const int TheOne = 1;

    public required int Id { get; init; }
    public required long LastPosition { get; init; }
}

/// <summary>
/// That the database was put back to an earlier state. Positions after <see cref="LastPosition"/> had been given before, to entries that
/// are gone: a cursor from then is not one of now.
/// </summary>
public sealed class HrRestoration
{
    /// <summary>The moment of the restore in seconds since 1970: another restore of the same backup is another generation.</summary>
    public required long Generation { get; init; }
    public required long LastPosition { get; init; }
}

/// <summary>How far a relay of the feed has come: all up to here was confirmed by the broker.</summary>
public sealed class HrRelayPosition
{
    public required string Name { get; init; }
    public required long Position { get; init; }
}
