using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests;

[CollectionDefinition(Name)]
public sealed class DeliveryCollection : ICollectionFixture<DeliveryFixture>
{
    public const string Name = "delivery";
}

/// <summary>The service with real servers, and the events that Catalogue and Enrolment would tell it.</summary>
public class DeliveryFixture() : ServiceFixture<Program>("deliverydb", typeof(ParticipantCompleted), typeof(ParticipantFailed), typeof(CompletionCorrected))
{
    private static int _people;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>An offering with two self-paced modules, a live one, and three sessions: running, long over, next week.</summary>
    public static OfferingScheduled Offering(int minAttendance = 30, int passingGrade = 70, int maxAttempts = 2, bool allModules = true)
    {
        var now = DateTimeOffset.UtcNow;
        ScheduledModule[] modules =
        [
            new(Guid.CreateVersion7(), 1, "Pengantar", 3, "self-paced"),
            new(Guid.CreateVersion7(), 2, "Praktik", 3, "live"),
            new(Guid.CreateVersion7(), 3, "Pendalaman", 3, "self-paced"),
        ];
        return new OfferingScheduled
        {
            FactId = Guid.CreateVersion7(),
            OfferingId = Guid.CreateVersion7(),
            ProgrammeId = Guid.CreateVersion7(),
            ProgrammeCode = "EB-01",
            ProgrammeTitle = "e-Bimtek Pengelolaan Kinerja",
            Category = "technical",
            Angkatan = 1,
            Year = 2026,
            Jp = 9,
            DeliveryMode = "distance",
            Place = "Daring",
            StartDate = new DateOnly(2026, 6, 1),
            EndDate = new DateOnly(2026, 6, 3),
            EnrolmentOpensAt = now.AddDays(-9),
            EnrolmentClosesAt = now.AddDays(9),
            Capacity = 1000,
            Eligibility = new(true, true),
            Completion = new(minAttendance, allModules, passingGrade, maxAttempts),
            Modules = modules,
            Sessions =
            [
                new(Guid.CreateVersion7(), modules[1].ModuleId, 1, "Sesi berjalan", "live", now.AddMinutes(-20), now.AddHours(2)),
                new(Guid.CreateVersion7(), modules[1].ModuleId, 2, "Sesi lampau", "live", now.AddDays(-2), now.AddDays(-2).AddHours(2)),
                new(Guid.CreateVersion7(), modules[1].ModuleId, 3, "Sesi mendatang", "live", now.AddDays(7), now.AddDays(7).AddHours(2)),
            ],
            ScheduledAt = now,
        };
    }

    public static ConfirmedParticipant Participant()
    {
        var number = Interlocked.Increment(ref _people);
        var person = new Person(
            $"1980010120050{number:00000}", $"Peserta {number}", number % 2 == 0 ? "Jakarta" : null, new DateOnly(1980, 1, 1),
            "III/a", "Pelaksana", "OPD-07", "Dinas Kesehatan");
        return new(Guid.CreateVersion7(), Guid.CreateVersion7(), person, DateTimeOffset.UtcNow);
    }

    public async Task<Run> StartRunAsync(OfferingScheduled? offering = null, int participants = 1, bool withTest = true)
    {
        await WaitForConsumersAsync();
        var run = new Run(this, offering ?? Offering(), [.. Enumerable.Range(0, participants).Select(_ => Participant())]);
        await Broker.PublishAsync(run.Scheduled);
        foreach (var confirmed in run.Participants.Chunk(Contract.MaxFacts)) await Broker.PublishAsync(run.Confirmed with { Participants = confirmed });
        await run.SummaryAsync(s => s.GetProperty("seats").GetInt32() == participants);
        if (withTest) await run.SetTestAsync();
        return run;
    }

