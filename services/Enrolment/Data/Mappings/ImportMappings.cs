using Bpsdm.Enrolment.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.Enrolment.Data.Mappings;

internal sealed class ImportJobMapping : IEntityTypeConfiguration<ImportJob>
{
    public void Configure(EntityTypeBuilder<ImportJob> job)
    {
        job.Property(j => j.Id).ValueGeneratedNever();
        job.Property(j => j.Outcomes).HasColumnType("jsonb");
        job.Property(j => j.Hold).HasColumnType("jsonb");
        // The workers' question, over the few jobs that are not done.
        job.HasIndex(j => new { j.TargetId, j.CreatedAt, j.Id })
            .HasFilter("status IN ('queued', 'running')").HasDatabaseName("ix_import_jobs_open");
        // The retention sweep's questions.
        job.HasIndex(j => j.CompletedAt);
        job.HasIndex(j => j.CreatedAt).HasFilter("status = 'held'").HasDatabaseName("ix_import_jobs_held");
    }
}

internal sealed class ImportChunkMapping : IEntityTypeConfiguration<ImportChunk>
{
    public void Configure(EntityTypeBuilder<ImportChunk> chunk)
    {
        chunk.HasKey(c => new { c.JobId, c.RowsBefore });
        // Arrays of text leave the page and are compressed: lz4 costs a tenth of the default's time.
        foreach (var column in chunk.Metadata.GetProperties().Where(p => p.ClrType.IsArray).ToList())
            chunk.Property(column.Name).UseCompressionMethod("lz4");
    }
}

internal sealed class ImportRejectionMapping : IEntityTypeConfiguration<ImportRejection>
{
    public void Configure(EntityTypeBuilder<ImportRejection> rejection) => rejection.HasKey(r => new { r.JobId, r.LineNumber });
}
