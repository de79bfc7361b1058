using System.Text;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests.Flows;

/// <summary>A post-test from a question bank, from its import to the certificate.</summary>
public sealed class TestFlowTests(PlatformFixture fixture) : FlowTest(fixture)
{
    [Fact]
    public async Task A_bank_is_imported_a_form_is_answered_line_by_line_and_an_essay_makes_the_certificate()
    {
        var programme = await OfferableAsync("Post-test dari Bank Soal");
        var offering = await ScheduleAsync(programme, 10, ("completion", new { minAttendancePercent = 0, allModulesRequired = false, passingGrade = 70, maxAttempts = 2 }));
        var learner = await Fixture.EmployeeTokenAsync((await RegisteredAsync(1))[0]);
        await EnrolAsync(learner, offering);
        var (at, code) = ($"/api/delivery/offerings/{offering}", Text(await GetAsync($"/api/catalogue/programmes/{programme}"), "code"));
        await Eventually.SeeAsync(() => GetAsync("/api/delivery/my/offerings", learner), my => Items(my).Any(o => Text(o, "offeringId") == offering));

        // Larger than a request may be elsewhere.
        var questions = string.Join("\n\n", Enumerable.Range(1, 400).Select(i => $"::S{i:000}::Soal {i} {new string('x', 3_000)}? {{=benar ~salah}}"));
        await ImportAsync($"/api/delivery/question-banks/{code}/1", questions);
        await ImportAsync($"/api/delivery/question-banks/{code}/2", "::E::Uraikan. {}");
        await PutAsync($"{at}/tests/post-test", Instructor, new { draws = new[] { new { module = 1, count = 4 }, new { module = 2, count = 1 } }, timeLimitMinutes = 60 });
        await RefusedAsync(HttpMethod.Put, $"{at}/post-test", Instructor, new { questions = new[] { new { text = "?", options = new[] { new { text = "a", correct = true }, new { text = "b", correct = false } } } } }, 409, "post-test-drawn");

        var attempt = $"{at}/tests/post-test/attempts/1";
        foreach (var item in Items(await PutAsync(attempt, learner, new { })))
        {
            var right = Text(item, "kind") == "essay" ? (object)new { revision = 1, text = "Menurut saya begitu." }
                : new { revision = 1, choices = item.GetProperty("choices").EnumerateArray().Select((c, i) => (c, i)).Where(c => c.c.GetString() == "benar").Select(c => c.i) };
            await PutAsync($"{attempt}/answers/{Text(item, "itemId")}", learner, right);
        }
        Text(await PostAsync($"{attempt}/hand-in", learner), "status").ShouldBe("awaiting-grading");
        var essay = (await GetAsync($"{at}/tests/post-test/essays", Instructor)).GetProperty("essays")[0];
        (await PutAsync($"{at}/tests/post-test/attempts/{Text(essay, "attemptId")}/grades/{Text(essay, "itemId")}", Instructor, new { points = 1 })).GetProperty("score").GetDecimal().ShouldBe(100);

        var certificates = await Eventually.SeeAsync(() => GetAsync("/api/certification/my/certificates", learner), c => Items(c).Any());
        Items(certificates).Count().ShouldBe(1);
        (await GetAsync($"{at}/tests/post-test/analysis", Admin)).GetProperty("attempts").GetInt32().ShouldBe(1);
    }

    private async Task ImportAsync(string bank, string gift)
    {
        var answer = await SendAsync(HttpMethod.Post, $"{bank}/imports", Instructor, new StringContent(gift, Encoding.UTF8, "text/plain"));
        answer.Status.ShouldBe(200, answer.Text);
    }
}