    /// <summary>Tells the service a fact, and waits until it is handled.</summary>
    public async Task TellAsync(object fact)
    {
        var id = Guid.CreateVersion7();
        await (fact switch
        {
            OfferingScheduled scheduled => Broker.PublishAsync(scheduled, id),
            OfferingPostponed postponed => Broker.PublishAsync(postponed, id),
            OfferingCancelled cancelled => Broker.PublishAsync(cancelled, id),
            InstructorsAssigned assigned => Broker.PublishAsync(assigned, id),
            EnrolmentConfirmed confirmed => Broker.PublishAsync(confirmed, id),
            EnrolmentWithdrawn withdrawn => Broker.PublishAsync(withdrawn, id),
            _ => throw new ArgumentException($"{fact.GetType()} is nothing that this service hears."),
        });
        await Eventually.SeeAsync(() => ScalarAsync<long>("SELECT count(*) FROM messaging.inbox_messages WHERE message_id = $1", id), handled => handled == 1);
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>All that the service has recorded, a line a table: equal before and after where nothing changed.</summary>
    public async Task<string> FingerprintAsync()
    {
        var tables = await ScalarAsync<string[]>(
            """
            SELECT array_agg(tablename::text ORDER BY tablename) FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'
            """);
        return await ScalarAsync<string>("SELECT string_agg(line, E'\n') FROM (" + string.Join(
            " UNION ALL ",
            tables.Select(table => $"SELECT '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, ';' ORDER BY t::text)), '-') AS line FROM {table} t"))
            + ") AS lines");
    }

    /// <summary>Waits until all that the service has told so far is received; then what is missing will not come.</summary>
    public async Task DrainAsync()
    {
        await Eventually.SeeAsync(() => ScalarAsync<long>("SELECT count(*) FROM messaging.outbox_messages"), unsent => unsent == 0);
        var last = Guid.CreateVersion7();
        await Broker.PublishAsync(new ParticipantFailed
        {
            Offering = new(last, "", "", "", 1, 2026, 1, "", "", default, default),
            Participants = [],
        });
        await Broker.ReceivedAsync<ParticipantFailed>(all => all.Any(m => m.Offering.OfferingId == last));
    }

    /// <summary>A message that is published before the service has bound its queues goes nowhere.</summary>
    public async Task WaitForConsumersAsync()
    {
        using var client = Anonymous();
        await Eventually.SeeAsync(
            () => client.GetStringAsync("/health"), health => health.Contains("\"broker\":\"Healthy\"", StringComparison.Ordinal));
    }
}

/// <summary>One offering and its participants in a test.</summary>
public sealed class Run(DeliveryFixture service, OfferingScheduled scheduled, ConfirmedParticipant[] participants)
{
    public static readonly object Questions = new
    {
        questions = new[]
        {
            new { text = "1 + 1?", options = new[] { new { text = "2", correct = true }, new { text = "3", correct = false } } },
            new { text = "2 + 2?", options = new[] { new { text = "5", correct = false }, new { text = "4", correct = true } } },
        },
    };

    public static readonly object OtherQuestions = new
    {
        questions = new[] { new { text = "3 + 3?", options = new[] { new { text = "6", correct = true }, new { text = "7", correct = false } } } },
    };

    public OfferingScheduled Scheduled => scheduled;
    public Guid OfferingId => scheduled.OfferingId;
    public ConfirmedParticipant[] Participants => participants;
    public string Nip => participants[0].Person.Nip;
    public EnrolmentConfirmed Confirmed => new() { OfferingId = OfferingId, Participants = participants };

    /// <summary>The fact that it was moved; one that is moved further was moved later.</summary>
    public OfferingPostponed Postponed(TimeSpan by, params (int Session, TimeSpan By)[] otherwise) => new()
    {
        FactId = Guid.CreateVersion7(),
        OfferingId = OfferingId,
        StartDate = scheduled.StartDate.AddDays(by.Days),
        EndDate = scheduled.EndDate.AddDays(by.Days),
        EnrolmentOpensAt = scheduled.EnrolmentOpensAt + by,
        EnrolmentClosesAt = scheduled.EnrolmentClosesAt + by,
        Sessions = [.. scheduled.Sessions.Select((s, i) =>
        {
            var move = otherwise.Where(o => o.Session == i).Select(o => (TimeSpan?)o.By).FirstOrDefault() ?? by;
            return s with { StartsAt = s.StartsAt + move, EndsAt = s.EndsAt + move };
        })],
        Reason = "Gedung dipakai.",
        PostponedAt = scheduled.ScheduledAt.AddMinutes(by.TotalDays),
    };

    public OfferingCancelled Cancelled() => new()
    {
        FactId = Guid.CreateVersion7(), OfferingId = OfferingId, Reason = "Anggaran dialihkan.", CancelledAt = scheduled.ScheduledAt.AddMinutes(45),
    };

