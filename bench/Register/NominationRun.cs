using Bpsdm.Contracts.Catalogue;
using Bpsdm.Demo;
using Bpsdm.Testing;

namespace Bpsdm.Bench.Register;

/// <summary>The e-bimtek's 61,964 nominations, each of which gets a seat.</summary>
internal sealed class NominationRun(EnrolmentService service, IReadOnlyList<RosterEmployee> eligible)
{
    private const string SeatColumns = "id uuid, offering_id uuid, nip text, agency_code text, fact_id uuid, confirmed_at timestamptz, import_job_id uuid";

    public async Task<List<Result>> RunAsync(int rounds)
    {
        var csv = Roster.NominationsCsv(eligible);
        await service.ImportAsync("/api/enrolment/employees/imports", Roster.RegisterCsv(eligible));
        var (lines, seats, timings) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<Timing>());
        for (var round = 0; round <= rounds; round++)
        {
            await service.ExecuteAsync("TRUNCATE enrolments");
            var offering = await OfferingAsync();
            lines.Add(await service.BareCopyAsync("nip text", csv));
            var timing = await service.ImportAsync($"/api/enrolment/offerings/{offering}/nominations", csv);
            if (timing.Job.Outcomes.GetValueOrDefault("confirmed") != eligible.Count) throw new InvalidOperationException("Not everybody got a seat.");
            timings.Add(timing);
            await service.QuietAsync();
            // What a seat is, as PostgreSQL wrote it: the same rows once more, into a table without an index.
            var rows = await service.TextAsync(
                """
                SELECT 'header' || E'\n' || string_agg(concat_ws(',', id, offering_id, nip, agency_code, fact_id, confirmed_at, import_job_id), E'\n') FROM enrolments
                """);
            seats.Add(await service.BareCopyAsync(SeatColumns, rows));
        }
        return
        [
            Result.Of("nominations, to COPY of their seats", eligible.Count, timings[1..], seats[1..]),
            Result.Of("nominations, to COPY of the file's NIPs", eligible.Count, timings[1..], lines[1..]),
        ];
    }

    private async Task<Guid> OfferingAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var scheduled = new OfferingScheduled
        {
            FactId = Guid.CreateVersion7(), OfferingId = Guid.CreateVersion7(), ProgrammeId = Guid.CreateVersion7(), ProgrammeCode = "EBIMTEK",
            ProgrammeTitle = "E-Bimtek", Category = "technical", Angkatan = 1, Year = now.Year, Jp = 4, DeliveryMode = "distance", Place = "Daring",
            StartDate = DateOnly.FromDateTime(now.DateTime), EndDate = DateOnly.FromDateTime(now.DateTime), EnrolmentOpensAt = now.AddHours(-1),
            EnrolmentClosesAt = now.AddHours(1), Capacity = eligible.Count, Eligibility = new EligibilityRules(true, true),
            Completion = new CompletionRule(100, true, 70, 2), Modules = [], Sessions = [], ScheduledAt = now,
        };
        await service.Broker.PublishAsync(scheduled);
        await Eventually.SeeAsync(() => service.CountAsync($"SELECT count(*) FROM offerings WHERE id = '{scheduled.OfferingId}'"), n => n == 1);
        return scheduled.OfferingId;
    }
}
