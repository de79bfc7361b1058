using System.Diagnostics.Metrics;

namespace Bpsdm.Enrolment.Features;

/// <summary>Business metrics under stable names, and the trace source of the imports.</summary>
public sealed class EnrolmentMetrics
{
    public const string Name = "Bpsdm.Enrolment";

    private readonly Counter<long> _confirmed;
    private readonly Counter<long> _importedRows;

    public EnrolmentMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _confirmed = meter.CreateCounter<long>("bpsdm.enrolments.confirmed", "{seat}", "Confirmed seats");
        _importedRows = meter.CreateCounter<long>("bpsdm.imports.rows", "{row}", "Rows of uploads worked off");
        // A series that is there before its first event shows that event as one.
        foreach (var way in (string[])["self", "nomination", "approval", "wait-list"]) Confirmed(0, way);
        foreach (var kind in (string[])["employees", "nominations"]) Imported(0, kind);
    }

    /// <param name="seats">Newly confirmed.</param>
    /// <param name="way">self, nomination, approval or wait-list.</param>
    public void Confirmed(int seats, string way) => _confirmed.Add(seats, new KeyValuePair<string, object?>("way", way));

    public void Imported(int rows, string kind) => _importedRows.Add(rows, new KeyValuePair<string, object?>("kind", kind));
}
