using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests.Timetable;

/// <summary>What is when, and the calendar of it that a program reads by a secret address.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class TimetableTests(DeliveryFixture service)
{
    private const string Mine = "/api/delivery/my/timetable?from=2026-05-01T00:00:00Z&to=2027-04-30T00:00:00Z";

    [Fact]
    public async Task Sessions_practice_and_self_paced_windows_in_utc_and_in_wib()
    {
        var run = await service.StartRunAsync(Offering(), withTest: false);
        using var learner = service.AsLearner(run.Nip);

        var entries = Entries(await learner.GetFromJsonAsync<JsonElement>(Mine));
        entries.Select(e => (Text(e, "kind"), Text(e, "title"), Text(e, "startsAt"), Text(e, "startsAtWib"), Text(e, "endsAtWib"))).ShouldBe(
        [
            ("self-paced", "Pengantar", "2026-05-31T17:00:00+00:00", "2026-06-01T00:00", "2026-06-04T00:00"),
            ("self-paced", "Pendalaman", "2026-05-31T17:00:00+00:00", "2026-06-01T00:00", "2026-06-04T00:00"),
            ("session", "Kelas", "2026-06-01T02:00:00+00:00", "2026-06-01T09:00", "2026-06-01T11:00"),
            ("practice", "Praktik", "2026-06-02T18:30:00+00:00", "2026-06-03T01:30", "2026-06-03T03:00"),
        ], ignoreOrder: true);
        entries.Select(e => e.GetProperty("startsAt").GetDateTimeOffset()).ShouldBeInOrder();
        Entries(await learner.GetFromJsonAsync<JsonElement>("/api/delivery/my/timetable?from=2026-06-02T00:00:00Z&to=2026-06-02T12:00:00Z"))
            .Select(e => Text(e, "kind")).ShouldBe(["self-paced", "self-paced"]);
        foreach (var (query, field) in ((string, string)[])[("from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z", "to"), ("from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z", "to"), ("from=0001-01-01T00:00:00Z", "from")])
        {
            using var bad = await learner.GetAsync($"/api/delivery/my/timetable?{query}");
            await bad.ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);
        }
    }

    [Fact]
    public async Task An_instructor_sees_what_they_teach_and_a_withdrawn_seat_is_seen_no_more()
    {
        var run = await service.StartRunAsync(Offering(), withTest: false);
        var nip = $"1970{Random.Shared.NextInt64(10_000_000_000_000, 99_999_999_999_999)}";
        await service.TellAsync(new InstructorsAssigned
        {
            FactId = Guid.CreateVersion7(), OfferingId = run.OfferingId, Revision = 1, AssignedAt = run.Scheduled.ScheduledAt,
            Sessions = [new(run.Scheduled.Sessions[1].SessionId, [new(nip, "Budi Santoso")])],
        });
        using var teacher = service.AsInstructor(nip);
        var taught = Entries(await teacher.GetFromJsonAsync<JsonElement>(Mine)).ShouldHaveSingleItem();
        (Text(taught, "title"), taught.GetProperty("teaching").GetBoolean()).ShouldBe(("Praktik", true));
        (await teacher.GetFromJsonAsync<JsonElement>($"{run.At}/timetable")).GetArrayLength().ShouldBe(4);

        await service.TellAsync(run.Withdrawn("withdrawn", run.Participants));
        using var learner = service.AsLearner(run.Nip);
        Entries(await learner.GetFromJsonAsync<JsonElement>(Mine)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_calendar_program_sees_it_move_and_be_cancelled_under_the_same_ids()
    {
        var run = await service.StartRunAsync(Offering(), withTest: false);
        using var learner = service.AsLearner(run.Nip);
        var address = await NewAddressAsync(learner);

        var (first, tag) = await ReadAsync(address);
        first.Count.ShouldBe(4);
        first.Select(e => Text(e, "uid")).ShouldBeUnique();
        var lesson = first.Single(e => Text(e, "summary").StartsWith("Kelas", StringComparison.Ordinal));
        (Text(lesson, "uid"), Text(lesson, "start"), Text(lesson, "end"), Text(lesson, "status"), lesson.GetProperty("sequence").GetInt32())
            .ShouldBe(($"{run.Scheduled.Sessions[0].SessionId}@bpsdm-platform", "2026-06-01T02:00:00.000Z", "2026-06-01T04:00:00.000Z", "CONFIRMED", 0));
        Text(first.First(e => Text(e, "summary").StartsWith("Pengantar", StringComparison.Ordinal)), "transparency").ShouldBe("TRANSPARENT");
        using (var anyone = service.Anonymous())
        {
            using var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.TryAddWithoutValidation("If-None-Match", tag);
            (await anyone.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }

        await service.TellAsync(run.Postponed(TimeSpan.FromDays(30)));
        var moved = (await ReadAsync(address)).Events.Single(e => Text(e, "uid") == Text(lesson, "uid"));
        Text(moved, "start").ShouldBe("2026-07-01T02:00:00.000Z");
        moved.GetProperty("sequence").GetInt32().ShouldBeGreaterThan(0);

        await service.TellAsync(run.Cancelled());
        var cancelled = (await ReadAsync(address)).Events;
        cancelled.ShouldAllBe(e => Text(e, "status") == "CANCELLED");
        cancelled.Single(e => Text(e, "uid") == Text(lesson, "uid")).GetProperty("sequence").GetInt32().ShouldBeGreaterThan(moved.GetProperty("sequence").GetInt32());
    }

    [Fact]
    public async Task An_address_is_secret_renewed_and_revoked()
    {
        var run = await service.StartRunAsync(Offering(), withTest: false);
        using var learner = service.AsLearner(run.Nip);
        using var anyone = service.Anonymous();
        (await learner.GetFromJsonAsync<JsonElement>("/api/delivery/my/calendar-address")).GetProperty("createdAt").ValueKind.ShouldBe(JsonValueKind.Null);

        var old = await NewAddressAsync(learner);
        var fresh = await NewAddressAsync(learner);
        fresh.ShouldNotBe(old);
        (await anyone.GetAsync(old)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anyone.GetAsync(fresh)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await learner.GetStringAsync("/api/delivery/my/calendar-address")).ShouldNotContain(fresh.Split('/')[^1]);
        (await service.ScalarAsync<long>("SELECT count(*) FROM calendar_addresses a WHERE a::text LIKE '%' || $1 || '%'", fresh.Split('/')[^1][..^4])).ShouldBe(0);

        (await learner.DeleteAsync("/api/delivery/my/calendar-address")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await learner.DeleteAsync("/api/delivery/my/calendar-address")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var gone in (string[])[fresh, "/api/delivery/calendars/x.ics", "/api/delivery/calendars/%20.ics", $"/api/delivery/calendars/{new string('A', 500)}.ics"])
        {
            using var none = await anyone.GetAsync(gone);
            await none.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        }
    }

    private static OfferingScheduled Offering()
    {
        var offering = DeliveryFixture.Offering();
        return offering with
        {
            Sessions =
            [
                new(Guid.CreateVersion7(), offering.Modules[1].ModuleId, 1, "Kelas", "live", At("2026-06-01T02:00Z"), At("2026-06-01T04:00Z")),
                new(Guid.CreateVersion7(), offering.Modules[1].ModuleId, 2, "Praktik", "face-to-face", At("2026-06-02T18:30Z"), At("2026-06-02T20:00Z")),
            ],
        };
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static List<JsonElement> Entries(JsonElement timetable) => [.. timetable.GetProperty("entries").EnumerateArray()];

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static async Task<string> NewAddressAsync(HttpClient learner)
    {
        using var made = await learner.PostAsync("/api/delivery/my/calendar-address", null);
        return new Uri((await Run.ReadAsync(made)).GetProperty("url").GetString()!).PathAndQuery;
    }

    /// <summary>As a program does that is not ours.</summary>
    private async Task<(List<JsonElement> Events, string Tag)> ReadAsync(string address)
    {
        using var anyone = service.Anonymous();
        using var answer = await anyone.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        var events = await Node.RunAsync("read-calendar.js", await answer.Content.ReadAsStringAsync());
        return ([.. events.Select(e => JsonDocument.Parse(e).RootElement)], answer.Headers.ETag!.ToString());
    }
}
