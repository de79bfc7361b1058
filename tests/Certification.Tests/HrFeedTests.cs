using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Testing;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

[Collection(CertificationTests.Name)]
public sealed class HrFeedTests(CertificationFixture service)
{
    [Fact]
    public async Task A_reader_that_pages_while_others_write_ends_with_exactly_everything()
    {
        await using var replica = new Replica(service);
        var messages = Enumerable.Range(0, 300).Select(i => service.Message(CertificationFixture.Offering(i % 2 == 0 ? "technical" : "basic"), i % 10 == 0 ? 60 : 1)).ToList();
        var expected = messages.SelectMany(m => m.Participants).Select(p => p.FactId).ToHashSet();
        var cursor = await EndAsync();

        var writing = Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (m, _) => await service.Broker.PublishAsync(m));
        var read = new List<Guid>();
        using var hr = service.AsHrSystem();
        // Pages are small and polled without a pause, so most reads fall between the commits of two writers.
        await Eventually.SeeAsync(async () =>
        {
            int count;
            do
            {
                var page = await hr.GetFromJsonAsync<JsonElement>($"/api/hr/completions?limit=7&after={cursor}");
                cursor = page.GetProperty("next").GetString()!;
                count = page.GetProperty("items").GetArrayLength();
                read.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
            }
            while (count > 0);
            return read.Count;
        }, count => count >= expected.Count, TimeSpan.FromSeconds(60));
        await writing;

