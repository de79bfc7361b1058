using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;
using Npgsql;
using Xunit;

namespace Bpsdm.Bench.Register;

internal sealed record Job(Guid Id, string Status, int TotalRows, Dictionary<string, int> Outcomes, string? Error);

internal sealed record Timing(TimeSpan Upload, TimeSpan Total, Job Job);

/// <summary>The whole service over real HTTP, with PostgreSQL, RabbitMQ and Redis of its own.</summary>
internal sealed class EnrolmentService() : ServiceFixture<Program>("enrolmentdb")
{
    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [new("Logging:LogLevel:Default", "Warning"), new("Logging:LogLevel:Microsoft.EntityFrameworkCore", "None")];

    public static async Task<EnrolmentService> StartAsync()
    {
        // Where WebApplicationFactory looks for the service's files; it finds those of a test project by itself.
        Environment.SetEnvironmentVariable("ASPNETCORE_TEST_CONTENTROOT_BPSDM_ENROLMENT", AppContext.BaseDirectory);
        var service = new EnrolmentService();
        await ((IAsyncLifetime)service).InitializeAsync();
        await service.Broker.PublishAsync(new AgenciesRegistered { Agencies = [.. Enumerable.Range(1, 42).Select(i => new RegisteredAgency($"OPD-{i:00}", $"Dinas {i}"))] });
        await Eventually.SeeAsync(() => service.CountAsync("SELECT count(*) FROM agencies"), n => n == 42);
        return service;
    }

    public async Task<Timing> ImportAsync(string path, string csv)
    {
        var client = AsTrainingAdmin();
        using var content = new StringContent(csv, MediaTypeHeaderValue.Parse("text/csv"));
        var clock = Stopwatch.StartNew();
        using var response = await client.PostAsync(path, content);
        var upload = clock.Elapsed;
        response.EnsureSuccessStatusCode();
        var job = (await response.Content.ReadFromJsonAsync<Job>())!;
        while (job.Status is "queued" or "running")
        {
            await Task.Delay(10);
            job = (await client.GetFromJsonAsync<Job>($"/api/enrolment/imports/{job.Id}"))!;
        }
        return job.Status == "completed" ? new Timing(upload, clock.Elapsed, job) : throw new InvalidOperationException($"{job.Status}: {job.Error}");
    }

    /// <summary>The time that PostgreSQL needs for nothing but to take the same lines in.</summary>
    public async Task<TimeSpan> BareCopyAsync(string columns, string csv)
    {
        await ExecuteAsync($"DROP TABLE IF EXISTS bare; CREATE TABLE bare ({columns})");
        await using var connection = await Database.OpenConnectionAsync();
        var clock = Stopwatch.StartNew();
        await using (var copy = await connection.BeginTextImportAsync("COPY bare FROM STDIN (FORMAT csv, HEADER)"))
            await copy.WriteAsync(csv);
        return clock.Elapsed;
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task<string> TextAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public Task QuietAsync() =>
        Eventually.SeeAsync(() => CountAsync("SELECT count(*) FROM messaging.outbox_messages"), n => n == 0, TimeSpan.FromMinutes(2));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
