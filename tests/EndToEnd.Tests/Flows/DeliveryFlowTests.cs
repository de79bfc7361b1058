using System.Globalization;
using System.Text;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests.Flows;

/// <summary>An angkatan as it is lived: the whole way of a participant, and what instructor and organiser do with it.</summary>
public sealed class DeliveryFlowTests(PlatformFixture fixture) : FlowTest(fixture)
{
    private const string Bank = """
        ::q1:: Satu JP berapa menit? {=45 ~60 ~90}

        ::q2:: Berapa 6 x 7? {#42}

        """;

    [Fact]
    public async Task A_participant_goes_from_the_calendar_to_the_certificate()
    {
        var offering = await RunningAsync("Seluruh Perjalanan", evaluationRequired: true);
        var (at, mine) = ($"/api/delivery/offerings/{offering}", $"/api/delivery/my/offerings/{offering}");
        var (nip, learner) = await SeatedAsync(offering);

        // What a calendar program would do: it has an address, and no token.
        var address = new Uri(Text(await PostAsync("/api/delivery/my/calendar-address", learner), "url"));
        address.GetLeftPart(UriPartial.Authority).ShouldBe(Fixture.Platform.GatewayUrl.GetLeftPart(UriPartial.Authority));
        var calendar = await SendAsync(HttpMethod.Get, address.AbsolutePath);
        (calendar.Status, calendar.MediaType).ShouldBe((200, "text/calendar"));
        calendar.Text.ShouldContain("Kelas pagi");
        (await GetAsync("/api/delivery/my/timetable", learner)).GetProperty("entries").GetArrayLength().ShouldBe(5);

        await PutAsync($"{at}/learning-order", Admin, new { preTestFirst = true, modulesFirst = true });
        await TestAsync(learner, $"{at}/tests/pre-test", rightly: false);

        var content = await GetAsync($"{mine}/content", learner);
        var facts = content.GetProperty("modules").EnumerateArray().SelectMany(m => m.GetProperty("items").EnumerateArray())
            .Select(i => new { id = Guid.CreateVersion7(), itemId = i.GetProperty("itemId").GetGuid(), percent = 100, position = 1, at = DateTimeOffset.UtcNow }).ToArray();
        foreach (var _ in (int[])[1, 2]) await PostAsync($"{mine}/progress-facts", learner, new { facts });

        foreach (var session in await SessionsAsync(offering)) await PutAsync($"{at}/sessions/{session}/attendance", learner, new { });
        (await TestAsync(learner, $"{at}/tests/post-test", rightly: true)).GetProperty("passed").GetBoolean().ShouldBeTrue();
        (await GetAsync($"{at}/my-progress", learner)).GetProperty("missing").EnumerateArray().Select(m => m.GetString())
            .ShouldBe(["Anda masih perlu: mengisi dan mengirim evaluasi penyelenggaraan."]);
        await EvaluateAsync(at, learner);
        Text(await GetAsync($"{mine}/completion", learner), "outcome").ShouldBe("completed");

        var certificate = Items(await Eventually.SeeAsync(() => GetAsync("/api/certification/my/certificates", learner), c => Items(c).Any())).Single();
        Text(await GetAsync($"/api/certification/certificates/{Text(certificate, "id")}", learner), "nip").ShouldBe(nip);
    }

