using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;

namespace Bpsdm.SessionDelivery.Tests.Taking;

/// <summary>An offering whose tests are drawn from banks: module 1 asks for one choice, module 2 for an essay, module 3 for everything else.</summary>
internal sealed class TestRun(DeliveryFixture service, Run run)
{
    /// <summary>What no participant may ever read.</summary>
    public const string Secret = "RAHASIA-PENULIS";

    private static readonly string Singles = string.Join("\n\n", Enumerable.Range(1, 8).Select(i => $"::S{i}::Soal {i}? {{=benar {i} ~salah {i}a ~salah {i}b ~salah {i}c ####{Secret}}}"));

    private const string Others =
        """
        ::M::Mana? {~%50%benar a ~%50%benar b ~salah c ~salah d}

        ::T::Setuju? {T}

        ::N::Berapa? {#42:0.5}

        ::P::Jodohkan. {=L1 -> R1 =L2 -> R2 =L3 -> R3}

        ::K::Kota? {=Jakarta =%50%DKI}
        """;

    public Run Run => run;
    public string At => run.At;

    public static async Task<TestRun> StartAsync(DeliveryFixture service, OfferingScheduled? offering = null, int participants = 1)
    {
        offering ??= DeliveryFixture.Offering(minAttendance: 0, allModules: false);
        var run = new TestRun(service, await service.StartRunAsync(offering with { ProgrammeCode = $"T-{Guid.NewGuid():N}" }, participants, withTest: false));
        await run.ImportAsync(1, Singles);
        await run.ImportAsync(2, "::E::Uraikan. {}");
        await run.ImportAsync(3, Others);
        return run;
    }

    public static object Draw(params (int Module, int Count)[] draws) => Draw(30, draws);

    public static object Draw(int minutes, params (int Module, int Count)[] draws) =>
        new { timeLimitMinutes = minutes, draws = draws.Select(d => new { module = d.Module, count = d.Count }) };

    public async Task ImportAsync(int module, string gift)
    {
        using var author = service.AsTrainingAdmin();
        using var content = new StringContent(gift, Encoding.UTF8, "text/plain");
        using var response = await author.PostAsync($"/api/delivery/question-banks/{run.Scheduled.ProgrammeCode}/{module}/imports", content);
        await Run.ReadAsync(response);
    }

    public async Task<JsonElement> DefineAsync(string test, object definition)
    {
        using var staff = service.AsInstructor();
        using var response = await staff.PutAsJsonAsync($"{At}/tests/{test}", definition);
        return await Run.ReadAsync(response);
    }

    public string Attempt(string test = "post-test", int n = 1) => $"{At}/tests/{test}/attempts/{n}";

    public async Task<JsonElement> BeginAsync(HttpClient learner, string test = "post-test", int n = 1)
    {
        using var response = await learner.PutAsync(Attempt(test, n), null);
        return await Run.ReadAsync(response);
    }

    public async Task<JsonElement> AnswerAsync(HttpClient learner, JsonElement item, object answer, string test = "post-test", int n = 1)
    {
        using var response = await learner.PutAsJsonAsync($"{Attempt(test, n)}/answers/{item.GetProperty("itemId")}", answer);
        return await Run.ReadAsync(response);
    }

    public async Task<JsonElement> HandInAsync(HttpClient learner, string test = "post-test", int n = 1)
    {
        using var response = await learner.PostAsync($"{Attempt(test, n)}/hand-in", null);
        return await Run.ReadAsync(response);
    }

    public Task<JsonElement> ResumeAsync(HttpClient learner, string test = "post-test", int n = 1) => learner.GetFromJsonAsync<JsonElement>(Attempt(test, n));

    /// <summary>A whole attempt.</summary>
    /// <param name="right">How many of the questions are answered rightly, the others wrongly.</param>
    public async Task<JsonElement> TakeAsync(HttpClient learner, string test = "post-test", int n = 1, int right = int.MaxValue)
    {
        foreach (var (i, item) in ItemsOf(await BeginAsync(learner, test, n)).Index()) await AnswerAsync(learner, item, Answer(item, i < right), test, n);
        return await HandInAsync(learner, test, n);
    }

    public static IReadOnlyList<JsonElement> ItemsOf(JsonElement attempt) => [.. attempt.GetProperty("items").EnumerateArray()];

    /// <summary>The items of the form in an order that does not depend on how it was shuffled.</summary>
    public static IReadOnlyList<JsonElement> Sorted(JsonElement attempt) => [.. ItemsOf(attempt).OrderBy(i => i.GetProperty("text").GetString(), StringComparer.Ordinal)];

    public static object Answer(JsonElement item, bool right, int revision = 1) => item.GetProperty("kind").GetString() switch
    {
        "single-choice" => new { revision, choices = Those(item, "choices", right ? "benar" : "salah").Take(1) },
        "multiple-choice" => new { revision, choices = Those(item, "choices", right ? "benar" : "salah") },
        "true-false" => new { revision, truth = right },
        "numeric" => new { revision, number = right ? 41.5m : 7 },
        "matching" => new { revision, matches = right ? Those(item, "left", "L").Select(i => (int?)Those(item, "right", $"R{i + 1}").Single()) : [null, null, null] },
        "short-text" => new { revision, text = right ? " jakarta" : "Bandung" },
        _ => (object)new { revision, text = "Menurut saya begitu." },
    };

    public static IEnumerable<int> Those(JsonElement item, string field, string beginning) =>
        item.GetProperty(field).EnumerateArray().Select((c, i) => (Text: c.GetString()!, i)).Where(c => c.Text.StartsWith(beginning, StringComparison.Ordinal)).Select(c => c.i);

    public static async Task ConflictAsync(Task<HttpResponseMessage> sent, string kind)
    {
        using var response = await sent;
        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, kind);
    }
}
