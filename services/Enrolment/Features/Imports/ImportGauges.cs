using System.Diagnostics.Metrics;
using Bpsdm.ServiceDefaults;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Uploads that are not worked off yet. Every replica says the same.</summary>
internal sealed class ImportGauges : DatabaseGauges
{
    public ImportGauges(NpgsqlDataSource dataSource, IMeterFactory meters, TimeProvider time)
        : base(dataSource, "SELECT count(*) FROM import_jobs WHERE status IN ('queued', 'running')", time) =>
        meters.Create(EnrolmentMetrics.Name).CreateObservableGauge("bpsdm.imports.running", () => Column(0), "{import}", "Uploads that are not worked off yet.");
}
