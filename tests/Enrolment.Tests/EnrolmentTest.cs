using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

/// <summary>What the tests of the service have in common: each makes an offering and employees of its own.</summary>
[Collection(EnrolmentCollection.Name)]
public abstract class EnrolmentTest(EnrolmentFixture service) : IAsyncLifetime
{
    protected EnrolmentFixture Service { get; } = service;

    public Task InitializeAsync() => Service.AgenciesAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected static OfferingScheduled Scheduled(int capacity, DateTimeOffset? opens = null, DateTimeOffset? closes = null) => new()
    {
        FactId = Guid.CreateVersion7(),
        OfferingId = Guid.CreateVersion7(),
        ProgrammeId = Guid.CreateVersion7(),
        ProgrammeCode = "EBIMTEK",
        ProgrammeTitle = "E-Bimtek",
        Category = "technical",
        Angkatan = 1,
        Year = 2020,
        Jp = 4,
        DeliveryMode = "distance",
        Place = "Daring",
        StartDate = new DateOnly(2020, 6, 1),
        EndDate = new DateOnly(2020, 6, 2),
        EnrolmentOpensAt = opens ?? DateTimeOffset.UtcNow.AddHours(-1),
        EnrolmentClosesAt = closes ?? DateTimeOffset.UtcNow.AddHours(1),
        Capacity = capacity,
        Eligibility = new EligibilityRules(ExcludeEducationTeachers: true, ExcludeCovidResponse: true),
        Completion = new CompletionRule(100, true, 70, 2),
        Modules = [],
        Sessions = [],
        ScheduledAt = DateTimeOffset.UtcNow,
    };

    protected async Task<Guid> OfferingAsync(int capacity, DateTimeOffset? opens = null, DateTimeOffset? closes = null)
    {
        var scheduled = Scheduled(capacity, opens, closes);
        await Service.Broker.PublishAsync(scheduled);
        await Eventually.SeeAsync(() => Service.CountAsync("SELECT count(*) FROM offerings WHERE id = $1", scheduled.OfferingId), rows => rows == 1);
        return scheduled.OfferingId;
    }

    protected async Task<RosterEmployee[]> RegisteredAsync(int count, string agency = "OPD-01", string group = "")
    {
        var employees = Roster.Take(count, agency, group);
        var job = await CompletedAsync(await UploadAsync(Service.AsHrSystem(), "/api/enrolment/employees/imports", Roster.RegisterCsv(employees)));
        job.OutcomesShouldBe(("created", count));
        return employees;
    }

    protected static StringContent Csv(string text, string type = "text/csv") => new(text, new UTF8Encoding(false), MediaTypeHeaderValue.Parse(type));

    protected static string Nominations(Guid offering) => $"/api/enrolment/offerings/{offering}/nominations";

    /// <summary>Uploads and returns the job as the 202 told it.</summary>
    protected static async Task<Job> UploadAsync(HttpClient client, string path, string csv)
    {
        using var response = await client.PostAsync(path, Csv(csv));
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var job = await response.Content.ReadFromJsonAsync<Job>();
        response.Headers.Location!.ToString().ShouldBe($"/api/enrolment/imports/{job!.Id}");
        return job;
    }

    protected async Task<Job> CompletedAsync(Job job, TimeSpan? within = null)
    {
        var admin = Service.AsTrainingAdmin();
        var ended = await Eventually.SeeAsync(
            async () => (await admin.GetFromJsonAsync<Job>($"/api/enrolment/imports/{job.Id}"))!,
            seen => seen.Status is "completed" or "failed", within ?? TimeSpan.FromSeconds(60));
        ended.Status.ShouldBe("completed", ended.Error);
        ended.ProcessedRows.ShouldBe(ended.TotalRows);
        ended.Percent.ShouldBe(100);
        return ended;
    }

    protected async Task<Job> NominateAsync(Guid offering, IEnumerable<RosterEmployee> employees) =>
        await CompletedAsync(await UploadAsync(Service.AsTrainingAdmin(), Nominations(offering), Roster.NominationsCsv(employees)));

    /// <summary>The rejected rows: line, value, code.</summary>
    protected async Task<(int Line, string Value, string Code)[]> RejectionsAsync(Job job)
    {
        using var response = await Service.AsTrainingAdmin().GetAsync($"/api/enrolment/imports/{job.Id}/rejections");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("line,value,code,reason");
        return [.. lines.Skip(1).Select(line => line.Split(',', 4)).Select(f =>
        {
            f[3].ShouldNotBeNullOrWhiteSpace();
            return (int.Parse(f[0], System.Globalization.CultureInfo.InvariantCulture), f[1], f[2]);
        })];
    }

    /// <summary>The facts that were published of an offering, once there are so many.</summary>
    protected async Task<ConfirmedParticipant[]> FactsAsync(Guid offering, int count)
    {
        await Service.Broker.ReceivedAsync<EnrolmentConfirmed>(messages => Facts(messages, offering).Length >= count);
        return Facts(Service.Broker.Received<EnrolmentConfirmed>(), offering);
    }

    protected static ConfirmedParticipant[] Facts(IEnumerable<EnrolmentConfirmed> messages, Guid offering) =>
        [.. messages.Where(m => m.OfferingId == offering).SelectMany(m => m.Participants)];

    protected async Task<int> SeatsTakenAsync(Guid offering) =>
        (await Service.AsTrainingAdmin().GetFromJsonAsync<JsonElement>($"/api/enrolment/offerings/{offering}")).GetProperty("seatsTaken").GetInt32();

    protected Task<long> SeatsAsync(Guid offering) => Service.CountAsync("SELECT count(*) FROM enrolments WHERE offering_id = $1 AND status = 'confirmed'", offering);

    protected static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", body);
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        return problem;
    }
}

public sealed record Job(
    Guid Id, string Kind, Guid? OfferingId, string Status, int TotalRows, int ProcessedRows, int Percent,
    Dictionary<string, int> Outcomes, int RejectedRows, string CreatedBy, string? Error)
{
    public string? Mode { get; init; }
    public Held? Hold { get; init; }
    public string? ConfirmedBy { get; init; }
    public string? CancelledBy { get; init; }

    public void OutcomesShouldBe(params (string Outcome, int Rows)[] expected) =>
        Outcomes.Select(o => (o.Key, o.Value)).ShouldBe(expected, ignoreOrder: true);
}

public sealed record Held(int Leavers, int Serving, Leaver[] Sample);

public sealed record Leaver(string Nip, string Name, string AgencyCode);
