using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

/// <summary>A full file says who serves: whoever is not in it has left.</summary>
[Collection(RegisterCollection.Name)]
public sealed class FullFileTests(RegisterFixture service) : EnrolmentTest(service)
{
    private const string Full = "/api/enrolment/employees/imports?mode=full";

    [Fact]
    public async Task The_same_full_file_again_changes_nothing()
    {
        var employees = await BeginAsync(250);

        var again = await SendAsync(employees);

        again.Mode.ShouldBe("full");
        again.OutcomesShouldBe(("unchanged", 250));
        (await Service.CountAsync("SELECT count(*) FROM employee_postings")).ShouldBe(0);
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE updated_at >= (SELECT started_at FROM import_jobs WHERE id = $1)", again.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_missing_has_left_is_kept_and_comes_back()
    {
        var employees = await BeginAsync(130);

        var fewer = await SendAsync(employees[..^3]);
        var leaver = await EmployeeAsync(employees[^1]);
        var again = await SendAsync(employees[..^3]);
        var all = await SendAsync(employees);

        fewer.OutcomesShouldBe(("unchanged", 127), ("left", 3));
        fewer.ProcessedRows.ShouldBe(127);
        leaver.GetProperty("leftAt").GetString().ShouldBe(Today);
        again.OutcomesShouldBe(("unchanged", 127));
        all.OutcomesShouldBe(("unchanged", 127), ("returned", 3));
        (await EmployeeAsync(employees[^1])).GetProperty("leftAt").ValueKind.ShouldBe(JsonValueKind.Null);
        await TotalsAreExactAsync();
    }

    [Fact]
    public async Task A_row_that_is_rejected_retires_nobody()
    {
        var employees = await BeginAsync(10);
        employees[0] = employees[0] with { Rank = "XX/z" };
        employees[1] = employees[1] with { AgencyCode = "OPD-99" };

        var job = await SendAsync(employees);

        job.OutcomesShouldBe(("unchanged", 8), ("bad_rank", 1), ("unknown_agency", 1));
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE left_at IS NOT NULL")).ShouldBe(0);
    }

    [Theory]
    [InlineData(100, 19)]
    [InlineData(400, 20)]
    public async Task A_file_that_retires_few_is_not_held(int serving, int leavers)
    {
        var employees = await BeginAsync(serving);

        (await SendAsync(employees[..^leavers])).OutcomesShouldBe(("unchanged", serving - leavers), ("left", leavers));
    }

    [Theory]
    [InlineData(100, 20)]
    [InlineData(400, 21)]
    public async Task A_file_that_would_retire_many_waits_for_confirmation_with_nothing_applied(int serving, int leavers)
    {
        var employees = await BeginAsync(serving);
        var file = employees[..^leavers].Select(e => e with { Name = "Berubah" }).ToArray();

        var held = await HeldAsync(file);

        held.ProcessedRows.ShouldBe(0);
        held.Hold!.Leavers.ShouldBe(leavers);
        held.Hold.Serving.ShouldBe(serving);
        held.Hold.Sample.Length.ShouldBe(10);
        employees[^leavers..].Select(e => e.Nip).ShouldContain(held.Hold.Sample[0].Nip);
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE name = 'Berubah' OR left_at IS NOT NULL")).ShouldBe(0);

        using var confirmed = await Service.AsTrainingAdmin().PostAsync(Decision(held, "confirmation"), null);
        confirmed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var done = await CompletedAsync(held);
        using var again = await Service.AsHrSystem().PostAsync(Decision(held, "confirmation"), null);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);

        done.OutcomesShouldBe(("updated", serving - leavers), ("left", leavers));
        done.ConfirmedBy.ShouldBe("test-training-admin");
        await TotalsAreExactAsync();
    }

