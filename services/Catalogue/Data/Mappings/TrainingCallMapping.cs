using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Catalogue.Data.Mappings;

internal sealed class TrainingCallMapping : IEntityTypeConfiguration<TrainingCall>
{
    public void Configure(EntityTypeBuilder<TrainingCall> call)
    {
        call.ToTable("training_calls", table =>
            table.HasCheckConstraint("ck_training_calls_deadline", "opens <= deadline AND extract(year FROM deadline) <= year"));
        call.HasKey(c => c.Year);
        call.Property(c => c.Year).ValueGeneratedNever();
        call.HasIndex(c => c.Id).IsUnique();
        call.Property(c => c.Revision).HasColumnName("xmin").IsRowVersion();
        call.HasMany(c => c.Moves).WithOne().HasForeignKey("Year").IsRequired();
        call.Navigation(c => c.Moves).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class DeadlineMoveMapping : IEntityTypeConfiguration<DeadlineMove>
{
    public void Configure(EntityTypeBuilder<DeadlineMove> move)
    {
        move.ToTable("deadline_moves");
        move.HasKey(m => m.Id);
        move.Property(m => m.Id).ValueGeneratedNever();
        move.Property(m => m.From).HasColumnName("from_date");
        move.Property(m => m.To).HasColumnName("to_date");
        move.Property(m => m.By).HasColumnName("moved_by");
        move.Property(m => m.At).HasColumnName("moved_at");
    }
}
