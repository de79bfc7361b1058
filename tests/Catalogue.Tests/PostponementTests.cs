using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

/// <summary>Offerings that are moved or not held, and the calendar that shows it.</summary>
[Collection(CatalogueTests.Name)]
public sealed class PostponementTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();
    private readonly HttpClient _anyone = catalogue.Anonymous();

    [Fact]
    public async Task A_postponed_offering_keeps_its_sessions_and_tells_everybody_once()
    {
        var offering = await ScheduleAsync();
        var (id, key) = (offering.Id(), Guid.CreateVersion7());
        // Friday 7 March: self-paced on Friday and Monday, live on Tuesday and Wednesday.
        var body = new { startDate = "2031-03-07", reason = "Narasumber berhalangan." };

        var responses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _admin.PostAsync($"/offerings/{id}/postponement", body, key)));

        foreach (var response in responses) (await response.ShouldAnswerAsync(HttpStatusCode.OK)).Number("revision").ShouldBe(1);
        var moved = await _anyone.ReadAsync($"/offerings/{id}");
        (moved.Text("status"), moved.Text("statusReason"), moved.Text("startDate"), moved.Text("endDate"))
            .ShouldBe(("postponed", "Narasumber berhalangan.", "2031-03-07", "2031-03-12"));
        moved.Items("sessions").Select(s => s.Text("sessionId")).ShouldBe(offering.Items("sessions").Select(s => s.Text("sessionId")));
        moved.Items("sessions").Select(s => s.Text("startsAt")![..16]).ShouldBe(["2031-03-11T01:00", "2031-03-12T01:00", "2031-03-12T02:30"]);
        (await _anyone.ReadAsync($"/offerings?status=postponed&limit=500")).Items().Select(o => o.Id()).ShouldContain(id);
        await (await _admin.PostAsync($"/offerings/{id}/postponement", new { startDate = "2031-03-10", reason = "x" }, Guid.CreateVersion7())).ShouldAnswerAsync(HttpStatusCode.OK);
        var facts = (await catalogue.Broker.ReceivedAsync<OfferingPostponed>(m => m.Count(f => f.OfferingId == id) == 2)).Where(f => f.OfferingId == id).ToArray();
        (facts[0].StartDate, facts[0].EndDate, facts[0].Reason).ShouldBe((new DateOnly(2031, 3, 7), new DateOnly(2031, 3, 12), "Narasumber berhalangan."));
        facts[0].Sessions.Select(s => s.SessionId.ToString()).ShouldBe(offering.Items("sessions").Select(s => s.Text("sessionId")));
        facts[0].Sessions[0].StartsAt.ShouldBe(new DateTimeOffset(2031, 3, 11, 1, 0, 0, TimeSpan.Zero));
        facts.Select(f => f.FactId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_cancelled_offering_is_shown_as_such_and_stays_cancelled()
    {
        var offering = await ScheduleAsync();
        var (id, key) = (offering.Id(), Guid.CreateVersion7());

        await (await _admin.PostAsync($"/offerings/{id}/cancellation", new { reason = "Anggaran dialihkan." }, key)).ShouldAnswerAsync(HttpStatusCode.OK);

        await (await _admin.PostAsync($"/offerings/{id}/cancellation", new { reason = "Anggaran dialihkan." }, key)).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await _admin.PostAsync($"/offerings/{id}/cancellation", new { reason = "Lagi." })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
        await (await _admin.PostAsync($"/offerings/{id}/postponement", new { startDate = "2031-04-07", reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Anggaran dialihkan.");
        await (await _admin.PostAsync($"/offerings/{id}/postponement", new { startDate = "2031-04-07", reason = "x" }, key)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Idempotency-Key");
        (await _anyone.ReadAsync($"/offerings/{id}")).Text("status").ShouldBe("cancelled");
        var fact = (await catalogue.Broker.ReceivedAsync<OfferingCancelled>(m => m.Any(f => f.OfferingId == id))).Single(f => f.OfferingId == id);
        fact.Reason.ShouldBe("Anggaran dialihkan.");
    }

    [Fact]
    public async Task What_has_ended_is_neither_moved_nor_cancelled()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var id = (await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2026-03-06"))).ShouldAnswerAsync(HttpStatusCode.Created)).Id();

        await (await _admin.PostAsync($"/offerings/{id}/postponement", new { startDate = "2031-04-07", reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-ended");
        await (await _admin.PostAsync($"/offerings/{id}/cancellation", new { reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "2026-03-11");
    }

    [Theory]
    [InlineData("""{"startDate":"2026-01-05","reason":"x"}""", 422, "startDate")]
    [InlineData("""{"startDate":"2031-03-03","reason":"x"}""", 422, "nothing-postponed")]
    [InlineData("""{"startDate":"2031-03-10","endDate":"2031-03-11","reason":"x"}""", 422, "session-outside-dates")]
    [InlineData("""{"startDate":"2031-03-10","enrolmentClosesAt":"2031-04-01T00:00:00Z","reason":"x"}""", 422, "enrolmentClosesAt")]
    [InlineData("""{"startDate":"2031-03-10","enrolmentOpensAt":"2031-03-02T00:00:00Z","reason":"x"}""", 422, "enrolmentOpensAt")]
    [InlineData("""{"startDate":"2031-03-10","withdrawalClosesAt":"2031-01-02T00:00:00Z","reason":"x"}""", 422, "withdrawalClosesAt")]
    [InlineData("""{"startDate":"2031-03-10","sessions":[{"number":9,"startsAt":"2031-03-10T01:00:00Z","endsAt":"2031-03-10T02:00:00Z"}],"reason":"x"}""", 422, "no-such-session")]
    [InlineData("""{"startDate":"2031-03-10","sessions":[{"number":1,"startsAt":"2031-03-10T02:00:00Z","endsAt":"2031-03-10T02:00:00Z"}],"reason":"x"}""", 422, "session-times")]
    [InlineData("""{"startDate":"2031-03-10","sessions":[{"number":1,"startsAt":"2031-03-09T02:00:00Z","endsAt":"2031-03-09T03:00:00Z"}],"reason":"x"}""", 422, "session-outside-dates")]
    [InlineData("""{"startDate":"2031-03-10","sessions":[{"number":1,"startsAt":"2031-03-10T02:00:00Z","endsAt":"2031-03-10T03:00:00Z"},{"number":1,"startsAt":"2031-03-10T02:00:00Z","endsAt":"2031-03-10T03:00:00Z"}],"reason":"x"}""", 400, "sessions")]
    [InlineData("""{"startDate":"2031-03-10","sessions":[{"startsAt":"2031-03-10T02:00:00Z"}],"reason":"x"}""", 400, "sessions[0].number")]
    [InlineData("""{"startDate":"2031-03-10"}""", 400, "reason")]
    [InlineData("""{"reason":"x"}""", 400, "startDate")]
    public async Task A_move_that_cannot_be_is_refused_and_nothing_changes(string body, int status, string saying)
    {
        var offering = await ScheduleAsync();
        var response = await _admin.PostAsync($"{Http.Root}/offerings/{offering.Id()}/postponement", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        await response.ShouldBeProblemAsync((HttpStatusCode)status, saying);
        (await _anyone.ReadAsync($"/offerings/{offering.Id()}")).ToString().ShouldBe(offering.ToString());
    }

    [Fact]
    public async Task The_calendar_shows_moves_and_cancellations_as_people_s_calendars_expect_them()
    {
        var (moved, cancelled) = (await ScheduleAsync(), await ScheduleAsync());
        var before = await EventsAsync(moved);
        before.ShouldAllBe(e => e.Sequence == 0 && e.Status == "CONFIRMED");
        before.Select(e => e.Start!.AsUtc).ShouldBe([Utc(5, 1, 0), Utc(6, 1, 0), Utc(6, 2, 30)]);

        await (await _admin.PostAsync($"/offerings/{moved.Id()}/postponement", new { startDate = "2031-03-07", reason = "x" })).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await _admin.PostAsync($"/offerings/{cancelled.Id()}/cancellation", new { reason = "Batal." })).ShouldAnswerAsync(HttpStatusCode.OK);

        var after = await EventsAsync(moved);
        after.Select(e => e.Uid).ShouldBe(before.Select(e => e.Uid));
        after.ShouldAllBe(e => e.Sequence == 1 && e.Status == "CONFIRMED");
        after.Select(e => e.Start!.AsUtc).ShouldBe([Utc(11, 1, 0), Utc(12, 1, 0), Utc(12, 2, 30)]);
        (await EventsAsync(cancelled)).ShouldAllBe(e => e.Sequence == 1 && e.Status == "CANCELLED" && e.Description!.Contains("Batal."));

        static DateTime Utc(int day, int hour, int minute) => new(2031, 3, day, hour, minute, 0, DateTimeKind.Utc);
    }

    [Fact]
    public async Task The_calendar_is_JSON_too_and_asks_for_days_that_make_sense()
    {
        var offering = await ScheduleAsync();
        var programme = offering.Text("programmeId");
        foreach (var (from, to, seen) in (ValueTuple<string, string, int>[])
            [("2031-03-06", "2031-03-06", 1), ("2031-03-01", "2031-03-03", 1), ("2031-03-07", "2031-03-20", 0), ("2031-02-01", "2031-03-02", 0)])
            (await _anyone.ReadAsync($"/calendar?from={from}&to={to}&programme={programme}")).Items().Length.ShouldBe(seen, from);
        var item = (await _anyone.ReadAsync($"/calendar?from=2031-03-06&to=2031-03-06&programme={programme}")).Items()[0];
        item.Items("sessions").Length.ShouldBe(3);
        var first = await _anyone.GetAsync($"{Http.Root}/calendar?from=2031-03-06&to=2031-03-06&programme={programme}");
        var again = new HttpRequestMessage(HttpMethod.Get, first.RequestMessage!.RequestUri) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        (await _anyone.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        await (await _anyone.GetAsync($"{Http.Root}/calendar")).ShouldAnswerAsync(HttpStatusCode.OK);
        foreach (var (query, field) in (ValueTuple<string, string>[])
            [("from=soon", "from"), ("to=2031-13-01", "to"), ("from=2031-03-02&to=2031-03-01", "to"), ("from=2031-01-01&to=2032-01-03", "to"), ("programme=x", "programme"), ("format=pdf", "format")])
            await (await _anyone.GetAsync($"{Http.Root}/calendar?{query}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);
    }

    /// <summary>As a calendar client that sends no Accept header reads it, and as one that does: the same bytes.</summary>
    private async Task<Ical.Net.CalendarComponents.CalendarEvent[]> EventsAsync(JsonElement offering)
    {
        var address = $"{Http.Root}/calendar?from=2031-03-01&to=2031-03-31&programme={offering.Text("programmeId")}";
        var text = await _anyone.GetStringAsync(address + "&format=ics");
        using var negotiated = await _anyone.SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", "text/calendar" } } });
        negotiated.Content.Headers.ContentType?.MediaType.ShouldBe("text/calendar");
        (await negotiated.Content.ReadAsStringAsync()).ShouldBe(text);
        return [.. Ical.Net.Calendar.Load(text)!.Events.OrderBy(e => e.Start!.AsUtc)];
    }

    /// <summary>Monday 3 March 2031 to Thursday 6 March.</summary>
    private async Task<JsonElement> ScheduleAsync()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        return await (await _admin.PostAsync($"/programmes/{programme}/offerings", new
        {
            startDate = "2031-03-03", capacity = 30, place = "Daring", enrolmentOpensAt = "2031-02-01T00:00:00Z", enrolmentClosesAt = "2031-03-01T00:00:00Z",
        })).ShouldAnswerAsync(HttpStatusCode.Created);
    }
}