    public EnrolmentWithdrawn Withdrawn(string reason, ConfirmedParticipant[] seated) => new()
    {
        OfferingId = OfferingId,
        Participants = [.. seated.Select(p => new WithdrawnParticipant(Guid.CreateVersion7(), p.ParticipantId, p.Person.Nip, reason, p.ConfirmedAt.AddMinutes(1)))],
    };

    public string At => $"/api/delivery/offerings/{OfferingId}";
    public string Attendance(int session = 0) => $"{At}/sessions/{scheduled.Sessions[session].SessionId}/attendance";
    public string Session(string what) => $"{At}/sessions/{scheduled.Sessions[0].SessionId}/{what}";
    public string Correction(int participant, Guid id) => Session($"participants/{participants[participant].ParticipantId}/corrections/{id}");
    public string Progress(int module) => $"{At}/modules/{scheduled.Modules[module].ModuleId}/progress";
    public JsonElement Key { get; private set; }

    public async Task SetTestAsync()
    {
        using var instructor = service.AsInstructor();
        using var response = await instructor.PutAsJsonAsync($"{At}/post-test", Questions);
        Key = await ReadAsync(response);
    }

    public async Task<JsonElement> SummaryAsync(Func<JsonElement, bool> until)
    {
        using var admin = service.AsTrainingAdmin();
        return await Eventually.SeeAsync(() => admin.GetFromJsonAsync<JsonElement>($"{At}/summary"), until);
    }

    /// <param name="right">How many of the two questions are answered rightly.</param>
    public object Answers(int right) => new
    {
        answers = Key.GetProperty("questions").EnumerateArray().Select((q, i) => new
        {
            questionId = q.GetProperty("questionId").GetGuid(),
            optionId = q.GetProperty("options").EnumerateArray().First(o => o.GetProperty("correct").GetBoolean() == i < right).GetProperty("optionId").GetGuid(),
        }),
    };

    public Task<JsonElement> CheckInAsync(HttpClient learner, int session = 0) => PutAsync(learner, Attendance(session), new { });
    public Task<JsonElement> CorrectAsync(HttpClient staff, int participant, bool present, string reason, Guid? id = null) =>
        PutAsync(staff, Correction(participant, id ?? Guid.CreateVersion7()), new { present, reason });
    public Task<JsonElement> AdvanceAsync(HttpClient learner, int module, int percent = 100) => PutAsync(learner, Progress(module), new { percent });
    public Task<JsonElement> AttemptAsync(HttpClient learner, int number, int right = 2) =>
        PutAsync(learner, $"{At}/post-test/attempts/{number}", Answers(right));

    public async Task<JsonElement> CloseAsync(HttpClient admin)
    {
        using var response = await admin.PostAsync($"{At}/closure", null);
        return await ReadAsync(response);
    }

    public IReadOnlyList<CompletedParticipant> CompletedSoFar() =>
        [.. service.Broker.Received<ParticipantCompleted>().Where(m => m.Offering.OfferingId == OfferingId).SelectMany(m => m.Participants)];

    public IReadOnlyList<FailedParticipant> FailedSoFar() =>
        [.. service.Broker.Received<ParticipantFailed>().Where(m => m.Offering.OfferingId == OfferingId).SelectMany(m => m.Participants)];

    public IReadOnlyList<CorrectedCompletion> CorrectedSoFar() =>
        [.. service.Broker.Received<CompletionCorrected>().Where(m => m.Offering.OfferingId == OfferingId).SelectMany(m => m.Participants)];

    public Task<IReadOnlyList<CorrectedCompletion>> CorrectedAsync(int expected) =>
        Eventually.SeeAsync(() => Task.FromResult(CorrectedSoFar()), told => told.Count >= expected);

    public Task<IReadOnlyList<CompletedParticipant>> CompletedAsync(int expected) =>
        Eventually.SeeAsync(() => Task.FromResult(CompletedSoFar()), told => told.Count >= expected);

    public Task<IReadOnlyList<FailedParticipant>> FailedAsync(int expected) =>
        Eventually.SeeAsync(() => Task.FromResult(FailedSoFar()), told => told.Count >= expected);

    private static async Task<JsonElement> PutAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PutAsJsonAsync(path, body);
        return await ReadAsync(response);
    }

    internal static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{(int)response.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }
}
