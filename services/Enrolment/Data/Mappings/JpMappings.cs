using Bpsdm.Enrolment.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Enrolment.Data.Mappings;

internal sealed class JpEntryMapping : IEntityTypeConfiguration<JpEntry>
{
    public void Configure(EntityTypeBuilder<JpEntry> entry)
    {
        // The guard of "once a certificate".
        entry.HasKey(e => e.CertificateId);
        entry.Property(e => e.CertificateId).ValueGeneratedNever();
        entry.Property(e => e.Nip).UseCollation("C");
        entry.HasIndex(e => new { e.Nip, e.Year });
    }
}

internal sealed class JpAccountMapping : IEntityTypeConfiguration<JpAccount>
{
    public void Configure(EntityTypeBuilder<JpAccount> account)
    {
        account.HasKey(a => new { a.Nip, a.Year });
        account.Property(a => a.Nip).UseCollation("C");
    }
}

internal sealed class JpRightMapping : IEntityTypeConfiguration<JpRight>
{
    public void Configure(EntityTypeBuilder<JpRight> right)
    {
        right.HasKey(r => new { r.Kind, r.FromYear });
        right.Property(r => r.FromYear).ValueGeneratedNever();
        right.HasData(new JpRight { Kind = EmploymentKind.Pns, FromYear = 2017, Jp = 20, Source = "PP 11/2017 pasal 203 ayat (4)" });
    }
}

internal sealed class AgencyHeadcountMapping : IEntityTypeConfiguration<AgencyHeadcount>
{
    public void Configure(EntityTypeBuilder<AgencyHeadcount> headcount)
    {
        headcount.HasKey(h => new { h.AgencyCode, h.Kind });
        headcount.Property(h => h.AgencyCode).UseCollation("C");
    }
}

internal sealed class JpTotalMapping : IEntityTypeConfiguration<JpTotal>
{
    public void Configure(EntityTypeBuilder<JpTotal> total)
    {
        total.HasKey(t => new { t.Year, t.AgencyCode, t.Kind });
        total.Property(t => t.AgencyCode).UseCollation("C");
    }
}
