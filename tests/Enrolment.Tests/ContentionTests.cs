using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.Enrolment;

namespace Bpsdm.Enrolment.Tests;

/// <summary>Many at once, on two replicas of the service.</summary>
public sealed class ContentionTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    [Fact]
    public async Task A_thousand_callers_on_two_replicas_give_exactly_a_hundred_seats_and_an_ordered_wait_list_of_nine_hundred()
    {
        await using var replica = new Replica(Service);
        var employees = await RegisteredAsync(1_000);
        var offering = await OfferingAsync(100);

        var answers = await Task.WhenAll(employees.Select((e, i) =>
            EnrolledAsync(i % 2 == 0 ? Service.AsLearner(e.Nip) : replica.AsLearner(e.Nip), offering)));

        answers.CountBy(a => a.Status).ShouldBe([new("confirmed", 100), new("waiting", 900)], ignoreOrder: true);
        (await SeatsTakenAsync(offering)).ShouldBe(100);
        var list = await WaitListAsync(offering);
        list.Select(w => w.Position).ShouldBe(Enumerable.Range(1, 900));
        // Nobody left the list, so everybody still is where their answer said; and whoever came first is before whoever came later.
        var told = answers.Where(a => a.Waiting is not null).ToDictionary(a => a.Id, a => a.Waiting!.Position);
        list.ShouldAllBe(w => told[w.Id] == w.Position);
        list.Select(w => w.RequestedAt).ShouldBeInOrder();
        var facts = await FactsAsync(offering, 100);
        facts.Select(f => f.ParticipantId).Order().ShouldBe(answers.Where(a => a.Status == "confirmed").Select(a => a.Id).Order());
    }

    [Fact]
    public async Task Overlapping_files_on_two_replicas_seat_nobody_twice()
    {
        await using var replica = new Replica(Service);
        var employees = await RegisteredAsync(4_000);
        var offering = await OfferingAsync(3_000);

        var uploads = await Task.WhenAll(
            UploadAsync(Service.AsTrainingAdmin(), Nominations(offering), Roster.NominationsCsv(employees[..2_500])),
            UploadAsync(Service.AsAgencyAdmin("OPD-01"), Nominations(offering), Roster.NominationsCsv(employees[1_500..])));
        var jobs = new List<Job>();
        foreach (var upload in uploads) jobs.Add(await CompletedAsync(upload));

        jobs.Sum(j => j.Outcomes.GetValueOrDefault("confirmed")).ShouldBe(3_000);
        jobs.Sum(j => j.Outcomes.GetValueOrDefault("waitlisted")).ShouldBe(1_000);
        jobs.Sum(j => j.Outcomes.GetValueOrDefault("already_enrolled")).ShouldBe(1_000);
        (await SeatsAsync(offering)).ShouldBe(3_000);
        (await Service.CountAsync("SELECT count(DISTINCT nip) FROM enrolments WHERE offering_id = $1", offering)).ShouldBe(4_000);
        (await FactsAsync(offering, 3_000)).Select(f => f.Person.Nip).ShouldBeUnique();
    }

    [Fact]
    public async Task Withdrawals_racing_with_promotions_acceptances_and_newcomers_keep_every_count_right()
    {
        await using var replica = new Replica(Service);
        var first = await RegisteredAsync(80, "OPD-01");
        var second = await RegisteredAsync(80, "OPD-03");
        var people = first.Zip(second).SelectMany(p => (RosterEmployee[])[p.First, p.Second]).ToArray();
        var scheduled = Scheduled(30) with { StartDate = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(9)), Quotas = [new AgencyQuota("OPD-01", 10)] };
        await Service.Broker.PublishAsync(scheduled);
        await Testing.Eventually.SeeAsync(() => Service.CountAsync("SELECT count(*) FROM offerings WHERE id = $1", scheduled.OfferingId), n => n == 1);
        var offering = scheduled.OfferingId;

        // Each comes, goes if they got a seat and their number is even, and takes what they are offered or does not.
        await Task.WhenAll(people.Select(async (person, i) =>
        {
            var client = i % 3 == 0 ? replica.AsLearner(person.Nip) : Service.AsLearner(person.Nip);
            using var response = await client.PostAsync($"/api/enrolment/offerings/{offering}/enrolments", null);
            var mine = (await response.Content.ReadFromJsonAsync<Mine>())!;
            foreach (var _ in Enumerable.Range(0, 6))
            {
                var now = (await client.GetFromJsonAsync<Mine>($"/api/enrolment/my/enrolments/{mine.Id}"))!;
                if (now.Status == "confirmed" && i % 2 == 0) await TryAsync(client, mine.Id, "withdraw");
                if (now.Status == "offered") await TryAsync(client, mine.Id, i % 5 == 0 ? "decline" : "accept");
                if (now.Status == "waiting" && i % 7 == 0) await TryAsync(client, mine.Id, "withdraw");
            }
        }));

        (await Service.CountAsync(
            """
            SELECT count(*) FROM offerings o WHERE o.id = $1 AND o.seats_taken <= o.capacity
              AND o.seats_taken = (SELECT count(*) FROM enrolments e WHERE e.offering_id = o.id AND e.status IN ('confirmed', 'offered'))
              AND 10 >= (SELECT count(*) FROM enrolments e WHERE e.offering_id = o.id AND e.agency_code = 'OPD-01' AND e.status IN ('confirmed', 'offered'))
              AND (SELECT seats_taken FROM agency_quotas q WHERE q.offering_id = o.id)
                = (SELECT count(*) FROM enrolments e WHERE e.offering_id = o.id AND e.agency_code = 'OPD-01' AND e.status IN ('confirmed', 'offered'))
              AND NOT EXISTS (SELECT FROM enrolments e WHERE e.offering_id = o.id AND e.status = 'waiting' AND e.agency_code = 'OPD-03' AND o.seats_taken < o.capacity)
            """, offering)).ShouldBe(1);
        (await Service.CountAsync("SELECT count(DISTINCT status) FROM enrolments WHERE offering_id = $1", offering)).ShouldBeGreaterThan(2);
        await EveryFactIsToldOnceAsync(offering);
    }

    // A participant's facts come in their order: confirmed, then withdrawn; and what is left is who is confirmed now.
    private async Task EveryFactIsToldOnceAsync(Guid offering)
    {
        var withdrawn = await Service.CountAsync(
            "SELECT count(*) FROM enrolments e WHERE e.offering_id = $1 AND e.status = 'withdrawn' AND e.confirmed_at IS NOT NULL", offering);
        var confirmed = await SeatsAsync(offering) + withdrawn;
        var facts = await FactsAsync(offering, (int)confirmed);
        WithdrawnParticipant[] Gone(IEnumerable<EnrolmentWithdrawn> messages) => [.. messages.Where(m => m.OfferingId == offering).SelectMany(m => m.Participants)];
        var gone = Gone(await Service.Broker.ReceivedAsync<EnrolmentWithdrawn>(messages => Gone(messages).Length >= withdrawn));
        facts.Length.ShouldBe((int)confirmed);
        gone.Length.ShouldBe((int)withdrawn);
        facts.Select(f => f.ParticipantId).ShouldBeUnique();
        gone.Select(f => f.ParticipantId).ShouldBeUnique();
        gone.Select(f => f.ParticipantId).ShouldBeSubsetOf(facts.Select(f => f.ParticipantId));
    }

    // A thousand are more than the connections to the database: on a slow machine some are told to ask again (503), as a client does.
    private static async Task<Mine> EnrolledAsync(HttpClient client, Guid offering)
    {
        while (true)
        {
            using var response = await client.PostAsync($"/api/enrolment/offerings/{offering}/enrolments", null);
            if (response.StatusCode is HttpStatusCode.ServiceUnavailable) continue;
            response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
            return (await response.Content.ReadFromJsonAsync<Mine>())!;
        }
    }

    private static async Task TryAsync(HttpClient client, Guid id, string step)
    {
        using var response = await client.PostAsJsonAsync($"/api/enrolment/enrolments/{id}/{step}", new { reason = "Tugas." });
        ((int)response.StatusCode).ShouldBeLessThan(500);
    }

    private async Task<List<Waiting>> WaitListAsync(Guid offering)
    {
        var list = new List<Waiting>();
        string? next = null;
        do
        {
            var page = await Service.AsTrainingAdmin().GetFromJsonAsync<JsonElement>($"/api/enrolment/offerings/{offering}/wait-list?limit=200{(next is null ? "" : $"&after={next}")}");
            list.AddRange(page.GetProperty("items").EnumerateArray().Select(w => new Waiting(
                w.GetProperty("id").GetGuid(), w.GetProperty("place").GetProperty("position").GetInt32(), w.GetProperty("requestedAt").GetDateTimeOffset())));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        return list;
    }

    private sealed record Waiting(Guid Id, int Position, DateTimeOffset RequestedAt);
}
