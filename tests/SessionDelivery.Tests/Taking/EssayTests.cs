using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static Bpsdm.SessionDelivery.Tests.Taking.TestRun;

namespace Bpsdm.SessionDelivery.Tests.Taking;

[Collection(DeliveryCollection.Name)]
public sealed class EssayTests(DeliveryFixture service)
{
    [Fact]
    public async Task A_post_test_with_an_essay_has_no_score_until_an_instructor_has_graded_it()
    {
        var run = await StartAsync(service);
        await run.ImportAsync(2, "::E::Uraikan. {####Sebut tiga hal.}\n\n::F::Jelaskan. {}");
        await run.DefineAsync("post-test", Draw((1, 1), (2, 2)));
        using var learner = service.AsLearner(run.Run.Nip);
        using var instructor = service.AsInstructor();
        using var admin = service.AsTrainingAdmin();
        (await run.TakeAsync(learner)).GetProperty("status").GetString().ShouldBe("awaiting-grading");
        await ConflictAsync(learner.PutAsync(run.Attempt(n: 2), null), "awaiting-grading");
        (await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress")).GetProperty("attempts").GetArrayLength().ShouldBe(0);
        await ConflictAsync(admin.PostAsync($"{run.At}/closure", null), "tests-unfinished");

        var queue = await QueueAsync(instructor, run);
        queue.GetProperty("waiting").GetInt32().ShouldBe(2);
        var essays = queue.GetProperty("essays").EnumerateArray().OrderBy(e => e.GetProperty("text").GetString(), StringComparer.Ordinal).ToList();
        (essays[1].GetProperty("answer").GetString(), essays[1].GetProperty("explanation").GetString()).ShouldBe(("Menurut saya begitu.", "Sebut tiga hal."));
        queue.ToString().ShouldNotContain(run.Run.Nip);

        (await GradeAsync(instructor, run, essays[0], 0.25m)).GetProperty("score").ValueKind.ShouldBe(JsonValueKind.Null);
        // Until the last one is graded a grade may be changed.
        await GradeAsync(instructor, run, essays[0], 0.5m, "Kurang lengkap.");
        (await QueueAsync(instructor, run)).GetProperty("waiting").GetInt32().ShouldBe(1);
        var last = await GradeAsync(instructor, run, essays[1], 1);
        last.GetProperty("score").GetDecimal().ShouldBe(83.33m);
        (await GradeAsync(instructor, run, essays[1], 1)).ToString().ShouldBe(last.ToString());
        await ConflictAsync(instructor.PutAsJsonAsync(Grade(run, essays[0]), new { points = 1 }), "already-graded");
        (await QueueAsync(instructor, run)).GetProperty("waiting").GetInt32().ShouldBe(0);

        (await run.Run.CompletedAsync(1)).ShouldHaveSingleItem().Score.ShouldBe(83.33m);
        ItemsOf(await run.ResumeAsync(learner)).ShouldContain(i => i.ToString().Contains("Kurang lengkap."));
        await run.Run.CloseAsync(admin);
    }

    [Fact]
    public async Task Ten_who_grade_the_last_essay_at_once_make_one_score()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("post-test", Draw((2, 1)));
        using var learner = service.AsLearner(run.Run.Nip);
        using var instructor = service.AsInstructor();
        await run.TakeAsync(learner);
        var essay = (await QueueAsync(instructor, run)).GetProperty("essays")[0];
        var grades = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            using var response = await instructor.PutAsJsonAsync(Grade(run, essay), new { points = i < 5 ? 0.8m : 0.9m });
            return response.StatusCode;
        }));
        grades.Count(g => g == HttpStatusCode.OK).ShouldBe(5);
        grades.Count(g => g == HttpStatusCode.Conflict).ShouldBe(5);
        await service.DrainAsync();
        run.Run.CompletedSoFar().ShouldHaveSingleItem().Score.ShouldBeOneOf(80, 90);
    }

    [Fact]
    public async Task An_essay_that_nobody_wrote_needs_no_grade()
    {
        var run = await StartAsync(service, participants: 2);
        await run.DefineAsync("post-test", Draw((1, 1), (2, 1)));
        foreach (var (i, participant) in run.Run.Participants.Index())
        {
            using var learner = service.AsLearner(participant.Person.Nip);
            var essay = Sorted(await run.BeginAsync(learner))[^1];
            if (i == 1) await run.AnswerAsync(learner, essay, new { revision = 1, text = "  " });
            (await run.HandInAsync(learner)).GetProperty("score").GetDecimal().ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest, "points")]
    [InlineData("""{"points":-1}""", HttpStatusCode.BadRequest, "points")]
    [InlineData("""{"points":1.01}""", HttpStatusCode.BadRequest, "points")]
    [InlineData("""{"points":"x"}""", HttpStatusCode.BadRequest, "points")]
    [InlineData("""{"points":1,"comment":"\u0000"}""", HttpStatusCode.BadRequest, "comment")]
    [InlineData("""{"points":1,"score":100}""", HttpStatusCode.BadRequest, "score")]
    public async Task A_grade_names_what_is_wrong_with_it(string body, HttpStatusCode status, string naming)
    {
        var run = await StartAsync(service);
        await run.DefineAsync("pre-test", Draw((1, 1), (2, 1)));
        using var learner = service.AsLearner(run.Run.Nip);
        using var instructor = service.AsInstructor();
        var items = Sorted(await run.TakeAsync(learner, "pre-test"));
        var essay = (await instructor.GetFromJsonAsync<JsonElement>($"{run.At}/tests/pre-test/essays")).GetProperty("essays")[0];
        var before = await service.FingerprintAsync();
        var grades = $"{run.At}/tests/pre-test/attempts/{essay.GetProperty("attemptId")}/grades";
        using var json = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using (var refused = await instructor.PutAsync($"{grades}/{essay.GetProperty("itemId")}", json)) await refused.ShouldBeProblemAsync(status, naming);
        using (var single = await instructor.PutAsJsonAsync($"{grades}/{items[0].GetProperty("itemId")}", new { points = 1 }))
            await single.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "not-an-essay");
        foreach (var path in (string[])[$"{grades}/{Guid.NewGuid()}", $"{grades.Replace("pre-test", "post-test", StringComparison.Ordinal)}/{essay.GetProperty("itemId")}"])
        {
            using var nothing = await instructor.PutAsJsonAsync(path, new { points = 1 });
            await nothing.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        }
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    private static Task<JsonElement> QueueAsync(HttpClient instructor, TestRun run) => instructor.GetFromJsonAsync<JsonElement>($"{run.At}/tests/post-test/essays");

    private static string Grade(TestRun run, JsonElement essay) => $"{run.At}/tests/post-test/attempts/{essay.GetProperty("attemptId")}/grades/{essay.GetProperty("itemId")}";

    private static async Task<JsonElement> GradeAsync(HttpClient instructor, TestRun run, JsonElement essay, decimal points, string? comment = null)
    {
        using var response = await instructor.PutAsJsonAsync(Grade(run, essay), new { points, comment });
        return await Run.ReadAsync(response);
    }
}
