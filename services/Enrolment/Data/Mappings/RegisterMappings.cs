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
    }
}
