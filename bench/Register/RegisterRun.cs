using System.Text;
using Bpsdm.Demo;

namespace Bpsdm.Bench.Register;

/// <summary>The register of 100,000: into an empty one, the same again, and a month's changes, as change and as full files.</summary>
internal sealed class RegisterRun(EnrolmentService service)
{
    private const string Path = "/api/enrolment/employees/imports";
    private const string Columns = "nip text, name text, birth_place text, agency_code text, rank text, position text, staff_group text";

    private readonly RosterEmployee[] _employees = [.. Roster.WithEligible(Roster.FullEligible)];

    public IReadOnlyList<RosterEmployee> Eligible => [.. _employees.Where(e => e.Eligible)];

    public async Task<List<Result>> RunAsync(int rounds)
    {
        var csv = Roster.RegisterCsv(_employees);
        var changed = Changed(csv);
        var (copies, first, again, full, month) = (new List<TimeSpan>(), new List<Timing>(), new List<Timing>(), new List<Timing>(), new List<Timing>());
        // The first round warms everything up and does not count.
        for (var round = 0; round <= rounds; round++)
        {
            await service.ExecuteAsync("TRUNCATE employees, employee_postings, agency_headcounts, jp_totals");
            copies.Add(await service.BareCopyAsync(Columns, csv));
            first.Add(await service.ImportAsync(Path, csv));
            again.Add(await service.ImportAsync(Path, csv));
            full.Add(await service.ImportAsync($"{Path}?mode=full", csv));
            month.Add(await service.ImportAsync($"{Path}?mode=full", changed));
        }
        var rows = _employees.Length;
        return
        [
            Result.Of("register, all new", rows, first[1..], copies[1..]), Result.Of("register, all unchanged", rows, again[1..], copies[1..]),
            Result.Of("register, full file, all unchanged", rows, full[1..], copies[1..]),
            Result.Of("register, full file, 2 % moved, 1 % left", rows, month[1..], copies[1..]),
        ];
    }

    private static string Changed(string csv)
    {
        var text = new StringBuilder(csv.Length);
        foreach (var (i, line) in csv.Split('\n').Index())
        {
            if (i % 100 == 3) continue;
            text.Append(i > 0 && i % 50 == 5 ? Moved(line) : line).Append('\n');
        }
        return text.ToString();
    }

    private static string Moved(string line)
    {
        var fields = line.Split(',');
        if (fields.Length > 3) fields[3] = string.Equals(fields[3], "OPD-42", StringComparison.Ordinal) ? "OPD-41" : "OPD-42";
        return string.Join(',', fields);
    }
}
