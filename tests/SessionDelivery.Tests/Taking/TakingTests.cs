using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using static Bpsdm.SessionDelivery.Tests.Taking.TestRun;

namespace Bpsdm.SessionDelivery.Tests.Taking;

/// <summary>A participant's way through a test that is drawn from banks.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class TakingTests(DeliveryFixture service)
{
    [Fact]
    public async Task Who_passes_the_post_test_completes_once()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("post-test", Draw((1, 3), (3, 5)));
        using var learner = service.AsLearner(run.Run.Nip);
        var begun = await run.BeginAsync(learner);
        (begun.GetProperty("status").GetString(), ItemsOf(begun).Count).ShouldBe(("in-progress", 8));
        begun.GetProperty("remainingSeconds").GetInt32().ShouldBeInRange(1700, 1800);

        var graded = await run.TakeAsync(learner);
        (graded.GetProperty("status").GetString(), graded.GetProperty("score").GetDecimal(), graded.GetProperty("passed").GetBoolean()).ShouldBe(("graded", 100, true));
        (await run.Run.CompletedAsync(1)).ShouldHaveSingleItem().Score.ShouldBe(100);
        var mine = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress");
        mine.GetProperty("attempts").EnumerateArray().Select(a => a.GetProperty("score").GetDecimal()).ShouldBe([100]);
        mine.GetProperty("outcome").GetString().ShouldBe("completed");

        // Asked again, on either replica, it is the same.
        await using var replica = new Replica(service);
        using var there = replica.AsLearner(run.Run.Nip);
        foreach (var client in (HttpClient[])[learner, there])
        {
            (await run.HandInAsync(client)).ToString().ShouldBe(graded.ToString());
            (await run.ResumeAsync(client)).ToString().ShouldBe(graded.ToString());
            (await run.BeginAsync(client)).ToString().ShouldBe(graded.ToString());
            await ConflictAsync(client.PutAsJsonAsync($"{run.Attempt()}/answers/{ItemsOf(begun)[0].GetProperty("itemId")}", Answer(ItemsOf(begun)[0], right: true, revision: 9)), "attempt-over");
            await ConflictAsync(client.PutAsync(run.Attempt(n: 2), null), "already-decided");
        }
        await service.DrainAsync();
        run.Run.CompletedSoFar().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_part_of_an_answer_earns_a_part_of_the_points()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("post-test", Draw((3, 5)));
        using var learner = service.AsLearner(run.Run.Nip);
        foreach (var item in ItemsOf(await run.BeginAsync(learner)))
        {
            await run.AnswerAsync(learner, item, item.GetProperty("kind").GetString() switch
            {
                "multiple-choice" => new { revision = 1, choices = Those(item, "choices", "benar").Take(1) },
                "matching" => new { revision = 1, matches = new int?[] { Those(item, "right", "R1").Single(), null, null } },
                "short-text" => new { revision = 1, text = "dki" },
                "true-false" => new { revision = 1, blank = true },
                _ => Answer(item, right: true),
            });
        }
        var graded = await run.HandInAsync(learner);
        graded.GetProperty("score").GetDecimal().ShouldBe(46.66m); // (1/2 + 1/3 + 1/2 + 0 + 1) / 5
        ItemsOf(graded).ToDictionary(i => i.GetProperty("kind").GetString()!, i => i.GetProperty("earned").GetDecimal(), StringComparer.Ordinal)
            .ShouldBe(new Dictionary<string, decimal> { ["multiple-choice"] = 0.5m, ["matching"] = 0.33333333m, ["short-text"] = 0.5m, ["true-false"] = 0, ["numeric"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Each_participant_has_another_form_and_always_the_same()
    {
        var run = await StartAsync(service, participants: 12);
        await run.DefineAsync("pre-test", Draw((1, 4), (3, 5)));
        await using var replica = new Replica(service);
        var forms = new List<string>();
        foreach (var participant in run.Run.Participants)
        {
            using var here = service.AsLearner(participant.Person.Nip);
            using var there = replica.AsLearner(participant.Person.Nip);
            var many = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => run.BeginAsync(i % 2 == 0 ? here : there, "pre-test")));
            var one = many.Append(await run.ResumeAsync(there, "pre-test")).Select(a => $"{a.GetProperty("attemptId")} {a.GetProperty("deadline")} {a.GetProperty("items")}").Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
            Sorted(many[0]).Count(i => i.GetProperty("kind").GetString() == "single-choice").ShouldBe(4);
            forms.Add(string.Join('|', ItemsOf(many[0]).Select(i => $"{i.GetProperty("text")}{(i.TryGetProperty("choices", out var c) ? c : "")}{(i.TryGetProperty("right", out var r) ? r : "")}")));
            one.ShouldNotBeEmpty();
        }
        forms.Distinct(StringComparer.Ordinal).Count().ShouldBe(12);
        // Neither place tells what is right.
        var matches = forms.Select(f => f[f.IndexOf("\"R", StringComparison.Ordinal)..][..14]).Distinct(StringComparer.Ordinal).ToList();
        matches.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Nothing_that_a_participant_reads_tells_what_is_right()
    {
        var run = await StartAsync(service);
        await run.DefineAsync("post-test", Draw((1, 8), (3, 5)));
        using var learner = service.AsLearner(run.Run.Nip);
        var begun = await run.BeginAsync(learner);
        var bodies = new List<string> { begun.ToString() };
        foreach (var item in ItemsOf(begun)) bodies.Add((await run.AnswerAsync(learner, item, Answer(item, right: false))).ToString());
        bodies.Add((await run.ResumeAsync(learner)).ToString());
        foreach (var path in (string[])["my-tests", "my-progress", "tests/post-test", "tests/post-test/essays", "tests/post-test/analysis", "post-test"])
        {
            using var response = await learner.GetAsync($"{run.At}/{path}");
            bodies.Add(await response.Content.ReadAsStringAsync());
        }
        using (var refused = await learner.PutAsJsonAsync($"{run.Attempt()}/answers/{ItemsOf(begun)[0].GetProperty("itemId")}", new { revision = 1, text = "?", truth = true }))
            bodies.Add(await refused.Content.ReadAsStringAsync());
        foreach (var body in bodies)
        {
            foreach (var secret in (string[])[Secret, "credit", "correct", "tolerance", "explanation", "accepted", "\"seed\"", "Jakarta", "DKI", "\"S1\"", "\"earned\":1"])
                body.ShouldNotContain(secret);
        }
        begun.GetProperty("items").EnumerateArray().Where(i => i.TryGetProperty("earned", out var earned) && earned.ValueKind != JsonValueKind.Null).ShouldBeEmpty();
        // Nor does the place: with four choices eight right ones do not all stand first.
        ItemsOf(begun).Where(i => i.GetProperty("kind").GetString() == "single-choice").Select(i => Those(i, "choices", "benar").Single()).Distinct().Count().ShouldBeGreaterThan(1);
    }

    /// <summary>Messages may come in any order, more than once and at once: the newest by the client's count stands, and so the score is the same.</summary>
    [Fact]
    public async Task Any_order_and_repetition_of_answers_gives_the_same_answers_and_score()
    {
        const int Samples = 12;
        var run = await StartAsync(service, DeliveryFixture.Offering(minAttendance: 100), participants: 2 * Samples);
        // The whole bank and no shuffling: all forms are the same but for the right sides of the pairs.
        await run.DefineAsync("post-test", new { draws = new[] { new { module = 1, count = 8 } }, timeLimitMinutes = 30, shuffle = false });
        var message = from item in Gen.Choose(0, 7) from revision in Gen.Choose(1, 3) from choice in Gen.Choose(-1, 3) select (item, revision, choice);
        var sample = from messages in message.ListOf(24)
                     from again in Gen.SubListOf(messages.AsEnumerable())
                     from order in Gen.Shuffle(messages.Concat(again).ToArray())
                     select (First: messages, Second: order);
        foreach (var (i, (first, second)) in sample.Sample(Samples).Index())
        {
            var one = await SendAsync(run.Run.Participants[2 * i].Person.Nip, first, atOnce: false);
            var other = await SendAsync(run.Run.Participants[2 * i + 1].Person.Nip, second, atOnce: true);
            other.ShouldBe(one);
            // Where one message has the greatest revision it is the one that stands.
            foreach (var group in first.GroupBy(m => m.item))
            {
                var newest = group.Where(m => m.revision == group.Max(g => g.revision)).Distinct().ToList();
                if (newest.Count == 1) one.Answers.ShouldContain($"{group.Key}: {newest[0].revision} {(newest[0].choice < 0 ? "[]" : $"[{newest[0].choice}]")}");
            }
        }

        async Task<(string Answers, decimal Score)> SendAsync(string nip, IEnumerable<(int Item, int Revision, int Choice)> messages, bool atOnce)
        {
            using var learner = service.AsLearner(nip);
            var items = Sorted(await run.BeginAsync(learner));
            var sent = messages.Select(m => (Func<Task>)(() => run.AnswerAsync(learner, items[m.Item], new { revision = m.Revision, choices = m.Choice < 0 ? [] : new[] { m.Choice } })));
            if (atOnce) await Task.WhenAll(sent.Select(s => s()));
            else foreach (var one in sent) await one();
            var saved = string.Join('\n', Sorted(await run.ResumeAsync(learner)).Select((item, i) => item.TryGetProperty("answer", out var a) && a.ValueKind == JsonValueKind.Object
                ? $"{i}: {a.GetProperty("revision")} {a.GetProperty("choices")}" : $"{i}: -"));
            return (saved, (await run.HandInAsync(learner)).GetProperty("score").GetDecimal());
        }
    }

    [Fact]
    public async Task However_often_it_is_handed_in_at_once_there_is_one_attempt_and_one_outcome()
    {
        var run = await StartAsync(service, DeliveryFixture.Offering(minAttendance: 0, allModules: false, maxAttempts: 1));
        await run.DefineAsync("post-test", Draw((1, 2)));
        await using var replica = new Replica(service);
        using var here = service.AsLearner(run.Run.Nip);
        using var there = replica.AsLearner(run.Run.Nip);
        var items = ItemsOf(await run.BeginAsync(here));
        await run.AnswerAsync(there, items[0], Answer(items[0], right: true));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => run.HandInAsync(i % 2 == 0 ? here : there)));
        answers.Select(a => a.ToString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        answers[0].GetProperty("score").GetDecimal().ShouldBe(50);
        await service.DrainAsync();
        run.Run.FailedSoFar().ShouldHaveSingleItem().Score.ShouldBe(50);
        (await run.Run.SummaryAsync(_ => true)).GetProperty("attempts").GetInt32().ShouldBe(1);
    }

    /// <summary>An answer is saved before the hand-in and counts, or it is refused: nothing is lost in between.</summary>
    [Fact]
    public async Task An_answer_that_races_with_the_hand_in_counts_or_is_refused()
    {
        var run = await StartAsync(service, participants: 20);
        await run.DefineAsync("pre-test", Draw((1, 1)));
        await Parallel.ForEachAsync(run.Run.Participants, new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (participant, _) =>
        {
            using var learner = service.AsLearner(participant.Person.Nip);
            var item = ItemsOf(await run.BeginAsync(learner, "pre-test"))[0];
            var answering = learner.PutAsJsonAsync($"{run.Attempt("pre-test")}/answers/{item.GetProperty("itemId")}", Answer(item, right: true), CancellationToken.None);
            var handedIn = run.HandInAsync(learner, "pre-test");
            using var answered = await answering;
            answered.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
            (await handedIn).GetProperty("score").GetDecimal().ShouldBe(answered.IsSuccessStatusCode ? 100 : 0);
        });
    }

    [Fact]
    public async Task A_question_that_was_corrected_is_graded_as_it_was_given()
    {
        var run = await StartAsync(service, participants: 2);
        await run.ImportAsync(2, "::E::Lebih dari satu? {T}");
        await run.DefineAsync("pre-test", Draw((2, 1)));
        using var early = service.AsLearner(run.Run.Nip);
        using var late = service.AsLearner(run.Run.Participants[1].Person.Nip);
        await run.BeginAsync(early, "pre-test");
        await run.ImportAsync(2, "::E::Lebih dari satu? {F}");
        (await run.TakeAsync(early, "pre-test")).GetProperty("score").GetDecimal().ShouldBe(100);
        (await run.TakeAsync(late, "pre-test")).GetProperty("score").GetDecimal().ShouldBe(0);
    }
}
