using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Certification.Data.Mappings;

internal sealed class TemplateMapping : IEntityTypeConfiguration<CertificateTemplate>
{
    public void Configure(EntityTypeBuilder<CertificateTemplate> template)
    {
        template.ToTable("certificate_templates");
        template.HasKey(t => new { t.Kind, t.Version });
        template.Property(t => t.Kind).HasConversion(new LowerCase<CertificateKind>());
        template.Ignore(t => t.Texts);
        template.HasData(DefaultTemplates.All);
    }
}

internal sealed class OfferingModuleMapping : IEntityTypeConfiguration<OfferingModule>
{
    public void Configure(EntityTypeBuilder<OfferingModule> module)
    {
        module.ToTable("offering_modules");
        module.HasKey(m => new { m.OfferingId, m.Number });
        module.Ignore(m => m.ModeTitle);
    }
}
