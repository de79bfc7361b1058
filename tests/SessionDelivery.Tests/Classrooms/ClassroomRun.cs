using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bpsdm.SessionDelivery.Tests.Classrooms;

/// <summary>
/// An offering with one live session of 100 minutes, some weeks ahead so that no other host looks at it, and a replica whose clock
/// the test moves.
/// </summary>
internal sealed class ClassroomRun(DeliveryFixture service, Run run, Replica replica, FakeTimeProvider clock) : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(DateTime.UtcNow.Date.AddDays(40).AddHours(2), TimeSpan.Zero);
    public static readonly DateTimeOffset End = Start.AddMinutes(100);

    public Run Run => run;
    public Replica Replica => replica;
    public FakeTimeProvider Clock => clock;
    public Guid Session => run.Scheduled.Sessions[0].SessionId;
    public string At => run.Session("classroom");

    public static async Task<ClassroomRun> StartAsync(DeliveryFixture service, (string, string)[] settings, int participants = 1, bool withTest = false, int atMinute = 0)
    {
        var offering = DeliveryFixture.Offering(minAttendance: 100, allModules: false);
        var run = await service.StartRunAsync(offering with { Sessions = [offering.Sessions[0] with { StartsAt = Start, EndsAt = End }] }, participants, withTest);
        var clock = new FakeTimeProvider(Start.AddMinutes(atMinute));
        return new(service, run, new Replica(service, clock, settings), clock);
    }

    public HttpClient Learner(int participant = 0) => replica.AsLearner(run.Participants[participant].Person.Nip);

    public HttpClient As(string role, string? nip = null)
    {
        var client = replica.Caller();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Create(role, nip: nip));
        return client;
    }

    public async Task<JsonElement> SetAsync(object classroom)
    {
        using var admin = replica.AsTrainingAdmin();
        using var response = await admin.PutAsJsonAsync(At, classroom);
        return await Run.ReadAsync(response);
    }

    public static async Task<JsonElement> PostAsync(HttpClient client, string path)
    {
        using var response = await client.PostAsync(path, null);
        return await Run.ReadAsync(response);
    }

    public Task<JsonElement> JoinAsync(HttpClient client) => PostAsync(client, $"{At}/join");

    public DateTimeOffset Minute(int minute) => Start.AddMinutes(minute);
    public object Joined(int participant, int minute, string connection = "") => Notices.Joined(Session, run.Participants[participant].ParticipantId, $"w_{participant}{connection}", Minute(minute));
    public object Left(int participant, int minute, string connection = "") => Notices.Left(Session, run.Participants[participant].ParticipantId, $"w_{participant}{connection}", Minute(minute));
    public object Ended(int minute) => Notices.Ended(Session, Minute(minute));
    public Task TellAsync(params object[] events) => replica.TellAsync(Session, events);

    /// <summary>Moves the clock until everything heard is worked out.</summary>
    public async Task JudgeAsync()
    {
        if (clock.GetUtcNow() < End.AddMinutes(10)) clock.SetUtcNow(End.AddMinutes(10));
        await Eventually.BecomesTrueAsync(async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            return await service.ScalarAsync<long>("SELECT count(*) FROM presence_dues WHERE session_id = $1", Session) == 0;
        });
    }

    /// <summary>Who is present, by the number of the participant, and the minute at which it was enough.</summary>
    public async Task<Dictionary<int, double>> AttendanceAsync()
    {
        var present = new Dictionary<int, double>();
        await using var command = service.Database.CreateCommand("SELECT participant_id, attended_at FROM attendances WHERE session_id = $1");
        command.Parameters.Add(new() { Value = Session });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            present.Add(Array.FindIndex(run.Participants, p => p.ParticipantId == reader.GetGuid(0)), (reader.GetFieldValue<DateTimeOffset>(1) - Start).TotalMinutes);
        return present;
    }

    public ValueTask DisposeAsync() => replica.DisposeAsync();
}
