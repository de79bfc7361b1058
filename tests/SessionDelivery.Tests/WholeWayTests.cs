using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>One participant's whole way through an offering, on a clock that the test moves: the way a training day really goes.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class WholeWayTests(DeliveryFixture service)
{
    private const string Bank = """
        ::q1:: Satu JP berapa menit? {=45 ~60 ~90}

        ::q2:: Ibu kota provinsi ini Jakarta. {TRUE}

        ::q3:: Berapa 6 x 7? {#42}

        ::q4:: Apa kepanjangan JP? {=jam pelajaran}

        """;

    private static readonly DateTimeOffset Day1 = new(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task From_the_pre_test_to_the_outcome_with_three_modules_two_sessions_post_test_and_evaluation()
    {
        var run = await service.StartRunAsync(Offering(), withTest: false);
        var clock = new FakeTimeProvider(Day1);
        await using var replica = new Replica(service, clock);
        using var admin = replica.AsTrainingAdmin();
        using var learner = replica.AsLearner(run.Nip);
        await PrepareAsync(run, admin);

        // Nothing is learned before the pre-test, and nothing tested before the modules.
        var item = (await learner.GetFromJsonAsync<JsonElement>($"{Mine(run)}/content")).GetProperty("modules")[0].GetProperty("items")[0].GetProperty("itemId").GetGuid();
        var tooEarly = await TellAsync(run, learner, clock, (item, 100));
        tooEarly.GetProperty("facts")[0].GetProperty("result").GetString().ShouldBe("refused");
        await TakeAsync(run, learner, "pre-test", right: 1);

        clock.SetUtcNow(Day1.AddHours(1));
        await run.CheckInAsync(learner);
        using (var early = await learner.PutAsync($"{run.At}/tests/post-test/attempts/1", null)) early.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        // A day offline: everything is told in one batch, backwards and twice.
        clock.SetUtcNow(Day1.AddDays(1));
        var content = await learner.GetFromJsonAsync<JsonElement>($"{Mine(run)}/content");
        var facts = content.GetProperty("modules").EnumerateArray().SelectMany(m => m.GetProperty("items").EnumerateArray())
            .SelectMany(i => (int[])[100, 40], (i, percent) => (i.GetProperty("itemId").GetGuid(), percent)).Reverse().ToArray();
        var told = await TellAsync(run, learner, clock, [.. facts, .. facts]);
        told.GetProperty("modules").EnumerateArray().Select(m => m.GetProperty("percent").GetInt32()).ShouldBe([100, 100, 100]);

        clock.SetUtcNow(Day1.AddDays(2).AddHours(1));
        await run.CheckInAsync(learner, 1);
        (await TakeAsync(run, learner, "post-test", right: 2)).GetProperty("passed").GetBoolean().ShouldBeFalse();
        Missing(await CompletionAsync(run, learner)).ShouldBe(["score", "evaluation"], ignoreOrder: true);

        // The second attempt is left lying; the server hands it in at its deadline, with what was answered.
        clock.Advance(TimeSpan.FromMinutes(5));
        await AnswerAsync(run, learner, "post-test", 2, right: 4);
        clock.Advance(TimeSpan.FromMinutes(31));
        await Eventually.SeeAsync(() => CompletionAsync(run, learner), c => Missing(c) is ["evaluation"]);
        run.CompletedSoFar().ShouldBeEmpty();

        using var evaluation = await learner.PutAsJsonAsync($"{run.At}/evaluation", new { answers = new[] { new { item = 1, value = 5 } } });
        evaluation.StatusCode.ShouldBe(HttpStatusCode.OK, await evaluation.Content.ReadAsStringAsync());

        var completed = (await run.CompletedAsync(1)).ShouldHaveSingleItem();
        (completed.Score, completed.CompletedAt).ShouldBe((100m, clock.GetUtcNow()));
        (await CompletionAsync(run, learner)).GetProperty("outcome").GetString().ShouldBe("completed");
        await service.DrainAsync();
        run.CompletedSoFar().Count.ShouldBe(1);
    }

    private static OfferingScheduled Offering()
    {
        var offering = DeliveryFixture.Offering();
        ScheduledModule[] modules =
        [
            .. Enumerable.Range(1, 3).Select(n => new ScheduledModule(Guid.CreateVersion7(), n, $"Modul {n}", 2, "self-paced")),
            new(Guid.CreateVersion7(), 4, "Kelas", 4, "live"),
        ];
        return offering with
        {
            ProgrammeCode = $"WW-{Guid.NewGuid():N}"[..12],
            Modules = modules,
            Sessions =
            [
                new(Guid.CreateVersion7(), modules[3].ModuleId, 1, "Pembukaan", "live", Day1.AddHours(1), Day1.AddHours(3)),
                new(Guid.CreateVersion7(), modules[3].ModuleId, 2, "Penutupan", "live", Day1.AddDays(2).AddHours(1), Day1.AddDays(2).AddHours(3)),
            ],
            Completion = new(100, AllModulesRequired: true, PassingGrade: 70, MaxAttempts: 2, EvaluationRequired: true),
        };
    }

    private static async Task PrepareAsync(Run run, HttpClient admin)
    {
        using var gift = new StringContent(Bank, Encoding.UTF8, "text/plain");
        await Run.ReadAsync(await admin.PostAsync($"/api/delivery/question-banks/{run.Scheduled.ProgrammeCode}/1/imports", gift));
        foreach (var module in run.Scheduled.Modules.Where(m => m.Mode == "self-paced"))
        {
            await PutAsync(admin, $"{run.At}/modules/{module.ModuleId}/content", new
            {
                items = new object[]
                {
                    new { id = Guid.CreateVersion7(), kind = "page", title = "Bacaan", text = "# Pengantar", minutes = 10 },
                    new { id = Guid.CreateVersion7(), kind = "video", title = "Video", url = "https://video.example.id/1", minutes = 30 },
                },
            });
        }
        object draws = new[] { new { module = 1, count = 4 } };
        await PutAsync(admin, $"{run.At}/tests/pre-test", new { draws, timeLimitMinutes = 30 });
        await PutAsync(admin, $"{run.At}/tests/post-test", new { draws, timeLimitMinutes = 30, attempts = 2 });
        await PutAsync(admin, $"{run.At}/learning-order", new { preTestFirst = true, modulesFirst = true });
        await PutAsync(admin, $"{run.At}/evaluation/form", new
        {
            items = new[] { new { section = "programme", kind = "scale", text = "Materi sesuai kebutuhan.", required = true } },
        });
    }

    private static string Mine(Run run) => $"/api/delivery/my/offerings/{run.OfferingId}";

    private static Task<JsonElement> CompletionAsync(Run run, HttpClient learner) => learner.GetFromJsonAsync<JsonElement>($"{Mine(run)}/completion");

    private static string[] Missing(JsonElement completion) =>
        [.. completion.GetProperty("requirements").EnumerateArray().Where(r => !r.GetProperty("fulfilled").GetBoolean()).Select(r => r.GetProperty("kind").GetString()!)];

    private static async Task<JsonElement> TellAsync(Run run, HttpClient learner, TimeProvider clock, params (Guid Item, int Percent)[] facts) =>
        await Run.ReadAsync(await learner.PostAsJsonAsync($"{Mine(run)}/progress-facts", new
        {
            facts = facts.Select(f => new { id = Guid.CreateVersion7(), itemId = f.Item, percent = f.Percent, position = f.Percent, at = clock.GetUtcNow() }),
        }));

    private static async Task<JsonElement> TakeAsync(Run run, HttpClient learner, string test, int right)
    {
        await AnswerAsync(run, learner, test, 1, right);
        return await Run.ReadAsync(await learner.PostAsync($"{run.At}/tests/{test}/attempts/1/hand-in", null));
    }

    /// <summary>Begins the attempt and answers: so many rightly, the others wrongly.</summary>
    private static async Task AnswerAsync(Run run, HttpClient learner, string test, int attempt, int right)
    {
        var at = $"{run.At}/tests/{test}/attempts/{attempt}";
        var form = await Run.ReadAsync(await learner.PutAsync(at, null));
        foreach (var (item, i) in form.GetProperty("items").EnumerateArray().Select((item, i) => (item, i)))
            await PutAsync(learner, $"{at}/answers/{item.GetProperty("itemId").GetGuid()}", Answer(item, i < right));
    }

    private static object Answer(JsonElement item, bool rightly) => item.GetProperty("kind").GetString() switch
    {
        "single-choice" => new { revision = 1, choices = new[] { Position(item, rightly ? "45" : "90") } },
        "true-false" => new { revision = 1, truth = rightly },
        "numeric" => new { revision = 1, number = rightly ? 42 : 41 },
        _ => new { revision = 1, text = rightly ? "Jam Pelajaran" : "jadwal piket" },
    };

    private static int Position(JsonElement item, string choice) =>
        item.GetProperty("choices").EnumerateArray().Select(c => c.GetString()).ToList().IndexOf(choice);

    private static async Task<JsonElement> PutAsync(HttpClient client, string path, object body) => await Run.ReadAsync(await client.PutAsJsonAsync(path, body));
}
