using Bpsdm.Contracts.Enrolment;
using Bpsdm.Enrolment.Features.Imports;
using Bpsdm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bpsdm.Enrolment.Tests;

/// <summary>An import is cut off somewhere in the middle, and goes on where it was.</summary>
public sealed class InterruptionTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    [Fact]
    public async Task A_chunk_whose_connection_is_killed_is_done_again_and_only_once()
    {
        var employees = await RegisteredAsync(12_000);
        var offering = await OfferingAsync(12_000);
        Job job;
        await using (var connection = await Service.Database.OpenConnectionAsync())
        {
            // Whoever holds the offering stops the worker in the middle of its first chunk.
            await using var transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, "SELECT 1 FROM offerings WHERE id = $1 FOR UPDATE", offering);
            job = await UploadAsync(Service.AsTrainingAdmin(), Nominations(offering), Roster.NominationsCsv(employees));
            var worker = await Eventually.SeeAsync(() => Service.CountAsync(Waiting), waiting => waiting > 0);
            worker.ShouldBe(1);

            (await Service.CountAsync($"SELECT count(*) FROM ({Kill}) k")).ShouldBe(1);
            await Eventually.SeeAsync(() => Service.CountAsync(Waiting), waiting => waiting > 0);
        }

        var ended = await CompletedAsync(job);

        ended.OutcomesShouldBe(("confirmed", 12_000));
        (await SeatsTakenAsync(offering)).ShouldBe(12_000);
        var facts = await FactsAsync(offering, 12_000);
        facts.Length.ShouldBe(12_000);
        facts.Select(f => f.Person.Nip).Distinct().Count().ShouldBe(12_000);
    }

    private const string Waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM offerings%'";

    private const string Kill =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM offerings%'";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, Guid id)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = id } } };
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A service whose worker does nothing by itself: the test does its steps.</summary>
public sealed class IdleWorkerFixture() : ServiceFixture<Program>("enrolmentdb", typeof(EnrolmentConfirmed))
{
    protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Imports:ChunkRows", "100"), new("Imports:MaxAttempts", "2")];

    protected override void ConfigureServices(IServiceCollection services) =>
        services.Remove(services.Single(s => s.ImplementationType == typeof(ImportWorker)));
}

public sealed class ChunkTests(IdleWorkerFixture service) : IClassFixture<IdleWorkerFixture>
{
    [Fact]
    public async Task Each_chunk_is_durable_alone_and_two_workers_share_a_job_without_doubling_it()
    {
        var (offering, job) = await PrepareAsync(1_000);

        (await Runner.RunChunkAsync(default)).ShouldBeTrue();
        (await ProcessedAsync(job)).ShouldBe(100);
        (await CountAsync("SELECT count(*) FROM enrolments WHERE offering_id = $1", offering)).ShouldBe(100);
        // Another process comes after the first one is gone, and a third at the same time.
        await Task.WhenAll(WorkOffAsync(NewRunner()), WorkOffAsync(NewRunner()));

        (await ProcessedAsync(job)).ShouldBe(1_000);
        (await CountAsync("SELECT count(*) FROM enrolments WHERE offering_id = $1", offering)).ShouldBe(1_000);
        (await CountAsync("SELECT (outcomes->>'confirmed')::bigint FROM import_jobs WHERE id = $1", job)).ShouldBe(1_000);
        var messages = await service.Broker.ReceivedAsync<EnrolmentConfirmed>(
            m => m.Where(c => c.OfferingId == offering).Sum(c => c.Participants.Count) >= 1_000);
        messages.Where(c => c.OfferingId == offering).SelectMany(c => c.Participants).Select(p => p.FactId).Distinct().Count().ShouldBe(1_000);
        messages.Where(c => c.OfferingId == offering).Sum(c => c.Participants.Count).ShouldBe(1_000);
    }

    [Fact]
    public async Task A_chunk_that_cannot_succeed_is_given_up_with_its_reason_and_the_next_job_goes_on()
    {
        var (offering, job) = await PrepareAsync(150);
        await ExecuteAsync("DELETE FROM offerings WHERE id = $1", offering);

        (await Runner.RunChunkAsync(default)).ShouldBeTrue();
        await ExecuteAsync("UPDATE import_jobs SET next_attempt_at = now() WHERE id = $1", job);
        (await Runner.RunChunkAsync(default)).ShouldBeTrue();

        (await CountAsync("SELECT count(*) FROM import_jobs WHERE id = $1 AND status = 'failed' AND error LIKE '%is gone%'", job)).ShouldBe(1);
        var (_, next) = await PrepareAsync(150);
        await WorkOffAsync(Runner);
        (await ProcessedAsync(next)).ShouldBe(150);
    }

