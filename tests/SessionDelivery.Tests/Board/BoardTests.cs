using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests.Board;

[Collection(DeliveryCollection.Name)]
public sealed class BoardTests(DeliveryFixture service)
{
    /// <summary>With such a poll nothing is counted again unless somebody tells of a change.</summary>
    private static readonly (string, string) NoPoll = ("Board:Poll", "01:00:00");

    [Fact]
    public async Task What_happens_at_one_replica_shows_at_the_other_by_agency()
    {
        var run = await StartAsync("OPD-07", "OPD-07", "OPD-09");
        await using var here = new Replica(service, settings: NoPoll);
        await using var there = new Replica(service, settings: NoPoll);
        using var admin = there.AsTrainingAdmin();
        await using var screen = await Screen.OpenAsync(admin, run);
        await screen.ShowsAsync("OPD-07 0/2, OPD-09 0/1");

        using (var first = here.AsLearner(run.Nip)) await run.CheckInAsync(first);
        await screen.ShowsAsync("OPD-07 1/2, OPD-09 0/1");
        using (var third = here.AsLearner(run.Participants[2].Person.Nip)) await run.CheckInAsync(third);
        await screen.ShowsAsync("OPD-07 1/2, OPD-09 1/1");
        using var staff = here.AsTrainingAdmin();
        await run.CorrectAsync(staff, 0, present: false, "Keluar.");
        await screen.ShowsAsync("OPD-07 0/2, OPD-09 1/1");

        var now = await Run.ReadAsync(await admin.GetAsync(run.Session("board")));
        (now.GetProperty("seats").GetInt32(), now.GetProperty("present").GetInt32(), now.GetProperty("absent").GetInt32()).ShouldBe((3, 1, 2));
    }

    [Fact]
    public async Task Seats_that_come_and_go_show_too()
    {
        var run = await StartAsync("OPD-07", "OPD-09");
        using var instructor = service.AsInstructor();
        await using var screen = await Screen.OpenAsync(instructor, run);
        await screen.ShowsAsync("OPD-07 0/1, OPD-09 0/1");
        await service.TellAsync(run.Withdrawn("withdrawn", [run.Participants[1]]));
        await screen.ShowsAsync("OPD-07 0/1");
    }

    [Fact]
    public async Task Without_Redis_a_board_is_as_fresh_as_its_poll_and_right_at_once_when_Redis_is_back()
    {
        var run = await StartAsync("OPD-07", "OPD-07", "OPD-07");
        await using var redis = new TestRedis();
        var cache = ("ConnectionStrings:cache", redis.ConnectionString);
        // Both start while it is away.
        await using var polling = new Replica(service, settings: cache);
        await using var waiting = new Replica(service, settings: [cache, NoPoll]);
        using var polled = polling.AsTrainingAdmin();
        using var told = waiting.AsTrainingAdmin();
        await using var pollingScreen = await Screen.OpenAsync(polled, run);
        await using var waitingScreen = await Screen.OpenAsync(told, run);
        await waitingScreen.ShowsAsync("OPD-07 0/3");

        await CheckInAsync(0);
        await pollingScreen.ShowsAsync("OPD-07 1/3");
        await redis.StartAsync();
        await waitingScreen.ShowsAsync("OPD-07 1/3");

        await redis.StopAsync();
        await CheckInAsync(1);
        await pollingScreen.ShowsAsync("OPD-07 2/3");
        await redis.StartAsync();
        await waitingScreen.ShowsAsync("OPD-07 2/3");

        // And the word passes between them again.
        using (var last = polling.AsLearner(run.Participants[2].Person.Nip)) await run.CheckInAsync(last);
        await waitingScreen.ShowsAsync("OPD-07 3/3");

        // At a third host, which shares no Redis with them.
        async Task CheckInAsync(int participant)
        {
            using var learner = service.AsLearner(run.Participants[participant].Person.Nip);
            await run.CheckInAsync(learner);
        }
    }

    [Fact]
    public async Task Many_who_watch_see_the_same_and_go_when_they_like()
    {
        var run = await StartAsync("OPD-07");
        using var admin = service.AsTrainingAdmin();
        var screens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Screen.OpenAsync(admin, run)));
        foreach (var screen in screens) await screen.ShowsAsync("OPD-07 0/1");
        foreach (var screen in screens[..19]) await screen.DisposeAsync();
        using var learner = service.AsLearner(run.Nip);
        await run.CheckInAsync(learner);
        await screens[19].ShowsAsync("OPD-07 1/1");
        await screens[19].DisposeAsync();
        // Who comes after all have left starts anew.
        await using var late = await Screen.OpenAsync(admin, run);
        await late.ShowsAsync("OPD-07 1/1");
    }

    [Fact]
    public async Task A_session_that_is_not_there_has_no_board()
    {
        var run = await StartAsync("OPD-07");
        using var admin = service.AsTrainingAdmin();
        foreach (var what in (string[])["board", "board/events"])
        {
            using var response = await admin.GetAsync(run.Session(what).Replace(run.Scheduled.Sessions[0].SessionId.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal));
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "Sesi");
        }
    }

    private async Task<Run> StartAsync(params string[] agencies)
    {
        await service.WaitForConsumersAsync();
        var run = new Run(service, DeliveryFixture.Offering(), [.. agencies.Select(agency => DeliveryFixture.Participant() is var p
            ? p with { Person = p.Person with { AgencyCode = agency, AgencyName = $"Dinas {agency}" } } : p)]);
        await service.TellAsync(run.Scheduled);
        await service.TellAsync(run.Confirmed);
        return run;
    }

    /// <summary>An instructor's screen.</summary>
    private sealed class Screen(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
    {
        public static async Task<Screen> OpenAsync(HttpClient staff, Run run)
        {
            var response = await staff.GetAsync(run.Session("board/events"), HttpCompletionOption.ResponseHeadersRead);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType?.MediaType.ShouldBe("text/event-stream");
            return new(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
        }

        /// <summary>Reads on until it shows this: present of seats by agency.</summary>
        public async Task ShowsAsync(string expected)
        {
            var seen = "nothing";
            try
            {
                while (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)))
                {
                    seen = string.Join(", ", JsonElement.Parse(events.Current.Data).GetProperty("agencies").EnumerateArray()
                        .Select(a => $"{a.GetProperty("agencyCode")} {a.GetProperty("present")}/{a.GetProperty("seats")}"));
                    if (seen == expected) return;
                }
            }
            catch (TimeoutException)
            {
                // Said below.
            }
            seen.ShouldBe(expected);
        }

        public ValueTask DisposeAsync()
        {
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
