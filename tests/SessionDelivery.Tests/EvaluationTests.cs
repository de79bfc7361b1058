using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.SessionDelivery.Domain;
using FsCheck.Xunit;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>What participants say of an offering, and that nobody can tell who said it.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class EvaluationTests(DeliveryFixture service)
{
    internal static readonly object OwnForm = new
    {
        items = new object[]
        {
            new { section = "programme", kind = "scale", text = "Materi bermanfaat.", required = true },
            new { section = "organisation", kind = "text", text = "Saran?" },
        },
    };

    internal static object Answers(int value, string? text = null) => new
    {
        answers = EvaluationForm.Default.Where(i => i.IsScale).Select(i => (object)new { item = i.Number, value })
            .Concat(text is null ? [] : [new { item = 11, text }]),
    };

    [Fact]
    public async Task Results_are_told_by_five_and_of_no_fewer()
    {
        var run = await service.StartRunAsync(participants: 11);
        for (var i = 0; i < 11; i++)
        {
            if (i == 4) (await ResultAsync(run, 1)).GetProperty("mean").ValueKind.ShouldBe(JsonValueKind.Null);
            await HandInAsync(run, i, Answers(i < 5 ? 4 : 1, $"saran {i}"));
        }
        var results = await ResultsAsync(run);
        (results.GetProperty("handedIn").GetInt32(), results.GetProperty("counted").GetInt32(), results.GetProperty("least").GetInt32()).ShouldBe((11, 10, 5));
        var first = await ResultAsync(run, 1);
        first.GetProperty("distribution").EnumerateArray().Select(c => c.GetInt32()).ShouldBe([5, 0, 0, 5, 0]);
        first.GetProperty("mean").GetDecimal().ShouldBe(2.5m);
        (await ResultAsync(run, 11)).GetProperty("texts").EnumerateArray().Select(t => t.GetString()).ShouldBe(Enumerable.Range(0, 10).Select(i => $"saran {i}"), ignoreOrder: true);
        // Nobody has said anything to this one.
        (await ResultAsync(run, 10)).GetProperty("texts").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Fewer_than_five_texts_stay_unread_though_the_scales_are_told()
    {
        var run = await service.StartRunAsync(participants: 5);
        for (var i = 0; i < 5; i++) await HandInAsync(run, i, Answers(3, i < 4 ? "Ruang terlalu panas." : null));
        (await ResultAsync(run, 1)).GetProperty("mean").GetDecimal().ShouldBe(3);
        var texts = await ResultAsync(run, 11);
        (texts.GetProperty("answered").GetInt32(), texts.GetProperty("texts").ValueKind).ShouldBe((4, JsonValueKind.Null));
    }

    [Fact]
    public async Task What_is_sent_many_times_and_to_two_replicas_counts_once()
    {
        await using var replica = new Replica(service);
        var run = await service.StartRunAsync(participants: 25);
        await Task.WhenAll(Enumerable.Range(0, 75).Select(async n =>
        {
            using var learner = n % 2 == 0 ? service.AsLearner(run.Participants[n % 25].Person.Nip) : replica.AsLearner(run.Participants[n % 25].Person.Nip);
            using var response = await learner.PutAsJsonAsync($"{run.At}/evaluation", Answers(5));
            (await Run.ReadAsync(response)).GetProperty("handedIn").GetBoolean().ShouldBeTrue();
        }));
        var results = await ResultsAsync(run);
        var (handedIn, counted) = (results.GetProperty("handedIn").GetInt32(), results.GetProperty("counted").GetInt32());
        // How many wait in the end depends on how they came together; fewer than five do.
        (handedIn, await service.ScalarAsync<int>("SELECT counted + jsonb_array_length(waiting) FROM evaluation_boxes WHERE offering_id = $1", run.OfferingId)).ShouldBe((25, 25));
        counted.ShouldBeInRange(21, 25);
        (await ResultAsync(run, 9)).GetProperty("distribution").EnumerateArray().Select(c => c.GetInt32()).ShouldBe([0, 0, 0, 0, counted]);
    }

    [Fact]
    public async Task No_column_leads_from_an_answer_to_a_person_or_a_moment()
    {
        (await service.ScalarAsync<string[]>(
            """
            SELECT array_agg(table_name || '.' || column_name || ' ' || data_type ORDER BY table_name, column_name) FROM information_schema.columns
            WHERE table_name IN ('evaluation_hand_ins', 'evaluation_boxes', 'evaluation_texts')
            """)).ShouldBe(
            [
                "evaluation_boxes.counted integer", "evaluation_boxes.counts jsonb", "evaluation_boxes.offering_id uuid", "evaluation_boxes.waiting jsonb",
                "evaluation_hand_ins.offering_id uuid", "evaluation_hand_ins.participant_id uuid",
                "evaluation_texts.id uuid", "evaluation_texts.item integer", "evaluation_texts.offering_id uuid", "evaluation_texts.text text",
            ]);

        var run = await service.StartRunAsync(participants: 10);
        for (var i = 0; i < 10; i++) await HandInAsync(run, i, Answers(1 + i % 5, $"saran {i}"));
        // Ten transactions have handed in, two of them have let out the texts of five each.
        (await service.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM evaluation_hand_ins WHERE offering_id = $1", run.OfferingId)).ShouldBe(10);
        (await service.ScalarAsync<long[]>(
            "SELECT array_agg(n) FROM (SELECT count(*) AS n FROM evaluation_texts WHERE offering_id = $1 GROUP BY xmin::text) AS by_transaction", run.OfferingId)).ShouldBe([5, 5]);
        (await service.ScalarAsync<bool>("SELECT bool_and(substr(id::text, 15, 1) = '4') FROM evaluation_texts WHERE offering_id = $1", run.OfferingId)).ShouldBeTrue();
    }

    /// <summary>However sheets come together, what is counted and what waits are all of them, and fewer than five wait.</summary>
    [Property(MaxTest = 300)]
    public void Nothing_is_lost_in_the_box_and_it_opens_for_five_at_least(byte[][] batches)
    {
        var box = new EvaluationBox { OfferingId = Guid.NewGuid() };
        var texts = 0;
        foreach (var batch in batches)
        {
            var before = box.Counted;
            texts += box.PutIn(batch.Select(b => new EvaluationSheet(new() { [1] = 1 + b % 5 }, new() { [2] = $"{b}" }))).Count;
            (box.Counted - before).ShouldSatisfyAllConditions(opened => (opened is 0 or >= EvaluationBox.Least).ShouldBeTrue());
            box.Waiting.Count.ShouldBeLessThan(EvaluationBox.Least);
        }
        (box.Counted + box.Waiting.Count).ShouldBe(batches.Sum(b => b.Length));
        texts.ShouldBe(box.Counted);
        box.Counts.Values.Sum(c => c.Sum()).ShouldBe(box.Counted);
    }

    [Fact]
    public async Task Where_completion_asks_for_it_the_evaluation_is_what_completes()
    {
        var offering = DeliveryFixture.Offering(minAttendance: 0, allModules: false);
        var run = await service.StartRunAsync(offering with { Completion = offering.Completion with { EvaluationRequired = true } });
        using var learner = service.AsLearner(run.Nip);
        (await run.AttemptAsync(learner, 1)).GetProperty("outcome").GetString().ShouldBe("in-progress");
        var path = $"/api/delivery/my/offerings/{run.OfferingId}/completion";
        (await learner.GetFromJsonAsync<JsonElement>(path)).GetProperty("requirements").EnumerateArray().Single(r => !r.GetProperty("fulfilled").GetBoolean())
            .GetProperty("sentence").GetString().ShouldBe("Anda masih perlu: mengisi dan mengirim evaluasi penyelenggaraan.");

        await HandInAsync(run, 0, Answers(5));
        (await run.CompletedAsync(1)).ShouldHaveSingleItem().Score.ShouldBe(100);
        (await learner.GetFromJsonAsync<JsonElement>($"{run.At}/evaluation")).GetProperty("handedIn").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_form_is_set_until_somebody_has_answered_it()
    {
        var run = await service.StartRunAsync(participants: 2);
        using var admin = service.AsTrainingAdmin();
        using var learner = service.AsLearner(run.Nip);
        (await learner.GetFromJsonAsync<JsonElement>($"{run.At}/evaluation")).GetProperty("items").GetArrayLength().ShouldBe(EvaluationForm.Default.Count);
        using (var set = await admin.PutAsJsonAsync($"{run.At}/evaluation/form", OwnForm)) set.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await learner.GetFromJsonAsync<JsonElement>($"{run.At}/evaluation")).GetProperty("items").GetArrayLength().ShouldBe(2);

        using (var old = await learner.PutAsJsonAsync($"{run.At}/evaluation", Answers(5))) await old.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "answers[1].value");
        await HandInAsync(run, 0, new { answers = new[] { new { item = 1, value = 5 } } });
        using (var again = await admin.PutAsJsonAsync($"{run.At}/evaluation/form", OwnForm)) again.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = await admin.PutAsJsonAsync($"{run.At}/evaluation/form", new { items = new[] { new { section = "programme", kind = "scale", text = "Lain." } } });
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "evaluation-answered");
    }

    [Theory]
    [InlineData("""{}""", "answers")]
    [InlineData("""{"answers":[]}""", "Butir 1 wajib")]
    [InlineData("""{"answers":[null]}""", "answers[0]")]
    [InlineData("""{"answers":[{"item":99,"value":1}]}""", "answers[0].item")]
    [InlineData("""{"answers":[{"item":1,"value":6}]}""", "answers[0].value")]
    [InlineData("""{"answers":[{"item":1,"text":"baik"}]}""", "answers[0].value")]
    [InlineData("""{"answers":[{"item":10,"value":5}]}""", "answers[0].value")]
    [InlineData("""{"answers":[{"item":1,"value":5},{"item":1,"value":4}]}""", "answers[1].item")]
    [InlineData("""{"answers":[{"item":10,"text":"\u0000"}]}""", "answers[0].text")]
    public async Task An_evaluation_names_what_is_wrong_with_it(string body, string naming)
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);
        var before = await service.FingerprintAsync();
        using var response = await learner.PutAsJsonAsync($"{run.At}/evaluation", JsonElement.Parse(body));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("""{"items":[]}""", "items")]
    [InlineData("""{"items":[null]}""", "items")]
    [InlineData("""{"items":[{"section":"food","kind":"scale","text":"x"}]}""", "section")]
    [InlineData("""{"items":[{"section":"programme","kind":"stars","text":"x"}]}""", "kind")]
    [InlineData("""{"items":[{"section":"programme","kind":"scale","text":" "}]}""", "text")]
    public async Task A_form_names_what_is_wrong_with_it(string body, string naming)
    {
        var run = await service.StartRunAsync();
        using var admin = service.AsTrainingAdmin();
        using var response = await admin.PutAsJsonAsync($"{run.At}/evaluation/form", JsonElement.Parse(body));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
    }

    [Fact]
    public async Task A_closed_or_cancelled_offering_is_evaluated_no_more()
    {
        var (closed, cancelled) = (await service.StartRunAsync(), await service.StartRunAsync());
        using var admin = service.AsTrainingAdmin();
        await closed.CloseAsync(admin);
        await service.TellAsync(cancelled.Cancelled());
        foreach (var (run, problem) in ((Run, string)[])[(closed, "offering-closed"), (cancelled, "offering-cancelled")])
        {
            using var learner = service.AsLearner(run.Nip);
            using var response = await learner.PutAsJsonAsync($"{run.At}/evaluation", Answers(5));
            await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, problem);
        }
    }

    private async Task HandInAsync(Run run, int participant, object answers)
    {
        using var learner = service.AsLearner(run.Participants[participant].Person.Nip);
        using var response = await learner.PutAsJsonAsync($"{run.At}/evaluation", answers);
        await Run.ReadAsync(response);
    }

    private async Task<JsonElement> ResultsAsync(Run run)
    {
        using var admin = service.AsTrainingAdmin();
        return await admin.GetFromJsonAsync<JsonElement>($"{run.At}/evaluation/results");
    }

    private async Task<JsonElement> ResultAsync(Run run, int item) =>
        (await ResultsAsync(run)).GetProperty("items").EnumerateArray().Single(i => i.GetProperty("number").GetInt32() == item);
}
