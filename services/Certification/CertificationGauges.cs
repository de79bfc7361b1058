using System.Diagnostics.Metrics;
using Bpsdm.ServiceDefaults;
using Npgsql;

namespace Bpsdm.Certification;

/// <summary>What waits to be told to HR systems. Every replica says the same.</summary>
internal sealed class CertificationGauges : DatabaseGauges
{
    private const string Sql =
        """
        SELECT (SELECT f.last_position - coalesce((SELECT r.position FROM hr_relays r WHERE r.name = 'exchange'), 0) FROM hr_feed f WHERE f.id = 1),
               (SELECT count(*) FROM webhook_deliveries WHERE due_at <= now()),
               (SELECT count(*) FROM webhook_deliveries WHERE parked_at IS NOT NULL)
        """;

    public CertificationGauges(NpgsqlDataSource dataSource, IMeterFactory meters, TimeProvider time) : base(dataSource, Sql, time)
    {
        var meter = meters.Create("Bpsdm.Certification");
        meter.CreateObservableGauge("bpsdm.hr.feed_lag", () => Column(0), "{entry}", "Entries of the feed that the HR exchange has not been told.");
        meter.CreateObservableGauge("bpsdm.webhooks.due", () => Column(1), "{delivery}", "Deliveries whose time has come.");
        meter.CreateObservableGauge("bpsdm.webhooks.parked", () => Column(2), "{delivery}", "Deliveries given up on until somebody sends them again.");
    }
}
