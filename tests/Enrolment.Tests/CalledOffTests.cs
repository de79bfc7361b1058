using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

/// <summary>An offering is cancelled or postponed, and the facts of it come in any order.</summary>
public sealed class CalledOffTests(WaysFixture service) : WaysTest(service)
{
    [Fact]
    public async Task A_cancelled_offering_loses_every_seat_and_takes_nobody()
    {
        var people = await RegisteredAsync(1_203);
        var scheduled = Coming(1_200, new AgencyQuota("OPD-01", 1_201));
        var offering = await OpenAsync(scheduled);
        await NominateAsync(offering, people[..1_202]);
        var waiting = await EnrolAsync(people[1_201].Nip, offering);

        await Service.Broker.PublishAsync(Cancelled(offering));

        var gone = await WithdrawnAsync(offering, 1_200);
        gone.Length.ShouldBe(1_200);
        gone.ShouldAllBe(f => f.Reason == "offering-cancelled");
        gone.Select(f => f.FactId).ShouldBeUnique();
        Service.Broker.Received<EnrolmentWithdrawn>().ShouldAllBe(m => m.Participants.Count <= Contract.MaxFacts);
        (await GetAsync(offering)).GetProperty("status").GetString().ShouldBe("cancelled");
        (await SeatsTakenAsync(offering)).ShouldBe(0);
        (await HistoryAsync(waiting.Id))[^1].ShouldBe(("withdrawn", "system", "Angkatan dibatalkan: Tidak cukup peserta."));
        await InvariantsHoldAsync(offering);

        using var self = await Service.AsLearner(people[^1].Nip).PostAsync($"/api/enrolment/offerings/{offering}/enrolments", null);
        using var hand = await Service.AsTrainingAdmin().PostAsJsonAsync(Nominations(offering), new { nip = people[^1].Nip });
        using var file = await Service.AsTrainingAdmin().PostAsync(Nominations(offering), Csv(Roster.NominationsCsv(people)));
        foreach (var response in (HttpResponseMessage[])[self, hand, file])
            (await ProblemAsync(response, HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:offering-cancelled");
    }

    [Fact]
    public async Task A_file_that_is_still_worked_off_seats_nobody_after_the_cancellation()
    {
        var people = await RegisteredAsync(10);
        var offering = await OpenAsync(Coming(10));
        await using var connection = await Service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE offerings SET cancelled_at = now(), cancellation_reason = 'x' WHERE id = $1";
        command.Parameters.Add(new() { Value = offering });
        await command.ExecuteNonQueryAsync();
        var job = await UploadAsync(Service.AsTrainingAdmin(), Nominations(offering), Roster.NominationsCsv(people));
        await transaction.CommitAsync();

        (await CompletedAsync(job)).OutcomesShouldBe(("offering_cancelled", 10));
    }

    [Fact]
    public async Task What_came_before_the_schedule_counts_when_it_is_there()
    {
        var scheduled = Coming(5);
        var (postponed, cancelled) = (Postponed(scheduled, Now.AddMinutes(1)), Coming(5));
        await Service.Broker.PublishAsync(postponed);
        await Service.Broker.PublishAsync(Cancelled(cancelled.OfferingId));
        await NoticedAsync(postponed.OfferingId, "postponed");
        await NoticedAsync(cancelled.OfferingId, "cancelled");

        await OpenAsync(scheduled);
        await OpenAsync(cancelled);

        (await GetAsync(scheduled.OfferingId)).GetProperty("startDate").GetString().ShouldBe($"{postponed.StartDate:yyyy-MM-dd}");
        (await GetAsync(scheduled.OfferingId)).GetProperty("status").GetString().ShouldBe("postponed");
        (await GetAsync(cancelled.OfferingId)).GetProperty("status").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task The_newer_of_schedule_and_postponement_decides_the_dates_whatever_the_order()
    {
        var scheduled = Coming(5);
        var offering = await OpenAsync(scheduled);
        var newer = Postponed(scheduled, Now.AddMinutes(2));
        await Service.Broker.PublishAsync(newer);
        await Eventually.SeeAsync(() => GetAsync(offering), o => o.GetProperty("status").GetString() == "postponed");

        // Both are older than the postponement; the schedule still brings what is not a date.
        await Service.Broker.PublishAsync(Postponed(scheduled, Now.AddMinutes(1)) with { StartDate = scheduled.StartDate.AddYears(1) });
        await OpenAsync(scheduled with { Capacity = 7, ScheduledAt = scheduled.ScheduledAt.AddSeconds(1) });
        foreach (var _ in Enumerable.Range(0, 8)) await PostponeAnotherAsync();
        var kept = await GetAsync(offering);
        kept.GetProperty("startDate").GetString().ShouldBe($"{newer.StartDate:yyyy-MM-dd}");
        kept.GetProperty("capacity").GetInt32().ShouldBe(7);

        await OpenAsync(scheduled with { ScheduledAt = Now.AddMinutes(3) });
        (await GetAsync(offering)).GetProperty("startDate").GetString().ShouldBe($"{scheduled.StartDate:yyyy-MM-dd}");
        (await GetAsync(offering)).GetProperty("status").GetString().ShouldBe("scheduled");
    }

    [Fact]
    public async Task Who_was_postponed_may_go_until_the_new_start_and_clashes_are_reported()
    {
        var people = await RegisteredAsync(2);
        var start = Now.AddDays(20);
        var elsewhere = Coming(5) with { Sessions = [Session(start, 3)] };
        var scheduled = Coming(5) with { WithdrawalClosesAt = Now, Sessions = [Session(start.AddDays(-10), 3)] };
        await OpenAsync(elsewhere);
        var offering = await OpenAsync(scheduled);
        var mine = await EnrolAsync(people[0].Nip, offering);
        await EnrolAsync(people[1].Nip, offering);
        await EnrolAsync(people[0].Nip, elsewhere.OfferingId);
        (await ClashesAsync(offering)).ShouldBeEmpty();
        await RefusedAsync(Service.AsLearner(people[0].Nip), mine.Id, "withdraw", HttpStatusCode.Conflict, "withdrawal-closed", new { reason = "x" });

        await Service.Broker.PublishAsync(Postponed(scheduled, Now.AddMinutes(1)) with
        {
            StartDate = DateOnly.FromDateTime(start.UtcDateTime), Sessions = [scheduled.Sessions[0] with { StartsAt = start.AddHours(2), EndsAt = start.AddHours(4) }],
        });
        await Eventually.SeeAsync(() => GetAsync(offering), o => o.GetProperty("status").GetString() == "postponed");

        (await ClashesAsync(offering)).ShouldBe([(people[0].Nip, elsewhere.OfferingId)]);
        (await StatusAsync(people[0].Nip, mine.Id)).ShouldBe("confirmed");
        await TakesAsync(Service.AsLearner(people[0].Nip), mine.Id, "withdraw", new { reason = "Jadwal baru bentrok." });
        (await ClashesAsync(offering)).ShouldBeEmpty();
    }

    private static ScheduledSession Session(DateTimeOffset start, int hours) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, "Sesi", "live", start, start.AddHours(hours));

    private OfferingCancelled Cancelled(Guid offering) =>
        new() { FactId = Guid.CreateVersion7(), OfferingId = offering, Reason = "Tidak cukup peserta.", CancelledAt = Now };

    private static OfferingPostponed Postponed(OfferingScheduled scheduled, DateTimeOffset at) => new()
    {
        FactId = Guid.CreateVersion7(),
        OfferingId = scheduled.OfferingId,
        StartDate = scheduled.StartDate.AddDays(30),
        EndDate = scheduled.EndDate.AddDays(30),
        EnrolmentOpensAt = scheduled.EnrolmentOpensAt,
        EnrolmentClosesAt = scheduled.EnrolmentClosesAt,
        Sessions = scheduled.Sessions,
        Reason = "Narasumber berhalangan.",
        PostponedAt = at,
    };

    // More of them than are handled side by side follow on the same queue: when they are there, the one before was handled.
    private async Task PostponeAnotherAsync()
    {
        var another = Postponed(Coming(1), Now);
        await Service.Broker.PublishAsync(another);
        await NoticedAsync(another.OfferingId, "postponed");
    }

    private Task<long> NoticedAsync(Guid offering, string kind) => Eventually.SeeAsync(
        () => Service.CountAsync("SELECT count(*) FROM offering_notices WHERE offering_id = $1 AND kind = $2", offering, kind), n => n == 1);

    private Task<JsonElement> GetAsync(Guid id) => Service.AsTrainingAdmin().GetFromJsonAsync<JsonElement>($"/api/enrolment/offerings/{id}");

    private async Task<(string, Guid)[]> ClashesAsync(Guid offering) =>
        [.. (await Service.AsTrainingAdmin().GetFromJsonAsync<JsonElement>($"/api/enrolment/offerings/{offering}/clashes")).GetProperty("items").EnumerateArray()
            .Select(c => (c.GetProperty("nip").GetString()!, c.GetProperty("clashesWith").EnumerateArray().Single().GetGuid()))];
}
