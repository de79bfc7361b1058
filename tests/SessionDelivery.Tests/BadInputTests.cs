using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>Who may, but asks for what can't be: each answer names what is wrong, and nothing changes.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class BadInputTests(DeliveryFixture service)
{
    private const string Progress = "progress";
    private const string Attempt = "attempt";
    private const string Test = "test";
    private const string Good = """{"text":"?","options":[{"text":"ya","correct":true},{"text":"tidak"}]}""";

    public static TheoryData<string, string, string, HttpStatusCode, string?> Unreadable
    {
        get
        {
            var rows = new TheoryData<string, string, string, HttpStatusCode, string?>();
            foreach (var endpoint in (string[])[Progress, Attempt, Test])
            {
                foreach (var (body, naming) in ((string, string?)[])
                    [("", null), ("{\"a\":", "malformed-json"), ("null", null), ("[]", "malformed-json"), ("\"all\"", "malformed-json"), ("{\"extra\":1}", "extra")])
                    rows.Add(endpoint, body, "application/json", HttpStatusCode.BadRequest, naming);
                rows.Add(endpoint, "{}", "text/plain", HttpStatusCode.UnsupportedMediaType, null);
                rows.Add(endpoint, "{}", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, null);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public Task A_body_that_cannot_be_read_is_refused(string endpoint, string body, string mediaType, HttpStatusCode status, string? naming) =>
        RefusedAsync(endpoint, Encoding.UTF8.GetBytes(body), status, naming, mediaType);

    [Theory]
    [InlineData(Progress)]
    [InlineData(Attempt)]
    [InlineData(Test)]
    public async Task A_body_that_is_too_large_or_no_text_is_refused(string endpoint)
    {
        await RefusedAsync(endpoint, Encoding.UTF8.GetBytes("{" + new string(' ', 1024 * 1024) + "}"), HttpStatusCode.RequestEntityTooLarge, "Isi permintaan terlalu besar");
        await RefusedAsync(endpoint, [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'], HttpStatusCode.BadRequest, "malformed-json");
    }

    [Theory]
    [InlineData("{}", "percent")]
    [InlineData("""{"percent":null}""", "percent")]
    [InlineData("""{"percent":-1}""", "percent")]
    [InlineData("""{"percent":101}""", "percent")]
    [InlineData("""{"percent":1.5}""", "percent")]
    [InlineData("""{"percent":"ten"}""", "percent")]
    [InlineData("""{"percent":3000000000}""", "percent")]
    [InlineData("""{"percent":[1]}""", "percent")]
    public Task Progress_names_what_is_wrong(string body, string naming) =>
        RefusedAsync(Progress, Encoding.UTF8.GetBytes(body), HttpStatusCode.BadRequest, naming);

    [Theory]
    [InlineData("{}", "questions")]
    [InlineData("""{"questions":null}""", "questions")]
    [InlineData("""{"questions":[]}""", "questions")]
    [InlineData("""{"questions":7}""", "questions")]
    [InlineData("""{"questions":[null]}""", "questions[0]")]
    [InlineData("""{"questions":[{"text":"?"}]}""", "questions[0].options")]
    [InlineData("""{"questions":[{"text":"?","options":[{"text":"ya","correct":true}]}]}""", "questions[0].options")]
    [InlineData("""{"questions":[{"text":"?","options":[{"text":"ya","correct":true},{"text":"tidak","correct":true}]}]}""", "questions[0].options")]
    [InlineData("""{"questions":[{"text":"?","options":[{"text":"ya"},{"text":"tidak"}]}]}""", "questions[0].options")]
    [InlineData("""{"questions":[{"text":"?","options":[{"text":"ya","correct":true},null]}]}""", "questions[0].options[1]")]
    [InlineData("""{"questions":[{"text":"?","options":[{"text":"ya","correct":"yes"},{"text":"tidak"}]}]}""", "questions[0].options[0].correct")]
    [InlineData("""{"questions":[{"text":" ","options":[{"text":"ya","correct":true},{"text":"tidak"}]}]}""", "questions[0].text")]
    [InlineData("""{"questions":[{"text":"?","options":[{"text":"","correct":true},{"text":"tidak"}]}]}""", "questions[0].options[0].text")]
    [InlineData("""{"questions":[{"text":"a\u0000b","options":[{"text":"ya","correct":true},{"text":"tidak"}]}]}""", "bad-character")]
    public Task A_test_names_what_is_wrong(string body, string naming) =>
        RefusedAsync(Test, Encoding.UTF8.GetBytes(body), HttpStatusCode.BadRequest, naming);

    [Fact]
    public async Task A_test_that_is_too_long_names_what_is_wrong()
    {
        await RefusedAsync(Test, Encoding.UTF8.GetBytes($$"""{"questions":[{{string.Join(',', Enumerable.Repeat(Good, 201))}}]}"""), HttpStatusCode.BadRequest, "questions");
        await RefusedAsync(Test, Encoding.UTF8.GetBytes($$"""{"questions":[{{Good.Replace("?", new string('?', 2001), StringComparison.Ordinal)}}]}"""), HttpStatusCode.BadRequest, "questions[0].text");
        await RefusedAsync(Test, Encoding.UTF8.GetBytes($$"""{"questions":[{{Good.Replace("ya", new string('y', 501), StringComparison.Ordinal)}}]}"""), HttpStatusCode.BadRequest, "questions[0].options[0].text");
    }

    [Fact]
    public async Task Attempts_name_the_answer_that_is_wrong()
    {
        var run = await service.StartRunAsync();
        var (first, second) = (run.Key.GetProperty("questions")[0], run.Key.GetProperty("questions")[1]);
        var (question, option) = (first.GetProperty("questionId").GetString()!, first.GetProperty("options")[0].GetProperty("optionId").GetString()!);
        var (unanswered, none) = (second.GetProperty("questionId").GetString()!, Guid.NewGuid().ToString());
        var right = $$"""{"questionId":"{{question}}","optionId":"{{option}}"}""";

        foreach (var (answers, naming) in ((string, string)[])
        [
            ("null", "answers"), ("7", "answers"), ("[]", question), ("[null]", "answers[0]"), ("[{}]", "answers[0].questionId"),
            ($"[{right}]", unanswered), ($"[{right},{right}]", "answers[1].questionId"),
            ($"[{right.Replace(question, none, StringComparison.Ordinal)}]", none),
            ($"[{right.Replace(option, none, StringComparison.Ordinal)}]", none),
            ($"[{right.Replace(option, "x", StringComparison.Ordinal)}]", "answers[0].optionId"),
        ])
            await RefusedAsync(Attempt, Encoding.UTF8.GetBytes($$"""{"answers":{{answers}}}"""), HttpStatusCode.BadRequest, naming, run: run);
        await RefusedAsync(Attempt, Encoding.UTF8.GetBytes("{}"), HttpStatusCode.BadRequest, "answers", run: run);
    }

    [Fact]
    public async Task Places_that_are_not_there_are_not_found()
    {
        var run = await service.StartRunAsync(withTest: false);
        using var learner = service.AsLearner(run.Nip);
        var before = await service.FingerprintAsync();
        foreach (var (path, body) in ((string, object)[])
        [
            ($"{run.At}/sessions/{Guid.NewGuid()}/attendance", new { }),
            ($"{run.At}/sessions/x/attendance", new { }),
            ($"{run.At}/modules/{Guid.NewGuid()}/progress", new { percent = 1 }),
            ($"{run.At}/modules/x/progress", new { percent = 1 }),
            ($"{run.At}/post-test/attempts/1", new { answers = Array.Empty<object>() }), // no test has been set
            ($"{run.At}/post-test/attempts/0", new { answers = Array.Empty<object>() }),
            ($"{run.At}/post-test/attempts/x", new { answers = Array.Empty<object>() }),
            ($"{run.At}/post-test/attempts/3000000000", new { answers = Array.Empty<object>() }),
        ])
        {
            using var response = await learner.PutAsJsonAsync(path, body);
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        }
        using var live = await learner.PutAsJsonAsync(run.Progress(1), new { percent = 1 });
        await live.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "module-not-self-paced");
        using var unset = await learner.GetAsync($"{run.At}/post-test");
        await unset.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("participants?limit=0", "limit")]
    [InlineData("participants?limit=501", "limit")]
    [InlineData("participants?limit=x", "limit")]
    [InlineData("participants?after=x", "after")]
    [InlineData("participants?after=%00", "after")]
    [InlineData("participants?outcome=maybe", "outcome")]
    public async Task Lists_name_the_parameter_that_is_wrong(string query, string naming)
    {
        var run = await service.StartRunAsync(withTest: false);
        using var admin = service.AsTrainingAdmin();
        using var learner = service.AsLearner(run.Nip);
        using var response = await admin.GetAsync($"{run.At}/{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
        if (naming == "outcome") return;
        using var mine = await learner.GetAsync($"/api/delivery/my/offerings?{query.Split('?')[1]}");
        await mine.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
    }

    [Fact]
    public async Task A_test_stands_once_it_was_attempted()
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);
        await run.AttemptAsync(learner, 1);
        await RefusedAsync(Test, JsonSerializer.SerializeToUtf8Bytes(Run.OtherQuestions), HttpStatusCode.Conflict, "post-test-attempted", run: run);
    }

    private async Task RefusedAsync(
        string endpoint, byte[] body, HttpStatusCode status, string? naming, string mediaType = "application/json", Run? run = null)
    {
        run ??= await service.StartRunAsync();
        using var client = endpoint == Test ? service.AsInstructor() : service.AsLearner(run.Nip);
        var path = endpoint switch { Progress => run.Progress(0), Attempt => $"{run.At}/post-test/attempts/1", _ => $"{run.At}/post-test" };
        var before = await service.FingerprintAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        // A refused body is not read to its end: a client that does not ask first may find the connection closed while it still writes.
        request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        using var response = await client.SendAsync(request);
        await response.ShouldBeProblemAsync(status, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }
}
