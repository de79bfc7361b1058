using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests.Flows;

/// <summary>Files of the register: who serves, who moved, who left; followed while they are applied.</summary>
public sealed class RegisterFlowTests(PlatformFixture fixture) : FlowTest(fixture)
{
    private const string Imports = "/api/enrolment/employees/imports";

    [Fact]
    public async Task A_change_file_creates_moves_and_retires_and_a_leavers_seat_goes_to_the_next()
    {
        var offering = await ScheduleAsync(await OfferableAsync("Kursi yang Ditinggalkan"), 1);
        var nips = await RegisteredAsync(3);
        var (leaver, next, mover) = (nips[0], nips[1], nips[2]);
        var (gone, waiting) = (await Fixture.EmployeeTokenAsync(leaver), await Fixture.EmployeeTokenAsync(next));
        var seat = Id(await EnrolAsync(gone, offering));
        var place = Id(await EnrolAsync(waiting, offering));
        await ParticipantsAsync(offering, "in-progress", leaver);

        Outcomes(await ImportedAsync(Imports, Hr, Register([mover], "OPD-01"))).ShouldBe("moved 1");
        Outcomes(await ImportedAsync(Imports, Hr, Register([mover], "OPD-01"))).ShouldBe("unchanged 1");
        Outcomes(await ImportedAsync(Imports, Hr, Register([leaver], leftAt: Day(-1)))).ShouldBe("left 1");

        (await GetAsync($"/api/enrolment/employees/{mover}/history", Hr)).GetProperty("postings").EnumerateArray().Select(p => Text(p, "agencyCode"))
            .ShouldBe([OwnAgency, "OPD-01"]);
        Text(await GetAsync($"/api/enrolment/employees/{leaver}", Hr), "leftAt").ShouldBe(Day(-1));
        var history = await GetAsync($"/api/enrolment/enrolments/{seat}/history", Admin);
        var last = history.EnumerateArray().Last();
        (Text(last, "status"), Text(last, "changedBy"), Text(last, "reason")).ShouldBe(("withdrawn", "hr-system", "Berhenti dari dinas menurut data pegawai."));
        Text(await GetAsync($"/api/enrolment/my/enrolments/{place}", waiting), "status").ShouldBe("offered");
        await ParticipantsAsync(offering, "withdrawn", leaver);
        await RefusedAsync(HttpMethod.Post, $"/api/enrolment/offerings/{offering}/enrolments", gone, null, 422, "left-service");
    }

    [Fact]
    public async Task A_wrong_full_file_is_held_is_told_of_while_it_waits_and_is_confirmed_or_cancelled()
    {
        var nips = await RegisteredAsync(25);
        var wrong = Register(nips[..2]);
        var cancelled = await UploadAsync($"{Imports}?mode=full", Hr, wrong);
        var hold = (await FollowedAsync(cancelled, "held")).GetProperty("hold");
        hold.GetProperty("leavers").GetInt32().ShouldBeGreaterThanOrEqualTo(23);
        hold.GetProperty("sample").GetArrayLength().ShouldBe(10);
        Text(await PostAsync($"/api/enrolment/imports/{Id(cancelled)}/cancellation", Hr), "cancelledBy").ShouldBe("hr-system");
        await RefusedAsync(HttpMethod.Post, $"/api/enrolment/imports/{Id(cancelled)}/confirmation", Hr, null, 409, "import-not-held");
        Text(await GetAsync($"/api/enrolment/employees/{nips[^1]}", Hr), "agencyCode").ShouldBe(OwnAgency);

        var job = await UploadAsync($"{Imports}?mode=full", Hr, wrong);
        using var stream = await ListenAsync(job);
        stream.Content.Headers.ContentType?.MediaType.ShouldBe("text/event-stream");
        await using var events = Events(stream).GetAsyncEnumerator();
        // It comes while the stream goes on: nobody on the way waits for its end.
        await UntilAsync(events, "progress", "held");
        Text(await PostAsync($"/api/enrolment/imports/{Id(job)}/confirmation", Admin), "confirmedBy").ShouldBe("training-admin");
        await UntilAsync(events, "end", "completed");
        (await events.MoveNextAsync()).ShouldBeFalse();

        var done = await GetAsync($"/api/enrolment/imports/{Id(job)}", Hr);
        (done.GetProperty("percent").GetInt32(), done.GetProperty("outcomes").GetProperty("unchanged").GetInt32()).ShouldBe((100, 2));
        Text(await GetAsync($"/api/enrolment/employees/{nips[^1]}", Hr), "leftAt").ShouldBe(Day(0));
        await RefusedAsync(HttpMethod.Post, $"/api/enrolment/imports/{Id(job)}/cancellation", Hr, null, 409, "import-ended");
        using var again = await ListenAsync(job, "2-completed");
        ((int)again.StatusCode).ShouldBe(204);
    }

    [Fact]
    public async Task Rows_that_are_wrong_are_named_and_a_wrong_file_is_refused_whole()
    {
        var nip = (await RegisteredAsync(1))[0];
        var job = await ImportedAsync(Imports, Hr,
            Register([nip]) + $"123,Salah,Jakarta,{OwnAgency},III/b,Ahli Pertama,\n" + Register(NewNips(1), "OPD-99").Split('\n')[1] + "\n" + Register(NewNips(1), rank: "IX").Split('\n')[1] + "\n");
        Outcomes(job).ShouldBe("bad_rank 1, malformed_nip 1, unchanged 1, unknown_agency 1");
        var rejections = await SendAsync(HttpMethod.Get, $"/api/enrolment/imports/{Id(job)}/rejections", Hr);
        rejections.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => string.Join(',', l.Split(',')[0], l.Split(',')[2]))
            .ShouldBe(["3,malformed_nip", "4,unknown_agency", "5,bad_rank"]);

        await RefusedAsync(HttpMethod.Post, $"{Imports}?mode=half", Hr, Csv(Register([nip])), 400, "mode");
        (await SendAsync(HttpMethod.Post, Imports, Hr, Csv("nama\nBudi\n"))).Json.GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:bad-file");
        await RefusedAsync(HttpMethod.Post, Imports, Hr, new { nip }, 415);
        await RefusedAsync(HttpMethod.Post, Imports, Agency, Csv(Register([nip])), 403);

        static StringContent Csv(string text) => new(text, Encoding.UTF8, "text/csv");
    }

    private async Task ParticipantsAsync(string offering, string outcome, string nip) => await Eventually.BecomesTrueAsync(async () =>
    {
        var answer = await SendAsync(HttpMethod.Get, $"/api/delivery/offerings/{offering}/participants?outcome={outcome}", Admin);
        return answer.Status == 200 && Items(answer.Json).Select(p => Text(p, "nip")).SequenceEqual([nip]);
    });

    private async Task<HttpResponseMessage> ListenAsync(JsonElement job, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/enrolment/imports/{Id(job)}/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Hr);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        return await Fixture.Gateway.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async IAsyncEnumerable<SseItem<string>> Events(HttpResponseMessage response)
    {
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync()) yield return item;
    }

    private static async Task UntilAsync(IAsyncEnumerator<SseItem<string>> events, string type, string status)
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)))
        {
            if (events.Current.EventType != type) continue;
            if (Text(JsonSerializer.Deserialize<JsonElement>(events.Current.Data), "status") == status) return;
        }
        throw new InvalidOperationException($"The stream ended before {type} {status}.");
    }

    private static string Outcomes(JsonElement job) =>
        string.Join(", ", job.GetProperty("outcomes").EnumerateObject().Select(o => $"{o.Name} {o.Value}").Order(StringComparer.Ordinal));
}
