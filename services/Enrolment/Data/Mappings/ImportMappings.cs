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
        // The workers' question, over the few jobs that are not done.
        job.HasIndex(j => new { j.TargetId, j.CreatedAt, j.Id })
            .HasFilter("status IN ('queued', 'running')").HasDatabaseName("ix_import_jobs_open");
        // The retention sweep's question.
        job.HasIndex(j => j.CompletedAt);
    }
}

internal sealed class ImportRowMapping : IEntityTypeConfiguration<ImportRow>
{
    // No foreign key to the job: its check, row by row, would cost more than the COPY itself.
    public void Configure(EntityTypeBuilder<ImportRow> row)
    {
        row.HasKey(r => new { r.JobId, r.RowNumber });
        row.Property(r => r.Value).UseCollation("C");
        row.Property(r => r.AgencyCode).UseCollation("C");
    }
}

internal sealed class ImportRejectionMapping : IEntityTypeConfiguration<ImportRejection>
{
    public void Configure(EntityTypeBuilder<ImportRejection> rejection) => rejection.HasKey(r => new { r.JobId, r.LineNumber });
}