    [Fact]
    public async Task An_instructor_corrects_the_organiser_decides_and_closes_and_the_report_tells_it()
    {
        var offering = await RunningAsync("Koreksi dan Penutupan", evaluationRequired: false);
        var at = $"/api/delivery/offerings/{offering}";
        var (_, present) = await SeatedAsync(offering);
        var (forgotten, missed) = await SeatedAsync(offering);
        var (absentNip, absent) = await SeatedAsync(offering);
        var sessions = await SessionsAsync(offering);

        // One is there with the code of the screen; one was forgotten and is put right; one does nothing.
        await PutAsync($"{at}/sessions/{sessions[0]}/check-in", Instructor, new { mode = "code" });
        await RefusedAsync(HttpMethod.Put, $"{at}/sessions/{sessions[0]}/attendance", missed, new { code = "000000" }, 422, "wrong-code");
        var code = Text(await GetAsync($"{at}/sessions/{sessions[0]}/code", Instructor), "code");
        await PutAsync($"{at}/sessions/{sessions[0]}/attendance", present, new { code });
        await PutAsync($"{at}/sessions/{sessions[1]}/attendance", present, new { });
        foreach (var learner in (string[])[present, missed])
        {
            await LearnAsync(offering, learner);
            await TestAsync(learner, $"{at}/tests/post-test", rightly: true);
        }
        var people = Items(await GetAsync($"{at}/participants", Instructor)).ToDictionary(p => Text(p, "nip"), p => Text(p, "participantId"));
        foreach (var session in sessions)
        {
            await PutAsync($"{at}/sessions/{session}/participants/{people[forgotten]}/corrections/{Guid.CreateVersion7()}", Instructor, new { present = true, reason = "Hadir, ponselnya mati." });
        }
        (await GetAsync($"{at}/sessions/{sessions[0]}/board", Instructor)).GetProperty("present").GetInt32().ShouldBe(2);
        foreach (var learner in (string[])[present, missed])
            await Eventually.SeeAsync(() => GetAsync("/api/certification/my/certificates", learner), c => Items(c).Any());

        // The closure fails the third, the organiser decides otherwise, and that makes the certificate.
        (await PostAsync($"{at}/closure", Admin)).GetProperty("failed").GetInt32().ShouldBe(1);
        await PutAsync($"{at}/participants/{people[absentNip]}/outcome", Admin, new { outcome = "completed", reason = "Telah mengikuti angkatan pengganti." });
        await Eventually.SeeAsync(() => GetAsync("/api/certification/my/certificates", absent), c => Items(c).Any());

        var report = await GetAsync($"{at}/report", Admin);
        Text(report, "status").ShouldBe("closed");
        var participants = report.GetProperty("participants");
        (participants.GetProperty("registered").GetInt32(), participants.GetProperty("completed").GetInt32()).ShouldBe((3, 3));
        (await SendAsync(HttpMethod.Get, $"{at}/report?format=xlsx", Admin)).IsPackage.ShouldBeTrue();
        var paper = await SendAsync(HttpMethod.Get, $"{at}/report?format=pdf", Admin);
        (paper.Status, paper.MediaType).ShouldBe((200, "application/pdf"));
        await RefusedAsync(HttpMethod.Get, $"{at}/report", present, null, 403);
    }

    /// <summary>An angkatan that runs now: two live sessions that can be attended, three modules to be learned alone, tests from the bank.</summary>
    private async Task<string> RunningAsync(string title, bool evaluationRequired)
    {
        var code = Code();
        var modules = new[] { "Kelas", "Modul A", "Modul B", "Modul C" };
        var programme = Id(await PostAsync("/api/catalogue/programmes", Admin, new
        {
            code, title, category = "technical", practice = "none", modules = modules.Select(m => new { title = m, jp = 2, method = "theory" }),
        }));
        await PostAsync($"/api/catalogue/programmes/{programme}/curricula/1/publication", Admin);
        await PostAsync($"/api/catalogue/programmes/{programme}/design", Admin, new
        {
            modules = modules.Select((_, i) => new { number = i + 1, mode = i == 0 ? "live" : "self-paced" }),
        });
        foreach (var reviewer in (string[])[Admin, Instructor]) await PostAsync($"/api/catalogue/programmes/{programme}/reviews", reviewer, Review("distance"));
        await PostAsync($"/api/catalogue/programmes/{programme}/verdict", Admin, new { verdict = "distance", reason = "Teori." });

        var now = DateTimeOffset.UtcNow;
        var offering = await ScheduleAsync(
            programme, 10,
            ("startDate", Wib(now.AddMinutes(-20))), ("endDate", Day(7)),
            ("sessions", new[]
            {
                new { moduleNumber = 1, title = "Kelas pagi", startsAt = now.AddMinutes(-20), endsAt = now.AddHours(2) },
                new { moduleNumber = 1, title = "Kelas siang", startsAt = now.AddMinutes(-10), endsAt = now.AddHours(3) },
            }),
            ("completion", new { minAttendancePercent = 100, allModulesRequired = true, passingGrade = 70, maxAttempts = 2, evaluationRequired }));

        var at = $"/api/delivery/offerings/{offering}";
        await Eventually.SeeAsync(async () => (await SendAsync(HttpMethod.Get, $"{at}/summary", Admin)).Status, status => status == 200);
        (await SendAsync(HttpMethod.Post, $"/api/delivery/question-banks/{code}/1/imports", Instructor, new StringContent(Bank, Encoding.UTF8, "text/plain"))).Status.ShouldBe(200);
        var draws = new[] { new { module = 1, count = 2 } };
        await PutAsync($"{at}/tests/pre-test", Instructor, new { draws, timeLimitMinutes = 30 });
        await PutAsync($"{at}/tests/post-test", Instructor, new { draws, timeLimitMinutes = 30, attempts = 2 });
        foreach (var module in await SelfPacedAsync(offering))
        {
            await PutAsync($"{at}/modules/{module}/content", Instructor, new
            {
                items = new[] { new { id = Guid.CreateVersion7(), kind = "page", title = "Bacaan", text = "# Pengantar", minutes = 10 } },
            });
        }
        return offering;
    }

