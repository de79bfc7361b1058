using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

public sealed class OfferingTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    [Fact]
    public async Task An_offering_that_is_delivered_again_keeps_its_seats()
    {
        var employees = await RegisteredAsync(3);
        var scheduled = Scheduled(5);
        var id = scheduled.OfferingId;
        var message = Guid.CreateVersion7();
        await Service.Broker.PublishAsync(scheduled, message);
        await Eventually.SeeAsync(() => Service.CountAsync("SELECT count(*) FROM offerings WHERE id = $1", id), rows => rows == 1);
        await NominateAsync(id, employees);

        // The same message; the same fact in another message; and a newer schedule with fewer seats than were given.
        await Service.Broker.PublishAsync(scheduled with { Capacity = 99 }, message);
        await Service.Broker.PublishAsync(scheduled with { Place = "Older", ScheduledAt = scheduled.ScheduledAt.AddDays(-1) });
        await Service.Broker.PublishAsync(scheduled with { Place = "Newer", Capacity = 1, ScheduledAt = scheduled.ScheduledAt.AddDays(1) });

        var offering = await Eventually.SeeAsync(() => GetAsync(id), o => o.GetProperty("place").GetString() == "Newer");
        offering.GetProperty("seatsTaken").GetInt32().ShouldBe(3);
        offering.GetProperty("capacity").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_message_delivered_twice_has_one_effect()
    {
        var scheduled = Scheduled(5);
        var message = Guid.CreateVersion7();
        await Service.Broker.PublishAsync(scheduled, message);
        await Eventually.SeeAsync(() => Service.CountAsync("SELECT count(*) FROM offerings WHERE id = $1", scheduled.OfferingId), rows => rows == 1);
        await Service.Broker.PublishAsync(scheduled with { Place = "Twice" }, message);
        // More of them than are handled side by side follow on the same queue: when they are there, the second delivery was handled.
        foreach (var _ in Enumerable.Range(0, 8)) await OfferingAsync(1);

        (await GetAsync(scheduled.OfferingId)).GetProperty("place").GetString().ShouldBe("Daring");
    }

    [Fact]
    public async Task An_agencys_new_name_is_known()
    {
        await Service.Broker.PublishAsync(new AgenciesRegistered { Agencies = [new("OPD-50", "Lama"), new("OPD-50", "Baru")] });

        await Eventually.SeeAsync(() => Service.CountAsync("SELECT count(*) FROM agencies WHERE code = 'OPD-50' AND name = 'Baru'"), n => n == 1);
    }

    [Fact]
    public async Task Pages_of_participants_hold_each_once_and_an_agency_sees_its_own()
    {
        var first = await RegisteredAsync(25, "OPD-01");
        var second = await RegisteredAsync(7, "OPD-03");
        var offering = await OfferingAsync(50);
        await NominateAsync(offering, first.Concat(second));

        var all = await PagesAsync(Service.AsInstructor(), $"/api/enrolment/offerings/{offering}/participants?limit=10");
        var own = await PagesAsync(Service.AsAgencyAdmin("OPD-03"), $"/api/enrolment/offerings/{offering}/participants?limit=5");

        all.Select(p => p.GetProperty("nip").GetString()).Order().ShouldBe(first.Concat(second).Select(e => e.Nip).Order());
        own.Select(p => p.GetProperty("nip").GetString()).Order().ShouldBe(second.Select(e => e.Nip).Order());
        all.Select(p => p.GetProperty("id").GetGuid()).ShouldBeUnique();
    }

    [Fact]
    public async Task Pages_of_offerings_hold_each_once()
    {
        var ids = new List<Guid>();
        foreach (var _ in Enumerable.Range(0, 5)) ids.Add(await OfferingAsync(1));

        var pages = await PagesAsync(Service.As(Roles.Learner), "/api/enrolment/offerings?limit=2");

        pages.Select(o => o.GetProperty("id").GetGuid()).ShouldBeUnique();
        ids.ShouldBeSubsetOf(pages.Select(o => o.GetProperty("id").GetGuid()));
    }

    private Task<JsonElement> GetAsync(Guid id) => Service.AsTrainingAdmin().GetFromJsonAsync<JsonElement>($"/api/enrolment/offerings/{id}");

    private static async Task<List<JsonElement>> PagesAsync(HttpClient client, string path)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>(next is null ? path : $"{path}&after={next}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        return items;
    }
}
