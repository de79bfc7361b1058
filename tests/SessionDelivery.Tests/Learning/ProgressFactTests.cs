using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;
using static Bpsdm.SessionDelivery.Tests.Learning.ContentTests;

namespace Bpsdm.SessionDelivery.Tests.Learning;

/// <summary>A client that was offline sends what it has.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class ProgressFactTests(DeliveryFixture service)
{
    [Fact]
    public async Task Each_fact_gets_an_answer_and_the_modules_follow()
    {
        var (run, items) = await StartAsync();
        using var learner = service.AsLearner(run.Nip);
        var told = await run.TellAsync(learner, Fact(items[0], 100), Fact(items[1], 60), Fact(items[1], 40), Fact(Guid.NewGuid(), 100), Fact(items[0], 100));
        told.GetProperty("facts").EnumerateArray().Select(f => f.GetProperty("result").GetString()).ShouldBe(["accepted", "accepted", "known", "refused", "known"]);
        told.GetProperty("facts")[3].GetProperty("problem").GetString().ShouldBe("urn:bpsdm:problem:item-unknown");
        told.GetProperty("facts")[3].GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        // 10 minutes of 10 + 30, and 60 % of 30; one item of one in the third module.
        told.GetProperty("modules").EnumerateArray().Select(m => m.GetProperty("percent").GetInt32()).ShouldBe([70, 0]);
    }

    [Fact]
    public async Task What_was_sent_before_is_known_and_changes_nothing()
    {
        var (run, items) = await StartAsync();
        using var learner = service.AsLearner(run.Nip);
        object[] facts = [Fact(items[0], 80, position: 3), Fact(items[1], 20, position: 44), new { id = Guid.NewGuid(), itemId = items[1], percent = 10 }];
        await run.TellAsync(learner, facts);
        var before = await service.FingerprintAsync();
        (await run.TellAsync(learner, facts)).GetProperty("facts").EnumerateArray().ShouldAllBe(f => f.GetProperty("result").GetString() == "known");
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Batches_that_come_at_once_to_two_replicas_add_up_and_complete_once()
    {
        var (run, items) = await StartAsync(allModules: true);
        await using var replica = new Replica(service);
        using var here = service.AsLearner(run.Nip);
        using var there = replica.AsLearner(run.Nip);
        (await run.AttemptAsync(here, 1)).GetProperty("outcome").GetString().ShouldBe("in-progress");
        var facts = Enumerable.Range(1, 20).SelectMany(n => items.Select(item => Fact(item, n * 5))).ToArray();
        Random.Shared.Shuffle(facts);
        await Task.WhenAll(facts.Chunk(7).Concat(facts.Chunk(11)).Select((chunk, i) => run.TellAsync(i % 2 == 0 ? here : there, chunk)));

        (await run.CompletedAsync(1)).ShouldHaveSingleItem().Score.ShouldBe(100);
        await service.DrainAsync();
        run.CompletedSoFar().Count.ShouldBe(1);
        (await service.ScalarAsync<long>("SELECT count(*) FROM item_progress WHERE participant_id = $1 AND percent = 100", run.Participants[0].ParticipantId)).ShouldBe(3);
    }

    [Fact]
    public async Task A_batch_of_an_offline_week_is_one_request()
    {
        var (run, items) = await StartAsync();
        using var learner = service.AsLearner(run.Nip);
        var facts = Enumerable.Range(0, 500).Select(n => Fact(items[n % 3], n / 5, position: n, at: DateTimeOffset.UtcNow.AddMinutes(n - 500))).ToArray();
        (await run.TellAsync(learner, facts)).GetProperty("facts").GetArrayLength().ShouldBe(500);
        using var tooMany = await learner.PostAsJsonAsync(run.Facts, new { facts = facts.Append(Fact(items[0], 1)) });
        await tooMany.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "500");
    }

    [Fact]
    public async Task After_the_outcome_only_the_bookmark_moves_and_after_the_closure_nothing()
    {
        var (run, items) = await StartAsync();
        using var learner = service.AsLearner(run.Nip);
        using var admin = service.AsTrainingAdmin();
        await run.TellAsync(learner, Fact(items[0], 30, position: 3));
        await run.AttemptAsync(learner, 1, right: 0);
        (await run.AttemptAsync(learner, 2, right: 0)).GetProperty("outcome").GetString().ShouldBe("failed");

        Refusals(await run.TellAsync(learner, Fact(items[0], 40), Fact(items[0], 30, position: 9))).ShouldBe(["urn:bpsdm:problem:already-decided", null]);
        await run.CloseAsync(admin);
        Refusals(await run.TellAsync(learner, Fact(items[0], 30, position: 12))).ShouldHaveSingleItem().ShouldNotBeNull();
        var item = (await learner.GetFromJsonAsync<JsonElement>(run.MyContent)).GetProperty("modules")[0].GetProperty("items")[0];
        (item.GetProperty("percent").GetInt32(), item.GetProperty("position").GetInt32()).ShouldBe((30, 9));
    }

    [Fact]
    public async Task A_clock_that_is_ahead_moves_no_bookmark_but_its_progress_counts()
    {
        var (run, items) = await StartAsync();
        using var learner = service.AsLearner(run.Nip);
        await run.TellAsync(learner, Fact(items[0], 50, position: 7));
        await run.TellAsync(learner, Fact(items[0], 60, position: 99, at: DateTimeOffset.UtcNow.AddDays(400)));
        var item = (await learner.GetFromJsonAsync<JsonElement>(run.MyContent)).GetProperty("modules")[0].GetProperty("items")[0];
        (item.GetProperty("percent").GetInt32(), item.GetProperty("position").GetInt32()).ShouldBe((60, 7));
    }

    [Theory]
    [InlineData("""{}""", "facts")]
    [InlineData("""{"facts":[]}""", "facts")]
    [InlineData("""{"facts":[null]}""", "facts[0]")]
    [InlineData("""{"facts":[{"itemId":"ID","percent":5}]}""", "facts[0].id")]
    [InlineData("""{"facts":[{"id":"ID","percent":5}]}""", "facts[0].itemId")]
    [InlineData("""{"facts":[{"id":"ID","itemId":"ID"}]}""", "facts[0].percent")]
    [InlineData("""{"facts":[{"id":"ID","itemId":"ID","percent":101}]}""", "facts[0].percent")]
    [InlineData("""{"facts":[{"id":"ID","itemId":"ID","percent":5,"position":-1,"at":"2026-06-01T00:00:00Z"}]}""", "facts[0].position")]
    [InlineData("""{"facts":[{"id":"ID","itemId":"ID","percent":5,"position":1}]}""", "facts[0].at")]
    public async Task Facts_name_what_is_wrong_with_them(string body, string naming)
    {
        var (run, items) = await StartAsync();
        using var learner = service.AsLearner(run.Nip);
        var before = await service.FingerprintAsync();
        using var response = await learner.PostAsJsonAsync(run.Facts, JsonElement.Parse(body.Replace("ID", items[0].ToString(), StringComparison.Ordinal)));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Where_the_modules_come_first_the_post_test_waits_and_says_for_which()
    {
        var (run, items) = await StartAsync();
        using var learner = service.AsLearner(run.Nip);
        using var admin = service.AsTrainingAdmin();
        await run.SetOrderAsync(admin, preTestFirst: false, modulesFirst: true);
        await run.TellAsync(learner, Fact(items[0], 100), Fact(items[1], 50), Fact(items[2], 100));
        using (var look = await learner.GetAsync($"{run.At}/post-test")) await look.ShouldBeProblemAsync(HttpStatusCode.Conflict, "modul 1 'Pengantar' (baru 62 persen).");
        using (var attempt = await learner.PutAsJsonAsync($"{run.At}/post-test/attempts/1", run.Answers(2)))
            await attempt.ShouldBeProblemAsync(HttpStatusCode.Conflict, "modul 1 'Pengantar' (baru 62 persen).");
        (await service.ScalarAsync<long>("SELECT count(*) FROM attempts WHERE offering_id = $1", run.OfferingId)).ShouldBe(0);

        await run.TellAsync(learner, Fact(items[1], 100));
        using (var look = await learner.GetAsync($"{run.At}/post-test")) look.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await run.AttemptAsync(learner, 1)).GetProperty("passed").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{}""", "preTestFirst")]
    [InlineData("""{"preTestFirst":false}""", "modulesFirst")]
    public async Task An_order_is_said_as_a_whole(string body, string naming)
    {
        var run = await service.StartRunAsync();
        using var admin = service.AsTrainingAdmin();
        using var response = await admin.PutAsJsonAsync($"{run.At}/learning-order", JsonElement.Parse(body));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
    }

    [Fact]
    public async Task A_pre_test_that_there_is_not_keeps_nobody_out()
    {
        var run = await service.StartRunAsync();
        using var admin = service.AsTrainingAdmin();
        using var response = await admin.PutAsJsonAsync($"{run.At}/learning-order", new { preTestFirst = true, modulesFirst = false });
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "no-pre-test");
    }

    private static IEnumerable<string?> Refusals(JsonElement told) =>
        told.GetProperty("facts").EnumerateArray().Select(f => f.GetProperty("problem").GetString());

    /// <summary>The first module has items of 10 and 30 minutes, the third one of 20.</summary>
    private async Task<(Run Run, Guid[] Items)> StartAsync(bool allModules = false)
    {
        var run = await service.StartRunAsync(DeliveryFixture.Offering(minAttendance: allModules ? 0 : 30, allModules: allModules));
        Guid[] items = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        using var instructor = service.AsInstructor();
        await run.SetContentAsync(instructor, 0, Page(items[0], 10), Video(items[1], 30));
        await run.SetContentAsync(instructor, 2, Video(items[2], 20));
        return (run, items);
    }
}
