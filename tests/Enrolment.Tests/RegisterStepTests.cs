using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Enrolment.Features.Imports;
using Bpsdm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Enrolment.Tests;

/// <summary>Files of the register step by step, as two processes would do them, with cancellation and listeners in between.</summary>
public sealed class StepFixture() : ServiceFixture<Program>("enrolmentdb", typeof(EnrolmentConfirmed))
{
    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [new("Imports:ChunkRows", "100"), new("Imports:EventPoll", "00:00:00.050"), new("Imports:Heartbeat", "00:00:00.300")];

    protected override void ConfigureServices(IServiceCollection services) =>
        services.Remove(services.Single(s => s.ImplementationType == typeof(ImportWorker)));
}

public sealed class RegisterStepTests(StepFixture service) : IClassFixture<StepFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => ExecuteAsync(
        """
        TRUNCATE employees, employee_postings, agency_headcounts, import_jobs, import_chunks, import_rejections;
        INSERT INTO agencies (code, name) VALUES ('OPD-01', 'Badan Kepegawaian Daerah') ON CONFLICT DO NOTHING;
        """);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_step_is_durable_alone_the_leavers_come_last_and_two_processes_share_a_file()
    {
        var before = Roster.Take(15);
        await UploadAsync("full", before);
        await WorkOffAsync(NewRunner());
        var employees = Roster.Take(450);
        var job = await UploadAsync("full", employees);

        await NewRunner().RunChunkAsync(default);

        (await SeeAsync(job)).ProcessedRows.ShouldBe(100);
        (await CountAsync("SELECT count(*) FROM employees")).ShouldBe(115);
        (await CountAsync("SELECT count(*) FROM employees WHERE left_at IS NOT NULL")).ShouldBe(0);
        await Task.WhenAll(WorkOffAsync(NewRunner()), WorkOffAsync(NewRunner()));
        (await SeeAsync(job)).OutcomesShouldBe(("created", 450), ("left", 15));
        (await CountAsync("SELECT count(*) FROM employees WHERE left_at IS NULL")).ShouldBe(450);
        (await CountAsync("SELECT sum(employees)::bigint FROM agency_headcounts")).ShouldBe(450);
    }

    [Fact]
    public async Task A_file_that_is_cancelled_on_its_way_keeps_what_was_applied_and_retires_nobody()
    {
        await UploadAsync("full", Roster.Take(15));
        await WorkOffAsync(NewRunner());
        var job = await UploadAsync("full", Roster.Take(450));
        await NewRunner().RunChunkAsync(default);
        await NewRunner().RunChunkAsync(default);

        using var response = await service.AsTrainingAdmin().PostAsync($"/api/enrolment/imports/{job.Id}/cancellation", null);

        var cancelled = (await response.Content.ReadFromJsonAsync<Job>())!;
        (cancelled.Status, cancelled.ProcessedRows, cancelled.CancelledBy).ShouldBe(("cancelled", 200, "test-training-admin"));
        cancelled.OutcomesShouldBe(("created", 200));
        (await NewRunner().RunChunkAsync(default)).ShouldBeFalse();
        (await CountAsync("SELECT count(*) FROM employees WHERE left_at IS NULL")).ShouldBe(215);
        (await CountAsync("SELECT count(*) FROM import_chunks")).ShouldBe(0);
    }

    [Fact]
    public async Task What_nobody_decides_on_is_cancelled_in_time()
    {
        await UploadAsync("full", Roster.Take(100));
        await WorkOffAsync(NewRunner());
        var job = await UploadAsync("full", Roster.Take(1));
        await WorkOffAsync(NewRunner());
        (await SeeAsync(job)).Status.ShouldBe("held");
        await ExecuteAsync("UPDATE import_jobs SET created_at = now() - interval '8 days' WHERE status = 'held'");

        await service.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<ImportRetention>().Single().SweepAsync(default);

        (await SeeAsync(job)).Status.ShouldBe("cancelled");
        (await CountAsync("SELECT count(*) FROM import_chunks")).ShouldBe(0);
    }

    [Fact]
    public async Task A_listener_hears_of_another_processs_work_up_to_the_end()
    {
        var job = await UploadAsync("change", Roster.Take(250));
        using var response = await ListenAsync(job, null);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var events = Events(response).GetAsyncEnumerator();

        (await NextAsync(events)).ShouldBe(("progress", "0-queued", 0));
        (await NextAsync(events, heartbeats: true)).Type.ShouldBe("heartbeat");
        await NewRunner().RunChunkAsync(default);
        (await NextAsync(events)).ShouldBe(("progress", "100-running", 100));
        await WorkOffAsync(NewRunner());
        var last = await NextAsync(events);
        if (last.Type == "progress") last = await NextAsync(events);
        last.ShouldBe(("end", "250-completed", 250));
        (await events.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_listener_that_comes_back_gets_what_is_new_and_nothing_after_the_end()
    {
        var job = await UploadAsync("change", Roster.Take(150));
        await NewRunner().RunChunkAsync(default);
        using var response = await ListenAsync(job, "100-running");
        await using var events = Events(response).GetAsyncEnumerator();
        await WorkOffAsync(NewRunner());

        (await NextAsync(events)).ShouldBe(("end", "150-completed", 150));
        using var late = await ListenAsync(job, "100-running");
        await using var all = Events(late).GetAsyncEnumerator();
        (await NextAsync(all)).ShouldBe(("end", "150-completed", 150));
        using var ended = await ListenAsync(job, "150-completed");
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_listener_hears_of_a_cancellation()
    {
        var job = await UploadAsync("change", Roster.Take(150));
        using var response = await ListenAsync(job, "0-queued");
        await using var events = Events(response).GetAsyncEnumerator();

        using var cancelled = await service.AsHrSystem().PostAsync($"/api/enrolment/imports/{job.Id}/cancellation", null);

        (await NextAsync(events)).ShouldBe(("end", "0-cancelled", 0));
    }

    private async Task<HttpResponseMessage> ListenAsync(Job job, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/enrolment/imports/{job.Id}/events");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        return await service.AsHrSystem().SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async IAsyncEnumerable<SseItem<string>> Events(HttpResponseMessage response)
    {
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync()) yield return item;
    }

    private static async Task<(string Type, string? Id, int Processed)> NextAsync(IAsyncEnumerator<SseItem<string>> events, bool heartbeats = false)
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)))
        {
            var item = events.Current;
            if (item.EventType == "heartbeat" && !heartbeats) continue;
            var processed = item.Data.Length == 0 ? 0 : JsonSerializer.Deserialize<JsonElement>(item.Data).GetProperty("processedRows").GetInt32();
            return (item.EventType, item.EventId, processed);
        }
        throw new InvalidOperationException("The stream ended.");
    }

    private async Task<Job> UploadAsync(string mode, IEnumerable<RosterEmployee> employees)
    {
        using var content = new StringContent(Roster.RegisterCsv(employees), new UTF8Encoding(false), MediaTypeHeaderValue.Parse("text/csv"));
        using var response = await service.AsHrSystem().PostAsync($"/api/enrolment/employees/imports?mode={mode}", content);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Job>())!;
    }

    private async Task<Job> SeeAsync(Job job) => (await service.AsHrSystem().GetFromJsonAsync<Job>($"/api/enrolment/imports/{job.Id}"))!;

    // A process of its own as far as imports go: nothing but the database is shared.
    private ImportRunner NewRunner() => ActivatorUtilities.CreateInstance<ImportRunner>(service.Services);

    private static async Task WorkOffAsync(ImportRunner runner)
    {
        while (await runner.RunChunkAsync(default))
        {
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = service.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = service.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
