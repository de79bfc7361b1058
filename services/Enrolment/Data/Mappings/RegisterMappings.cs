using Bpsdm.Enrolment.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Enrolment.Data.Mappings;

internal sealed class AgencyMapping : IEntityTypeConfiguration<Agency>
{
    public void Configure(EntityTypeBuilder<Agency> agency)
    {
        agency.HasKey(a => a.Code);
        agency.Property(a => a.Code).UseCollation("C");
    }
}

internal sealed class EmployeeMapping : IEntityTypeConfiguration<Employee>
{
    public void Configure(EntityTypeBuilder<Employee> employee)
    {
        employee.HasKey(e => e.Nip);
        // Digits compare by byte: every lookup of an import goes by this key.
        employee.Property(e => e.Nip).UseCollation("C");
        employee.Property(e => e.AgencyCode).UseCollation("C");
        // An agency's serving employees, a page at a time.
        employee.HasIndex(e => new { e.AgencyCode, e.Nip }).HasFilter("left_at IS NULL");
    }
}

internal sealed class EmployeePostingMapping : IEntityTypeConfiguration<EmployeePosting>
{
    public void Configure(EntityTypeBuilder<EmployeePosting> posting)
    {
        posting.Property(p => p.Id).UseIdentityAlwaysColumn();
        posting.Property(p => p.Nip).UseCollation("C");
        posting.Property(p => p.AgencyCode).UseCollation("C");
        posting.HasIndex(p => new { p.Nip, p.Id });
    }
}
