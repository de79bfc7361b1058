using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using static Bpsdm.SessionDelivery.Tests.Taking.TestRun;

namespace Bpsdm.SessionDelivery.Tests.Taking;

/// <summary>What may be set and answered, and what is refused and changes nothing.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class DefinitionTests(DeliveryFixture service)
{
    private const string Good = """ "draws":[{"module":1,"count":2}],"timeLimitMinutes":30 """;

    [Fact]
    public async Task A_test_may_be_set_anew_until_somebody_has_begun_it()
    {
        var run = await StartAsync(service);
        using var staff = service.AsInstructor();
        using var learner = service.AsLearner(run.Run.Nip);
        using (var unset = await staff.GetAsync($"{run.At}/tests/post-test")) await unset.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        var first = await run.DefineAsync("post-test", Draw((1, 2)));
        (first.GetProperty("attempts").GetInt32(), first.GetProperty("passScore").GetInt32()).ShouldBe((2, 70));
        (await run.DefineAsync("post-test", Draw((1, 2)))).ToString().ShouldBe(first.ToString());
        var second = await run.DefineAsync("post-test", Draw(45, (1, 3)));
        (await staff.GetFromJsonAsync<JsonElement>($"{run.At}/tests/post-test")).ToString().ShouldBe(second.ToString());
        await run.BeginAsync(learner);
        await ConflictAsync(staff.PutAsJsonAsync($"{run.At}/tests/post-test", Draw((1, 2))), "test-attempted");
        (await run.DefineAsync("post-test", Draw(45, (1, 3)))).ToString().ShouldBe(second.ToString());
    }

    [Fact]
    public async Task An_offering_has_one_kind_of_post_test()
    {
        var (drawn, written) = (await StartAsync(service), await StartAsync(service));
        using var staff = service.AsInstructor();
        await written.Run.SetTestAsync();
        await drawn.DefineAsync("post-test", Draw((1, 2)));
        await ConflictAsync(staff.PutAsJsonAsync($"{drawn.At}/post-test", Run.Questions), "post-test-drawn");
        await ConflictAsync(staff.PutAsJsonAsync($"{written.At}/tests/post-test", Draw((1, 2))), "post-test-fixed");
        await ConflictAsync(staff.PutAsJsonAsync($"{written.At}/tests/remedial", Draw((1, 2))), "post-test-fixed");
        // A pre-test goes with either.
        await written.DefineAsync("pre-test", Draw((1, 2)));
        using var learner = service.AsLearner(written.Run.Nip);
        (await written.Run.AttemptAsync(learner, 1)).GetProperty("passed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_authors_at_once_one_is_refused()
    {
        for (var i = 0; i < 5; i++)
        {
            var run = await StartAsync(service);
            using var staff = service.AsInstructor();
            var both = await Task.WhenAll(staff.PutAsJsonAsync($"{run.At}/post-test", Run.Questions), staff.PutAsJsonAsync($"{run.At}/tests/post-test", Draw((1, 2))));
            both.Select(r => r.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
        }
    }

    [Theory]
    [InlineData("post-test", "{}", HttpStatusCode.BadRequest, "draws")]
    [InlineData("post-test", "null", HttpStatusCode.BadRequest, null)]
    [InlineData("post-test", """{"draws":[],"timeLimitMinutes":30}""", HttpStatusCode.BadRequest, "draws")]
    [InlineData("post-test", """{"draws":[null],"timeLimitMinutes":30}""", HttpStatusCode.BadRequest, "draws[0].count")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":0}],"timeLimitMinutes":30}""", HttpStatusCode.BadRequest, "draws[0].count")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":1},{"module":1,"count":1}],"timeLimitMinutes":30}""", HttpStatusCode.BadRequest, "draws")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":101},{"module":3,"count":100}],"timeLimitMinutes":30}""", HttpStatusCode.BadRequest, "draws")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":9}],"timeLimitMinutes":30}""", HttpStatusCode.UnprocessableEntity, "modul 1 memuat 8 soal")]
    [InlineData("post-test", """{"draws":[{"module":7,"count":1}],"timeLimitMinutes":30}""", HttpStatusCode.UnprocessableEntity, "modul 7 memuat 0 soal")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":2}]}""", HttpStatusCode.BadRequest, "timeLimitMinutes")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":2}],"timeLimitMinutes":0}""", HttpStatusCode.BadRequest, "timeLimitMinutes")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":2}],"timeLimitMinutes":601}""", HttpStatusCode.BadRequest, "timeLimitMinutes")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":2}],"closesAt":"2020-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest, "closesAt")]
    [InlineData("post-test", """{"draws":[{"module":1,"count":2}],"opensAt":"2090-01-02T00:00:00Z","closesAt":"2090-01-02T00:00:00Z"}""", HttpStatusCode.BadRequest, "closesAt")]
    [InlineData("post-test", "{" + Good + ""","attempts":0}""", HttpStatusCode.BadRequest, "attempts")]
    [InlineData("post-test", "{" + Good + ""","attempts":3}""", HttpStatusCode.BadRequest, "attempts")]
    [InlineData("post-test", "{" + Good + ""","passScore":60}""", HttpStatusCode.BadRequest, "passScore")]
    [InlineData("pre-test", "{" + Good + ""","passScore":101}""", HttpStatusCode.BadRequest, "passScore")]
    [InlineData("pre-test", "{" + Good + ""","attempts":11}""", HttpStatusCode.BadRequest, "attempts")]
    [InlineData("pre-test", "{" + Good + ""","seed":-1}""", HttpStatusCode.BadRequest, "seed")]
    [InlineData("pre-test", "{" + Good + ""","seed":9007199254740992}""", HttpStatusCode.BadRequest, "seed")]
    [InlineData("remedial", "{" + Good + "}", HttpStatusCode.Conflict, "post-test-missing")]
    [InlineData("quiz", "{" + Good + "}", HttpStatusCode.NotFound, "pre-test, post-test")]
    public async Task A_definition_names_what_is_wrong_with_it(string test, string body, HttpStatusCode status, string? naming)
    {
        var run = await StartAsync(service);
        using var staff = service.AsInstructor();
        var before = await service.FingerprintAsync();
        using var json = new StringContent(body, Encoding.UTF8, "application/json");
        using var refused = await staff.PutAsync($"{run.At}/tests/{test}", json);
        await refused.ShouldBeProblemAsync(status, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_remedial_gets_what_the_post_test_leaves()
    {
        var run = await StartAsync(service);
        using var staff = service.AsInstructor();
        await run.DefineAsync("post-test", Draw((1, 2)));
        using var none = await staff.PutAsJsonAsync($"{run.At}/tests/remedial", Draw((1, 2)));
        await none.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "attempts");
    }

    [Theory]
    [InlineData("Soal", """{"choices":[0]}""", "revision")]
    [InlineData("Soal", """{"revision":0,"choices":[0]}""", "revision")]
    [InlineData("Soal", """{"revision":99999999999,"choices":[0]}""", "revision")]
    [InlineData("Soal", """{"revision":1}""", "choices")]
    [InlineData("Soal", """{"revision":1,"choices":[4]}""", "choices")]
    [InlineData("Soal", """{"revision":1,"choices":[-1]}""", "choices")]
    [InlineData("Soal", """{"revision":1,"choices":[0,1]}""", "choices")]
    [InlineData("Soal", """{"revision":1,"choices":[0],"text":"x"}""", "$")]
    [InlineData("Soal", """{"revision":1,"choices":[0],"score":100}""", "score")]
    [InlineData("Mana", """{"revision":1,"choices":[0,9]}""", "choices")]
    [InlineData("Setuju", """{"revision":1,"text":"ya"}""", "truth")]
    [InlineData("Berapa", """{"revision":1,"number":1e30}""", "number")]
    [InlineData("Berapa", """{"revision":1,"number":1e300}""", "number")]
    [InlineData("Jodohkan", """{"revision":1,"matches":[0,1]}""", "matches")]
    [InlineData("Jodohkan", """{"revision":1,"matches":[0,1,3]}""", "matches")]
    [InlineData("Kota", """{"revision":1,"text":"a\u0000b"}""", "text")]
    [InlineData("Kota", """{"revision":1,"text":"\ud800"}""", null)]
    [InlineData("Uraikan", """{"revision":1,"choices":[0]}""", "text")]
    [InlineData("Uraikan", "null", null)]
    [InlineData("Uraikan", "[]", null)]
    public async Task An_answer_names_what_is_wrong_with_it(string question, string body, string? naming)
    {
        var run = await StartAsync(service);
        await run.DefineAsync("pre-test", Draw((1, 1), (2, 1), (3, 5)));
        using var learner = service.AsLearner(run.Run.Nip);
        var item = ItemsOf(await run.BeginAsync(learner, "pre-test")).First(i => i.GetProperty("text").GetString()!.StartsWith(question, StringComparison.Ordinal));
        var before = await service.FingerprintAsync();
        using var json = new StringContent(body, Encoding.UTF8, "application/json");
        using var refused = await learner.PutAsync($"{run.Attempt("pre-test")}/answers/{item.GetProperty("itemId")}", json);
        await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_refused()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("pre-test", Draw((2, 1)));
        using var learner = service.AsLearner(run.Run.Nip);
        var item = ItemsOf(await run.BeginAsync(learner, "pre-test"))[0];
        await run.AnswerAsync(learner, item, new { revision = 1, text = new string('é', 20_000) }, "pre-test");
        using var refused = await learner.PutAsJsonAsync($"{run.Attempt("pre-test")}/answers/{item.GetProperty("itemId")}", new { revision = 2, text = new string('x', 20_001) });
        await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "text");
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var run = await StartAsync(service, participants: 2);
        await run.DefineAsync("pre-test", Draw((1, 1)));
        using var learner = service.AsLearner(run.Run.Nip);
        using var other = service.AsLearner(run.Run.Participants[1].Person.Nip);
        var item = ItemsOf(await run.BeginAsync(learner, "pre-test"))[0].GetProperty("itemId");
        var answer = new { revision = 1, choices = new[] { 0 } };
        var before = await service.FingerprintAsync();
        foreach (var (client, method, path) in ((HttpClient, HttpMethod, string)[])
        [
            (other, HttpMethod.Get, run.Attempt("pre-test")), (other, HttpMethod.Post, $"{run.Attempt("pre-test")}/hand-in"),
            (other, HttpMethod.Put, $"{run.Attempt("pre-test")}/answers/{item}"), (learner, HttpMethod.Put, $"{run.Attempt("pre-test")}/answers/{Guid.NewGuid()}"),
            (learner, HttpMethod.Put, run.Attempt("post-test")), (learner, HttpMethod.Put, run.Attempt("quiz")), (learner, HttpMethod.Put, run.Attempt("pre-test", 0)),
            (learner, HttpMethod.Get, run.Attempt("pre-test", 2)), (learner, HttpMethod.Get, $"{run.At}/tests/pre-test/attempts/3000000000"),
        ])
        {
            using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(answer) };
            using var response = await client.SendAsync(request);
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        }
        (await service.FingerprintAsync()).ShouldBe(before);
    }
}
