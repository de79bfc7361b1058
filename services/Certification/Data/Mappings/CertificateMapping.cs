using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bpsdm.Certification.Data.Mappings;

internal sealed class CertificateMapping : IEntityTypeConfiguration<Certificate>
{
    public void Configure(EntityTypeBuilder<Certificate> certificate)
    {
        certificate.ToTable("certificates", table =>
        {
            table.HasCheckConstraint("ck_certificates_kind", "kind IN ('sertifikat', 'sttpp')");
            table.HasCheckConstraint("ck_certificates_status", "status IN ('valid', 'revoked', 'replaced')");
            table.HasCheckConstraint("ck_certificates_replaced", "(status = 'replaced') = (replaced_by_id IS NOT NULL)");
        });
        certificate.HasKey(c => c.Id);
        certificate.Property(c => c.RevocationReason).HasMaxLength(500);
        certificate.Property(c => c.Kind).HasConversion(new LowerCase<CertificateKind>());
        certificate.Property(c => c.Status).HasConversion(new LowerCase<CertificateStatus>());
        certificate.Property(c => c.Score).HasPrecision(5, 2);
        certificate.OwnsOne(c => c.Replaces, replaced =>
        {
            replaced.Property(r => r.Reason).HasMaxLength(500);
            replaced.HasIndex(r => r.Id).IsUnique();
        });
        certificate.OwnsOne(c => c.ReplacedBy, replacement => replacement.Property(r => r.Reason).HasMaxLength(500));
        certificate.HasIndex(c => c.CompletionId).IsUnique().HasFilter("status <> 'replaced'");
        // Whose certificate was revoked may complete after all, and gets another one.
        certificate.HasIndex(c => c.ParticipantId).IsUnique().HasFilter("status = 'valid'");
        certificate.HasIndex(c => c.Number).IsUnique();
        certificate.HasIndex(c => c.VerificationCode).IsUnique();
        certificate.HasIndex(c => new { c.Kind, c.SeriesYear, c.Sequence }).IsUnique();
        // What a status list tells of, among the hundreds of thousands that it does not.
        certificate.HasIndex(c => new { c.Kind, c.SeriesYear, c.Sequence }, "ended").HasDatabaseName("ix_certificates_ended").HasFilter("status <> 'valid'");
        certificate.HasIndex(c => new { c.OfferingId, c.Id });
        // Exports by period: rows come about in the order of their dates, and this costs the issuing of thousands next to nothing.
        certificate.HasIndex(c => c.EndDate).HasMethod("brin");
        certificate.HasIndex(c => new { c.Nip, c.Id });
    }
}

internal sealed class NumberSeriesMapping : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> series)
    {
        series.ToTable("number_series");
        series.HasKey(s => new { s.Kind, s.Year });
        series.Property(s => s.Kind).HasConversion(new LowerCase<CertificateKind>());
    }
}

/// <summary>Names of an enumeration as lower-case text, readable in SQL.</summary>
internal sealed class LowerCase<TEnum>() : ValueConverter<TEnum, string>(
    value => value.ToString().ToLowerInvariant(), text => Enum.Parse<TEnum>(text, true))
    where TEnum : struct, Enum;