        read.Count.ShouldBe(expected.Count);
        read.ToHashSet().SetEquals(expected).ShouldBeTrue();
    }

    [Fact]
    public async Task A_filtered_reader_gets_its_own_and_misses_none_while_others_write()
    {
        var cursor = await EndAsync();
        var messages = Enumerable.Range(0, 60).Select(i => new ParticipantCompleted
        {
            Offering = CertificationFixture.Offering(i % 3 == 0 ? "basic" : "technical"),
            Participants = [service.Completed(agency: "OPD-07"), service.Completed(agency: "OPD-24")],
        }).ToList();
        var expected = messages.Where(m => m.Offering.Category == "basic").Select(m => m.Participants[0].FactId).ToHashSet();

        var writing = Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (m, _) => await service.Broker.PublishAsync(m));
        var read = new List<Guid>();
        using var hr = service.AsHrSystem();
        await Eventually.SeeAsync(async () =>
        {
            var page = await hr.GetFromJsonAsync<JsonElement>($"/api/hr/completions?limit=3&agency=OPD-07&kind=sttpp&after={cursor}");
            cursor = page.GetProperty("next").GetString()!;
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
            return read.Count;
        }, count => count >= expected.Count, TimeSpan.FromSeconds(60));
        await writing;

        read.Order().ShouldBe(expected.Order());
        foreach (var bad in (string[])["kind=ijazah", "kind=STTPP", "kind=1"])
            (await ProblemAsync(await hr.GetAsync($"/api/hr/completions?{bad}"), HttpStatusCode.BadRequest)).ShouldContain("kind");
    }

    [Fact]
    public async Task An_item_says_who_what_and_which_certificate()
    {
        var start = await EndAsync();
        var message = service.Message(CertificationFixture.Offering(), 1);
        await service.IssueAsync(message);
        using var hr = service.AsHrSystem();
        var item = (await hr.GetFromJsonAsync<JsonElement>($"/api/hr/completions?after={start}")).GetProperty("items")[0];

        item.GetProperty("id").GetGuid().ShouldBe(message.Participants[0].FactId);
        item.GetProperty("type").GetString().ShouldBe("completion");
        item.GetProperty("occurredAt").GetDateTimeOffset().ShouldBe(message.Participants[0].CompletedAt);
        item.GetProperty("score").GetDecimal().ShouldBe(87.5m);
        item.GetProperty("person").GetProperty("nip").GetString().ShouldBe(message.Participants[0].Person.Nip);
        item.GetProperty("person").GetProperty("agencyCode").GetString().ShouldBe("OPD-24");
        item.GetProperty("course").GetProperty("kind").GetString().ShouldBe("sertifikat");
        item.GetProperty("course").GetProperty("startDate").GetString().ShouldBe("2020-05-28");
        item.GetProperty("course").GetProperty("mode").GetString().ShouldBe("distance");
        item.GetProperty("certificate").GetProperty("number").GetString().ShouldEndWith("/SERTIFIKAT/BPSDM/2020");
        item.GetProperty("certificate").GetProperty("verificationUrl").GetString().ShouldStartWith("https://bpsdm.test/verify/");
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("after=nonsense", "after")]
    [InlineData("after=%00", "after")]
    [InlineData("after=AX_________8", "after")] // position long.MaxValue: beyond the end
    [InlineData("after=Af________-F", "after")] // a negative position
    public async Task Bad_paging_is_refused_by_name(string query, string field)
    {
        using var hr = service.AsHrSystem();
        var answer = await hr.GetAsync($"/api/hr/completions?{query}");
        (await ProblemAsync(answer, HttpStatusCode.BadRequest)).ShouldContain(field);
    }

    [Fact]
    public async Task A_cursor_from_a_time_that_a_restore_took_back_is_told_where_to_go_on()
    {
        await using var own = await OwnService.StartAsync();
        using var hr = own.Service.AsHrSystem();
        await own.Service.IssueAsync(own.Service.Message(CertificationFixture.Offering(), 3));
        var kept = await NextAsync("");
        await own.Service.IssueAsync(own.Service.Message(CertificationFixture.Offering(), 2));
        var lost = await NextAsync(kept);

        // As a restore to the moment after the first three leaves it.
        await own.Service.ExecuteAsync("DELETE FROM hr_entries WHERE position > 3; UPDATE hr_feed SET last_position = 3");
        await own.Service.ExecuteAsync("INSERT INTO hr_restorations (generation, last_position) VALUES (1795000000, 3)");
        await own.Service.IssueAsync(own.Service.Message(CertificationFixture.Offering(), 4));

        var answer = await hr.GetAsync($"/api/hr/completions?after={lost}");
        (await ProblemAsync(answer, HttpStatusCode.Gone)).ShouldContain("feed-restored");
        var next = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("next").GetString()!;
        (await CountAsync(next)).ShouldBe(4);
        (await CountAsync(kept)).ShouldBe(4, "an older cursor means what it meant");
        (await CountAsync(await NextAsync(next))).ShouldBe(0);

        // Another restore, to an earlier moment: the generation between has its own last place.
        var between = await NextAsync(next);
        await own.Service.ExecuteAsync("INSERT INTO hr_restorations (generation, last_position) VALUES (1796000000, 5)");
        (await hr.GetAsync($"/api/hr/completions?after={between}")).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await hr.GetAsync($"/api/hr/completions?after={next}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await hr.GetAsync("/api/hr/completions?after=BAAAAAB3NZQAAAAAAAAAAAE")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "a generation that is not yet");

        async Task<string> NextAsync(string after) => (await hr.GetFromJsonAsync<JsonElement>($"/api/hr/completions?limit=1000&after={after}")).GetProperty("next").GetString()!;
        async Task<int> CountAsync(string after) => (await hr.GetFromJsonAsync<JsonElement>($"/api/hr/completions?after={after}")).GetProperty("items").GetArrayLength();
    }

    private async Task<string> EndAsync()
    {
        using var hr = service.AsHrSystem();
        var cursor = "";
        while (true)
        {
            var page = await hr.GetFromJsonAsync<JsonElement>($"/api/hr/completions?limit=1000&after={cursor}");
            cursor = page.GetProperty("next").GetString()!;
            if (page.GetProperty("items").GetArrayLength() == 0) return cursor;
        }
    }
}