    private async Task<(string Nip, string Token)> SeatedAsync(string offering)
    {
        var nip = (await RegisteredAsync(1))[0];
        var learner = await Fixture.EmployeeTokenAsync(nip);
        await EnrolAsync(learner, offering);
        await Eventually.SeeAsync(() => GetAsync("/api/delivery/my/offerings", learner), my => Items(my).Any(o => Text(o, "offeringId") == offering));
        return (nip, learner);
    }

    private async Task LearnAsync(string offering, string learner)
    {
        var mine = $"/api/delivery/my/offerings/{offering}";
        var items = (await GetAsync($"{mine}/content", learner)).GetProperty("modules").EnumerateArray().SelectMany(m => m.GetProperty("items").EnumerateArray());
        await PostAsync($"{mine}/progress-facts", learner, new
        {
            facts = items.Select(i => new { id = Guid.CreateVersion7(), itemId = i.GetProperty("itemId").GetGuid(), percent = 100, position = 1, at = DateTimeOffset.UtcNow }),
        });
    }

    /// <summary>Takes the first attempt and hands it in.</summary>
    private async Task<JsonElement> TestAsync(string learner, string test, bool rightly)
    {
        var attempt = $"{test}/attempts/1";
        foreach (var item in Items(await PutAsync(attempt, learner, new { })))
        {
            object answer = Text(item, "kind") is "numeric"
                ? new { revision = 1, number = rightly ? 42 : 41 }
                : new { revision = 1, choices = new[] { item.GetProperty("choices").EnumerateArray().Select(c => c.GetString()).ToList().IndexOf(rightly ? "45" : "90") } };
            await PutAsync($"{attempt}/answers/{Text(item, "itemId")}", learner, answer);
        }
        return await PostAsync($"{attempt}/hand-in", learner);
    }

    private async Task EvaluateAsync(string at, string learner)
    {
        var form = await GetAsync($"{at}/evaluation", learner);
        await PutAsync($"{at}/evaluation", learner, new
        {
            answers = Items(form).Where(i => Text(i, "kind") == "scale").Select(i => new { item = i.GetProperty("number").GetInt32(), value = 5 }),
        });
    }

    private async Task<string[]> SessionsAsync(string offering) =>
        [.. (await GetAsync($"/api/catalogue/offerings/{offering}")).GetProperty("sessions").EnumerateArray().Select(s => Text(s, "sessionId"))];

    private async Task<string[]> SelfPacedAsync(string offering) =>
    [
        .. (await GetAsync($"/api/catalogue/offerings/{offering}")).GetProperty("modules").EnumerateArray()
            .Where(m => Text(m, "mode") == "self-paced").Select(m => Text(m, "moduleId")),
    ];

    private static string Wib(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
