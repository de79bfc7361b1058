using Bpsdm.SessionDelivery.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class EvaluationFormMapping : IEntityTypeConfiguration<EvaluationForm>
{
    public void Configure(EntityTypeBuilder<EvaluationForm> builder)
    {
        builder.ToTable("evaluation_forms");
        builder.HasKey(f => f.OfferingId);
        builder.Property(f => f.OfferingId).ValueGeneratedNever();
        builder.Property(f => f.Items).AsJson();
    }
}

internal sealed class EvaluationHandInMapping : IEntityTypeConfiguration<EvaluationHandIn>
{
    public void Configure(EntityTypeBuilder<EvaluationHandIn> builder)
    {
        builder.ToTable("evaluation_hand_ins");
        builder.HasKey(h => h.ParticipantId);
        builder.Property(h => h.ParticipantId).ValueGeneratedNever();
        builder.HasIndex(h => h.OfferingId);
    }
}

internal sealed class EvaluationBoxMapping : IEntityTypeConfiguration<EvaluationBox>
{
    public void Configure(EntityTypeBuilder<EvaluationBox> builder)
    {
        builder.ToTable("evaluation_boxes");
        builder.HasKey(b => b.OfferingId);
        builder.Property(b => b.OfferingId).ValueGeneratedNever();
        builder.Property(b => b.Counts).AsJson();
        builder.Property(b => b.Waiting).AsJson();
    }
}

internal sealed class EvaluationTextMapping : IEntityTypeConfiguration<EvaluationText>
{
    public void Configure(EntityTypeBuilder<EvaluationText> builder)
    {
        builder.ToTable("evaluation_texts");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        // Read in the order of random ids.
        builder.HasIndex(t => new { t.OfferingId, t.Item, t.Id });
    }
}