    [Fact]
    public async Task What_ended_long_ago_is_forgotten_with_its_rows()
    {
        var (_, old) = await PrepareAsync(120);
        var (_, recent) = await PrepareAsync(120);
        await WorkOffAsync(Runner);
        await ExecuteAsync("UPDATE import_jobs SET completed_at = now() - interval '31 days' WHERE id = $1", old);
        await ExecuteAsync("INSERT INTO import_rejections (job_id, line_number, value, code) VALUES ($1, 2, 'x', 'malformed_nip')", old);

        await Resolve<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<ImportRetention>().Single().SweepAsync(default);

        (await CountAsync("SELECT count(*) FROM import_jobs WHERE id = $1", old)).ShouldBe(0);
        (await CountAsync("SELECT count(*) FROM import_rejections WHERE job_id = $1", old)).ShouldBe(0);
        (await CountAsync("SELECT count(*) FROM import_jobs WHERE id = $1", recent)).ShouldBe(1);
    }

    private ImportRunner Runner => Resolve<ImportRunner>();

    private T Resolve<T>() where T : notnull => service.Services.GetRequiredService<T>();

    // A process of its own as far as imports go: nothing but the database is shared.
    private ImportRunner NewRunner() => ActivatorUtilities.CreateInstance<ImportRunner>(service.Services);

    private static async Task WorkOffAsync(ImportRunner runner)
    {
        while (await runner.RunChunkAsync(default))
        {
        }
    }

    private Task<long> ProcessedAsync(Guid job) => CountAsync("SELECT processed_rows::bigint FROM import_jobs WHERE id = $1", job);

    /// <summary>An offering, its employees, and a job of their nominations, that nobody has begun.</summary>
    private async Task<(Guid Offering, Guid Job)> PrepareAsync(int count)
    {
        var (offering, job) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var nips = Roster.Take(count).Select(e => e.Nip).ToArray();
        await ExecuteAsync("INSERT INTO agencies (code, name) SELECT 'OPD-01', 'BKD' WHERE $1 IS NOT NULL ON CONFLICT DO NOTHING", offering);
        await ExecuteAsync(
            """
            INSERT INTO offerings (id, programme_id, programme_code, programme_title, category, angkatan, year, jp, delivery_mode, place, start_date,
              end_date, enrolment_opens_at, enrolment_closes_at, capacity, exclude_education_teachers, exclude_covid_response, scheduled_at)
            VALUES ($1, $1, 'P', 'P', 'technical', 1, 2020, 4, 'distance', 'Daring', '2020-06-01', '2020-06-02', now(), now(), 5000, true, true, now())
            """, offering);
        await ExecuteAsync(
            """
            INSERT INTO employees (nip, name, birth_date, kind, agency_code, rank, position, posted_from, updated_at)
            SELECT nip, 'N', '1970-01-01', 'pns', 'OPD-01', 'III/a', 'Pelaksana', '2020-01-01', now() FROM unnest($1) AS nip
            """, (object)nips);
        await ExecuteAsync(
            """
            INSERT INTO import_chunks (job_id, rows_before, lines, nips, codes)
            SELECT $1, (n - 1) / 100 * 100, array_agg((n + 1)::int ORDER BY n), array_agg(nip ORDER BY n), array_agg(NULL::text)
            FROM unnest($2) WITH ORDINALITY AS r(nip, n) GROUP BY (n - 1) / 100
            """, job, nips);
        await ExecuteAsync(
            """
            INSERT INTO import_jobs (id, kind, target_id, created_by, created_at, status, total_rows, processed_rows, rejected_rows, outcomes, next_attempt_at, attempts)
            VALUES ($1, 'nominations', $2, 'test', now(), 'queued', $3, 0, 0, '{}', now(), 0)
            """, job, offering, count);
        return (offering, job);
    }

    private async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = service.Database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql, params object[] parameters)
    {
        await using var command = service.Database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
