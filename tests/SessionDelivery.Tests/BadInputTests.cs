using System.Net;
using System.Net.Http.Json;
using System.Text;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests;

[Collection(DeliveryCollection.Name)]
public sealed class BadInputTests(DeliveryFixture service)
{
    [Fact]
    public async Task Every_learner_endpoint_tells_strangers_and_unknown_ids_apart()
    {
        var run = await service.StartRunAsync();
        var unknown = $"/api/delivery/offerings/{Guid.NewGuid()}";
        (HttpMethod Method, string Path, object? Body)[] requests =
        [
            (HttpMethod.Put, "/sessions/" + run.Scheduled.Sessions[0].SessionId + "/attendance", new { }),
            (HttpMethod.Put, "/modules/" + run.Scheduled.Modules[0].ModuleId + "/progress", new { percent = 10 }),
            (HttpMethod.Get, "/post-test", null),
            (HttpMethod.Put, "/post-test/attempts/1", run.Answers(2)),
            (HttpMethod.Get, "/my-progress", null),
        ];
        using var anonymous = service.Anonymous();
        using var foreign = service.WithToken(TestTokens.Create(Roles.Learner, nip: run.Nip, foreign: true));
        using var expired = service.WithToken(TestTokens.Create(Roles.Learner, nip: run.Nip, expires: DateTime.UtcNow.AddHours(-1)));
        using var admin = service.AsTrainingAdmin();
        using var stranger = service.AsLearner(DeliveryFixture.Participant().Person.Nip);
        using var learner = service.AsLearner(run.Nip);
        foreach (var (method, path, body) in requests)
        {
            await ExpectAsync(anonymous, method, run.At + path, body, HttpStatusCode.Unauthorized);
            await ExpectAsync(foreign, method, run.At + path, body, HttpStatusCode.Unauthorized);
            await ExpectAsync(expired, method, run.At + path, body, HttpStatusCode.Unauthorized);
            await ExpectAsync(admin, method, run.At + path, body, HttpStatusCode.Forbidden);
            await ExpectAsync(stranger, method, run.At + path, body, HttpStatusCode.Forbidden);
            await ExpectAsync(learner, method, unknown + path, body, HttpStatusCode.NotFound);
            await ExpectAsync(learner, method, "/api/delivery/offerings/x" + path, body, HttpStatusCode.NotFound);
        }
        await ExpectAsync(learner, HttpMethod.Put, $"{run.At}/sessions/{Guid.NewGuid()}/attendance", new { }, HttpStatusCode.NotFound);
        await ExpectAsync(learner, HttpMethod.Put, $"{run.At}/modules/{Guid.NewGuid()}/progress", new { percent = 1 }, HttpStatusCode.NotFound);
        await ExpectAsync(learner, HttpMethod.Put, run.Progress(1), new { percent = 1 }, HttpStatusCode.UnprocessableEntity, "module-not-self-paced");
    }

    [Theory]
    [InlineData("{\"percent\":-1}", "percent")]
    [InlineData("{\"percent\":101}", "percent")]
    [InlineData("{\"percent\":\"ten\"}", "percent")]
    [InlineData("{\"percent\":1.5}", "percent")]
    [InlineData("{}", "percent")]
    [InlineData("{\"percent\":", null)]
    [InlineData("", null)]
    public async Task Progress_names_what_is_wrong(string body, string? naming)
    {
        var run = await service.StartRunAsync(withTest: false);
        using var learner = service.AsLearner(run.Nip);
        using var response = await learner.PutAsync(run.Progress(0), new StringContent(body, Encoding.UTF8, "application/json"));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
    }

    [Fact]
    public async Task Attempts_name_the_answer_that_is_wrong()
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);
        var path = $"{run.At}/post-test/attempts/1";
        var question = run.Key.GetProperty("questions")[0];
        var (questionId, optionId) = (question.GetProperty("questionId").GetGuid(), question.GetProperty("options")[0].GetProperty("optionId").GetGuid());
        var (none, missing) = (Guid.NewGuid(), run.Key.GetProperty("questions")[1].GetProperty("questionId").GetString()!);

        await ExpectAsync(learner, HttpMethod.Put, path, new { }, HttpStatusCode.BadRequest, "answers");
        await ExpectAsync(learner, HttpMethod.Put, path, new { answers = new[] { new { questionId, optionId } } }, HttpStatusCode.BadRequest, missing);
        await ExpectAsync(learner, HttpMethod.Put, path, new { answers = new[] { new { questionId = none, optionId } } }, HttpStatusCode.BadRequest, none.ToString());
        await ExpectAsync(learner, HttpMethod.Put, path, new { answers = new[] { new { questionId, optionId = none } } }, HttpStatusCode.BadRequest, none.ToString());
        (await run.SummaryAsync(_ => true)).GetProperty("attempts").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_test_is_checked_and_stands_once_it_was_attempted()
    {
        var run = await service.StartRunAsync();
        using var instructor = service.AsInstructor();
        var path = $"{run.At}/post-test";
        var two = new[] { new { text = "ya", correct = true }, new { text = "tidak", correct = true } };
        await ExpectAsync(instructor, HttpMethod.Put, path, new { }, HttpStatusCode.BadRequest, "questions");
        await ExpectAsync(instructor, HttpMethod.Put, path, new { questions = Array.Empty<object>() }, HttpStatusCode.BadRequest, "questions");
        await ExpectAsync(instructor, HttpMethod.Put, path, new { questions = new[] { new { text = "?", options = two } } }, HttpStatusCode.BadRequest, "options");
        await ExpectAsync(instructor, HttpMethod.Put, path, new { questions = new[] { new { text = "?", options = two[..1] } } }, HttpStatusCode.BadRequest, "options");
        await ExpectAsync(instructor, HttpMethod.Put, $"/api/delivery/offerings/{Guid.NewGuid()}/post-test", Run.Questions, HttpStatusCode.NotFound);

        using var learner = service.AsLearner(run.Nip);
        await ExpectAsync(learner, HttpMethod.Put, path, Run.Questions, HttpStatusCode.Forbidden);
        await ExpectAsync(learner, HttpMethod.Get, $"{path}/key", null, HttpStatusCode.Forbidden);
        await run.AttemptAsync(learner, 1);
        var other = new { questions = new[] { new { text = "?", options = new[] { two[0], new { text = "tidak", correct = false } } } } };
        await ExpectAsync(instructor, HttpMethod.Put, path, other, HttpStatusCode.Conflict, "post-test-attempted");
    }

    private static async Task ExpectAsync(
        HttpClient client, HttpMethod method, string path, object? body, HttpStatusCode status, string? naming = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        await response.ShouldBeProblemAsync(status, naming);
    }
}