    [Fact]
    public async Task A_held_file_that_is_cancelled_changes_nothing_and_cannot_be_confirmed_any_more()
    {
        var employees = await BeginAsync(100);
        var held = await HeldAsync(employees[..50]);

        using var cancelled = await Service.AsHrSystem().PostAsync(Decision(held, "cancellation"), null);
        using var again = await Service.AsHrSystem().PostAsync(Decision(held, "cancellation"), null);
        using var confirmed = await Service.AsHrSystem().PostAsync(Decision(held, "confirmation"), null);

        var job = await cancelled.Content.ReadFromJsonAsync<Job>();
        (job!.Status, job.CancelledBy).ShouldBe(("cancelled", "test-hr-system"));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ProblemAsync(confirmed, HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:import-not-held");
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE left_at IS NOT NULL")).ShouldBe(0);
        (await Service.CountAsync("SELECT count(*) FROM import_chunks")).ShouldBe(0);
    }

    [Fact]
    public async Task A_held_file_that_was_overtaken_cannot_be_confirmed()
    {
        var employees = await BeginAsync(100);
        var held = await HeldAsync(employees[..50]);
        await CompletedAsync(await UploadAsync(Service.AsHrSystem(), "/api/enrolment/employees/imports", Roster.RegisterCsv(Roster.Take(1))));

        using var confirmed = await Service.AsHrSystem().PostAsync(Decision(held, "confirmation"), null);

        (await ProblemAsync(confirmed, HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:import-superseded");
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE left_at IS NOT NULL")).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_held_cannot_be_confirmed_and_what_has_ended_cannot_be_cancelled()
    {
        await BeginAsync(5);
        var job = await SendAsync(Roster.Take(1));

        using var confirmed = await Service.AsHrSystem().PostAsync(Decision(job, "confirmation"), null);
        using var cancelled = await Service.AsHrSystem().PostAsync(Decision(job, "cancellation"), null);
        using var agency = await Service.AsAgencyAdmin("OPD-01").PostAsync(Decision(job, "cancellation"), null);

        (await ProblemAsync(confirmed, HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:import-not-held");
        (await ProblemAsync(cancelled, HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:import-ended");
        await ProblemAsync(agency, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_full_file_whose_connection_is_killed_goes_on_and_is_applied_once()
    {
        var employees = await BeginAsync(450);
        var file = employees[..^10].Concat(Roster.Take(30)).ToArray();
        Job job;
        await using (var connection = await Service.Database.OpenConnectionAsync())
        {
            // Whoever shares the register's lock stops the worker in the middle of a step.
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var command = new Npgsql.NpgsqlCommand("SELECT pg_advisory_xact_lock_shared(x'5265676973746572'::bigint)", connection))
                await command.ExecuteNonQueryAsync();
            job = await UploadAsync(Service.AsHrSystem(), Full, Roster.RegisterCsv(file));
            await Eventually.SeeAsync(() => Service.CountAsync($"SELECT count(*) {Waiting}"), waiting => waiting == 1);
            (await Service.CountAsync($"SELECT count(pg_terminate_backend(pid)) {Waiting}")).ShouldBe(1);
            await Eventually.SeeAsync(() => Service.CountAsync($"SELECT count(*) {Waiting}"), waiting => waiting == 1);
        }

        (await CompletedAsync(job)).OutcomesShouldBe(("unchanged", 440), ("created", 30), ("left", 10));
        await TotalsAreExactAsync();
    }

    private const string Waiting =
        "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory' AND query LIKE '%pg_advisory_xact_lock(%'";

    private static string Today => DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Decision(Job job, string decision) => $"/api/enrolment/imports/{job.Id}/{decision}";

    private async Task<RosterEmployee[]> BeginAsync(int count)
    {
        await service.EmptyAsync();
        var employees = Roster.Take(count);
        (await SendAsync(employees)).OutcomesShouldBe(("created", count));
        return employees;
    }

    private async Task<Job> SendAsync(IEnumerable<RosterEmployee> employees) =>
        await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Full, Roster.RegisterCsv(employees)));

    private async Task<Job> HeldAsync(IEnumerable<RosterEmployee> employees)
    {
        var job = await UploadAsync(Service.AsHrSystem(), Full, Roster.RegisterCsv(employees));
        return await Eventually.SeeAsync(
            async () => (await Service.AsHrSystem().GetFromJsonAsync<Job>($"/api/enrolment/imports/{job.Id}"))!, seen => seen.Status == "held");
    }

    private Task<JsonElement> EmployeeAsync(RosterEmployee employee) =>
        Service.AsHrSystem().GetFromJsonAsync<JsonElement>($"/api/enrolment/employees/{employee.Nip}");

    private async Task TotalsAreExactAsync() =>
        (await Service.CountAsync(
            """
            SELECT count(*) FROM (SELECT agency_code, kind, count(*) AS n FROM employees WHERE left_at IS NULL GROUP BY 1, 2) e
            FULL JOIN agency_headcounts h USING (agency_code, kind) WHERE COALESCE(e.n, 0) <> COALESCE(h.employees, 0)
            """)).ShouldBe(0);
}
