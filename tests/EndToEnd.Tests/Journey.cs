using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>The way of one participant through the gateway, from the need of an agency to the certificate: the walk of the README.</summary>
public sealed class Journey(PlatformFixture fixture, string nip, string name)
{
    /// <summary>The participant's token, once they are registered.</summary>
    public string Learner { get; private set; } = "";

    public string Offering { get; private set; } = "";

    /// <returns>The certificate, as its holder sees it.</returns>
    public async Task<JsonElement> WalkAsync()
    {
        var admin = await fixture.ServiceTokenAsync("training-admin");
        var offering = Offering = await ScheduleAsync(admin);
        var at = $"/api/delivery/offerings/{offering}";

        await Eventually.BecomesTrueAsync(async () => await ImportAsync() == 1, TimeSpan.FromSeconds(30));
        var learner = Learner = await fixture.EmployeeTokenAsync(nip);
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var enrolled = await fixture.SendAsync(HttpMethod.Post, $"/api/enrolment/offerings/{offering}/enrolments", learner);
            return enrolled.IsSuccessStatusCode;
        });
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var test = await fixture.SendAsync(HttpMethod.Put, $"{at}/post-test", admin, Json(
                """{"questions":[{"text":"1 JP = ?","options":[{"text":"45 menit","correct":true},{"text":"60 menit","correct":false}]}]}"""));
            return test.IsSuccessStatusCode;
        });
        await Eventually.SeeAsync(() => fixture.CallAsync(HttpMethod.Get, "/api/delivery/my/offerings", learner), my => my.ToString().Contains(offering, StringComparison.Ordinal));

        var scheduled = await fixture.CallAsync(HttpMethod.Get, $"/api/catalogue/offerings/{offering}");
        foreach (var session in scheduled.GetProperty("sessions").EnumerateArray())
            await fixture.CallAsync(HttpMethod.Put, $"{at}/sessions/{session.GetProperty("sessionId")}/attendance", learner, new { });
        foreach (var module in scheduled.GetProperty("modules").EnumerateArray().Where(m => m.GetProperty("mode").GetString() == "self-paced"))
            await fixture.CallAsync(HttpMethod.Put, $"{at}/modules/{module.GetProperty("moduleId")}/progress", learner, new { percent = 100 });
        await AnswerAsync(at, learner);

        var mine = await Eventually.SeeAsync(
            () => fixture.CallAsync(HttpMethod.Get, "/api/certification/my/certificates", learner),
            certificates => certificates.GetProperty("items").GetArrayLength() == 1, TimeSpan.FromSeconds(30));
        return mine.GetProperty("items")[0];
    }

    private async Task<string> ScheduleAsync(string admin)
    {
        var agency = await fixture.ServiceTokenAsync("agency-admin");
        var code = $"JRN-{Guid.NewGuid():N}"[..12];
        var programme = (await fixture.CallAsync(HttpMethod.Post, "/api/catalogue/programmes", admin, new
        {
            code, title = "Perjalanan Seorang Peserta", category = "technical", practice = "none",
            modules = new[] { new { title = "Kelas langsung", jp = 2, method = "theory" }, new { title = "Belajar mandiri", jp = 1, method = "theory" } },
        })).GetProperty("id").GetString();
        var year = int.Parse(Wib(DateTimeOffset.UtcNow)[..4], CultureInfo.InvariantCulture);
        await CallForNeedsAsync(year, admin);
        var need = (await fixture.CallAsync(HttpMethod.Post, "/api/catalogue/needs", agency, new
        {
            programmeId = programme, headcounts = new[] { new { group = "pelaksana", count = 1 } }, year, quarter = 4, priority = "normal", reason = "Perlu.",
        })).GetProperty("id").GetString();
        await fixture.CallAsync(HttpMethod.Post, $"/api/catalogue/needs/{need}/acceptance", admin, new { });
        await fixture.CallAsync(HttpMethod.Post, $"/api/catalogue/programmes/{programme}/curricula/1/publication", admin, new { });
        await fixture.CallAsync(HttpMethod.Post, $"/api/catalogue/programmes/{programme}/design", admin, new
        {
            modules = new[] { new { number = 1, mode = "live" }, new { number = 2, mode = "self-paced" } },
        });
        foreach (var reviewer in (string[])["training-admin", "instructor"])
            await fixture.CallAsync(HttpMethod.Post, $"/api/catalogue/programmes/{programme}/reviews", await fixture.ServiceTokenAsync(reviewer), new
            {
                answers = new { tujuan = 4, praktik = 4, interaksi = 4, penilaian = 4, sarana = 4 }, verdict = "distance", reason = "Teori.",
            });
        await fixture.CallAsync(HttpMethod.Post, $"/api/catalogue/programmes/{programme}/verdict", admin, new { verdict = "distance", reason = "Teori." });

        var now = DateTimeOffset.UtcNow;
        return (await fixture.CallAsync(HttpMethod.Post, $"/api/catalogue/programmes/{programme}/offerings", admin, new
        {
            startDate = Wib(now.AddMinutes(-10)), endDate = Wib(now.AddDays(7)), capacity = 30, place = "Daring",
            enrolmentOpensAt = now.AddHours(-1), enrolmentClosesAt = now.AddHours(2),
            sessions = new[] { new { moduleNumber = 1, title = "Sesi 1", startsAt = now.AddMinutes(-10), endsAt = now.AddHours(2) } },
        })).GetProperty("id").GetString()!;
    }

    /// <summary>The year's call may be there: the demo makes it too.</summary>
    private async Task CallForNeedsAsync(int year, string admin)
    {
        using var call = await fixture.SendAsync(HttpMethod.Post, "/api/catalogue/calls", admin, Json(
            $$"""{"year":{{year}},"opens":"{{year}}-01-01","deadline":"{{year}}-12-31","guidance":"Usulkan menurut kebutuhan."}"""));
        ((int)call.StatusCode).ShouldBeOneOf(201, 409);
    }

    private static string Wib(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The register of one; refused until the agencies have travelled from Catalogue to Enrolment.</summary>
    /// <returns>Rows that were not refused.</returns>
    private async Task<int> ImportAsync()
    {
        var hr = await fixture.ServiceTokenAsync("hr-system");
        using var csv = new StringContent(
            $"nip,name,birth_place,agency_code,rank,position,staff_group\n{nip},{name},Jakarta,OPD-09,III/b,Ahli Pertama,\n", Encoding.UTF8);
        csv.Headers.ContentType = new MediaTypeHeaderValue("text/csv", "utf-8");
        using var accepted = await fixture.SendAsync(HttpMethod.Post, "/api/enrolment/employees/imports", hr, csv);
        ((int)accepted.StatusCode).ShouldBe(202);
        var job = await Eventually.SeeAsync(
            () => fixture.CallAsync(HttpMethod.Get, accepted.Headers.Location!.ToString(), hr), seen => seen.GetProperty("status").GetString() == "completed");
        return 1 - job.GetProperty("rejectedRows").GetInt32();
    }

    private async Task AnswerAsync(string at, string learner)
    {
        var test = await fixture.CallAsync(HttpMethod.Get, $"{at}/post-test", learner);
        test.ToString().ShouldNotContain("correct");
        var question = test.GetProperty("questions")[0];
        var right = question.GetProperty("options").EnumerateArray().First(o => o.GetProperty("text").GetString() == "45 menit");
        var result = await fixture.CallAsync(HttpMethod.Put, $"{at}/post-test/attempts/1", learner, new
        {
            answers = new[] { new { questionId = question.GetProperty("questionId").GetString(), optionId = right.GetProperty("optionId").GetString() } },
        });
        result.GetProperty("passed").GetBoolean().ShouldBeTrue();
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
