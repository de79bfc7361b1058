using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

public sealed class WaitListTests(WaysFixture service) : WaysTest(service)
{
    private static readonly object Reason = new { reason = "Tugas mendesak." };

    [Fact]
    public async Task Whoever_finds_no_seat_waits_in_order_and_is_told_where_and_why()
    {
        var people = await RegisteredAsync(4);
        var offering = await OpenAsync(Coming(1));

        var entries = new List<Mine>();
        foreach (var person in people) entries.Add(await EnrolAsync(person.Nip, offering));

        entries.Select(e => e.Status).ShouldBe(["confirmed", "waiting", "waiting", "waiting"]);
        entries.Skip(1).Select(e => e.Waiting!.Position).ShouldBe([1, 2, 3]);
        entries[3].Waiting!.Reason.ShouldStartWith("Kursi angkatan penuh; 2 orang");
        (await EnrolAsync(people[2].Nip, offering)).Waiting!.Position.ShouldBe(2);
        (await HistoryAsync(entries[1].Id)).ShouldBe([("waiting", people[1].Nip, "Mendaftar sendiri. Kursi penuh: masuk daftar tunggu.")]);
        (await PageAsync(Service.AsTrainingAdmin(), offering, "limit=2")).ShouldBe([(people[1].Nip, 1), (people[2].Nip, 2)]);
        (await PageAsync(Service.AsTrainingAdmin(), offering, $"limit=2&after={entries[2].Id:N}")).ShouldBe([(people[3].Nip, 3)]);
        (await PageAsync(Service.AsAgencyAdmin("OPD-03"), offering, "limit=2")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_seat_that_frees_up_is_offered_to_the_first_who_accepts_it_in_time()
    {
        var people = await RegisteredAsync(3);
        var offering = await OpenAsync(Coming(1));
        var (first, second, third) = (await EnrolAsync(people[0].Nip, offering), await EnrolAsync(people[1].Nip, offering), await EnrolAsync(people[2].Nip, offering));
        var learner = Service.AsLearner(people[1].Nip);
        await RefusedAsync(learner, second.Id, "accept", HttpStatusCode.Conflict, "not-offered");
        await RefusedAsync(learner, second.Id, "decline", HttpStatusCode.Conflict, "not-offered");

        await TakesAsync(Service.AsLearner(people[0].Nip), first.Id, "withdraw", Reason);

        var offered = (await MineAsync(people[1].Nip, second.Id))!;
        offered.Status.ShouldBe("offered");
        offered.AcceptUntil!.Value.ShouldBe(Now.AddHours(24), TimeSpan.FromMilliseconds(1));
        (await MineAsync(people[2].Nip, third.Id))!.Waiting!.Position.ShouldBe(1);
        (await TakesAsync(learner, second.Id, "accept")).GetProperty("status").GetString().ShouldBe("confirmed");
        (await HistoryAsync(second.Id)).ShouldBe(
        [
            ("waiting", people[1].Nip, "Mendaftar sendiri. Kursi penuh: masuk daftar tunggu."),
            ("offered", "system", "Naik dari daftar tunggu karena ada peserta yang mengundurkan diri. Nomor antrean 1."),
            ("confirmed", people[1].Nip, "Menerima kursi dari daftar tunggu."),
        ]);
        (await FactsAsync(offering, 2)).Select(f => f.ParticipantId).ShouldBe([first.Id, second.Id]);
        (await WithdrawnAsync(offering, 1)).Select(f => (f.ParticipantId, f.Nip, f.Reason)).ShouldBe([(first.Id, people[0].Nip, "withdrawn")]);
        await InvariantsHoldAsync(offering);
    }

    [Fact]
    public async Task Declined_or_too_late_it_goes_to_the_next()
    {
        var people = await RegisteredAsync(4);
        var offering = await OpenAsync(Coming(1));
        var entries = new List<Mine>();
        foreach (var person in people) entries.Add(await EnrolAsync(person.Nip, offering));
        await TakesAsync(Service.AsLearner(people[0].Nip), entries[0].Id, "withdraw", Reason);

        (await TakesAsync(Service.AsLearner(people[1].Nip), entries[1].Id, "decline")).GetProperty("status").GetString().ShouldBe("declined");
        (await StatusAsync(people[2].Nip, entries[2].Id)).ShouldBe("offered");
        Clock.Advance(TimeSpan.FromHours(25));

        await Eventually.SeeAsync(() => StatusAsync(people[3].Nip, entries[3].Id), status => status == "offered");
        (await StatusAsync(people[2].Nip, entries[2].Id)).ShouldBe("expired");
        (await HistoryAsync(entries[2].Id))[^1].ShouldBe(("expired", "system", "Tidak diterima sampai batas waktu."));
        await RefusedAsync(Service.AsLearner(people[2].Nip), entries[2].Id, "accept", HttpStatusCode.Conflict, "not-offered");
        await RefusedAsync(Service.AsLearner(people[2].Nip), entries[2].Id, "withdraw", HttpStatusCode.Conflict, "not-enrolled", Reason);
        await InvariantsHoldAsync(offering);
    }

    [Fact]
    public async Task An_offer_is_not_accepted_after_its_time_even_before_the_sweep()
    {
        var people = await RegisteredAsync(2);
        var offering = await OpenAsync(Coming(1));
        var (first, second) = (await EnrolAsync(people[0].Nip, offering), await EnrolAsync(people[1].Nip, offering));
        await TakesAsync(Service.AsLearner(people[0].Nip), first.Id, "withdraw", Reason);
        await using var command = Service.Database.CreateCommand("UPDATE enrolments SET accept_until = $2 WHERE id = $1");
        command.Parameters.Add(new() { Value = second.Id });
        command.Parameters.Add(new() { Value = Now });
        await command.ExecuteNonQueryAsync();

        await RefusedAsync(Service.AsLearner(people[1].Nip), second.Id, "accept", HttpStatusCode.Conflict, "acceptance-expired");
    }

    [Fact]
    public async Task More_seats_are_offered_in_order_and_after_the_start_none_are()
    {
        var people = await RegisteredAsync(4);
        var scheduled = Coming(1);
        var offering = await OpenAsync(scheduled);
        var entries = new List<Mine>();
        foreach (var person in people) entries.Add(await EnrolAsync(person.Nip, offering));

        await OpenAsync(scheduled with { Capacity = 3, ScheduledAt = scheduled.ScheduledAt.AddSeconds(1) });

        var statuses = new List<string>();
        foreach (var (person, entry) in people.Zip(entries)) statuses.Add(await StatusAsync(person.Nip, entry.Id));
        statuses.ShouldBe(["confirmed", "offered", "offered", "waiting"]);
        await OpenAsync(scheduled with
        {
            Capacity = 4, ScheduledAt = scheduled.ScheduledAt.AddSeconds(2), EnrolmentClosesAt = Now, StartDate = DateOnly.FromDateTime(Now.AddDays(-1).UtcDateTime),
        });
        (await StatusAsync(people[3].Nip, entries[3].Id)).ShouldBe("waiting");
    }

    [Fact]
    public async Task Who_became_ineligible_while_waiting_does_not_accept()
    {
        var people = await RegisteredAsync(2);
        var offering = await OpenAsync(Coming(1));
        var (first, second) = (await EnrolAsync(people[0].Nip, offering), await EnrolAsync(people[1].Nip, offering));
        await TakesAsync(Service.AsLearner(people[0].Nip), first.Id, "withdraw", Reason);
        await CompletedAsync(await UploadAsync(Service.AsHrSystem(), "/api/enrolment/employees/imports", Roster.RegisterCsv([people[1] with { StaffGroup = "covid-response" }])));

        await RefusedAsync(Service.AsLearner(people[1].Nip), second.Id, "accept", HttpStatusCode.UnprocessableEntity, "covid-response");

        (await StatusAsync(people[1].Nip, second.Id)).ShouldBe("offered");
    }

    [Fact]
    public async Task Nobodys_place_is_anothers_business()
    {
        var people = await RegisteredAsync(2);
        var offering = await OpenAsync(Coming(1));
        var mine = await EnrolAsync(people[0].Nip, offering);

        foreach (var step in (string[])["accept", "decline", "withdraw"])
            await RefusedAsync(Service.AsLearner(people[1].Nip), mine.Id, step, HttpStatusCode.NotFound, "not-found", Reason);
        await RefusedAsync(Service.AsAgencyAdmin("OPD-03"), mine.Id, "withdraw", HttpStatusCode.Forbidden, "forbidden", Reason);
        using var history = await Service.AsLearner(people[1].Nip).GetAsync($"/api/enrolment/enrolments/{mine.Id}/history");
        await ProblemAsync(history, HttpStatusCode.NotFound);
        (await StatusAsync(people[0].Nip, mine.Id)).ShouldBe("confirmed");
    }

    private static async Task<(string Nip, int Position)[]> PageAsync(HttpClient client, Guid offering, string query) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"/api/enrolment/offerings/{offering}/wait-list?{query}")).GetProperty("items").EnumerateArray()
            .Select(e => (e.GetProperty("nip").GetString()!, e.GetProperty("place").GetProperty("position").GetInt32()))];
}
