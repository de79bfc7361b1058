using System.Net.Http.Json;
using System.Text.Json;
using static Bpsdm.SessionDelivery.Tests.Taking.TestRun;

namespace Bpsdm.SessionDelivery.Tests.Taking;

[Collection(DeliveryCollection.Name)]
public sealed class AnalysisTests(DeliveryFixture service)
{
    /// <summary>Who answers which of the four questions rightly; null is not answered.</summary>
    private static readonly bool?[][] Marks =
    [
        [true, true, true, true], [true, true, true, false], [true, true, false, false], [true, false, false, true], [true, false, null, false], [true, null, null, null],
    ];

    [Fact]
    public async Task Difficulty_and_discrimination_are_those_of_the_textbook()
    {
        var run = await StartAsync(service, DeliveryFixture.Offering(minAttendance: 100), participants: Marks.Length + 1);
        await run.ImportAsync(2, "::X1::Soal X1? {=benar ~salah}\n\n::X2::Soal X2? {=benar ~salah}\n\n::X3::Soal X3? {=benar ~salah}\n\n::X4::Soal X4? {=benar ~salah}");
        using var admin = service.AsTrainingAdmin();
        using (var retired = await admin.DeleteAsync($"/api/delivery/question-banks/{run.Run.Scheduled.ProgrammeCode}/2/items/E")) retired.EnsureSuccessStatusCode();
        await run.DefineAsync("post-test", Draw((2, 4)));
        foreach (var (marks, participant) in Marks.Zip(run.Run.Participants))
        {
            using var learner = service.AsLearner(participant.Person.Nip);
            foreach (var (mark, item) in marks.Zip(Sorted(await run.BeginAsync(learner)))) if (mark is { } right) await run.AnswerAsync(learner, item, Answer(item, right));
            await run.HandInAsync(learner);
        }
        // Still running, so not among them.
        using (var slow = service.AsLearner(run.Run.Participants[^1].Person.Nip)) await run.BeginAsync(slow);

        var analysis = await admin.GetFromJsonAsync<JsonElement>($"{run.At}/tests/post-test/analysis");
        analysis.GetProperty("attempts").GetInt32().ShouldBe(Marks.Length);
        var items = analysis.GetProperty("items").EnumerateArray().ToList();
        items.Select(i => i.GetProperty("code").GetString()).ShouldBe(["X1", "X2", "X3", "X4"]);
        for (var i = 0; i < 4; i++)
        {
            var scores = Marks.Select(m => m[i] is true ? 1.0 : 0).ToArray();
            var rests = Marks.Select(m => m.Where((_, j) => j != i).Count(x => x is true) / 3.0).ToArray();
            (items[i].GetProperty("given").GetInt32(), items[i].GetProperty("answered").GetInt32(), items[i].GetProperty("full").GetInt32())
                .ShouldBe((Marks.Length, Marks.Count(m => m[i] is not null), Marks.Count(m => m[i] is true)));
            items[i].GetProperty("difficulty").GetDouble().ShouldBe(scores.Average(), 0.0001);
            if (i == 0) items[i].GetProperty("discrimination").ValueKind.ShouldBe(JsonValueKind.Null); // everybody had it right
            else items[i].GetProperty("discrimination").GetDouble().ShouldBe(PointBiserial(scores, rests), 0.0001);
        }
        // The best two of six against the last two.
        items[1].GetProperty("upperLower").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task Before_anybody_is_graded_there_is_nothing_to_say()
    {
        var run = await StartAsync(service);
        using var admin = service.AsTrainingAdmin();
        var analysis = await admin.GetFromJsonAsync<JsonElement>($"{run.At}/tests/post-test/analysis");
        (analysis.GetProperty("attempts").GetInt32(), analysis.GetProperty("items").GetArrayLength()).ShouldBe((0, 0));
    }

    /// <summary>r = (M1 - M0) / s * sqrt(p q), with the standard deviation of all.</summary>
    private static double PointBiserial(double[] right, double[] rest)
    {
        var (p, mean) = (right.Average(), rest.Average());
        var deviation = Math.Sqrt(rest.Average(r => (r - mean) * (r - mean)));
        double MeanOf(double mark) => rest.Where((_, i) => right[i] == mark).Average();
        return (MeanOf(1) - MeanOf(0)) / deviation * Math.Sqrt(p * (1 - p));
    }
}
