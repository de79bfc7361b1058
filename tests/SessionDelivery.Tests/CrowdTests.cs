using System.Text.Json;

namespace Bpsdm.SessionDelivery.Tests;

[Collection(DeliveryCollection.Name)]
public sealed class CrowdTests(DeliveryFixture service)
{
    /// <summary>Two hundred at once, each request twice at the same time: half of them pass, half use up their attempts.</summary>
    [Fact]
    public async Task Every_outcome_is_decided_and_told_once()
    {
        const int People = 200;
        var run = await service.StartRunAsync(participants: People);

        await Parallel.ForEachAsync(
            run.Participants.Index(), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (one, _) =>
            {
                using var learner = service.AsLearner(one.Item.Person.Nip);
                var right = one.Index % 2 == 0 ? 2 : 1;
                await TwiceAsync(() => run.CheckInAsync(learner));
                await Task.WhenAll(TwiceAsync(() => run.AdvanceAsync(learner, 0)), TwiceAsync(() => run.AdvanceAsync(learner, 2)));
                await TwiceAsync(() => run.AttemptAsync(learner, 1, right));
                if (right < 2) await TwiceAsync(() => run.AttemptAsync(learner, 2, right));
            });

        var summary = await run.SummaryAsync(_ => true);
        summary.GetProperty("completed").GetInt32().ShouldBe(People / 2);
        summary.GetProperty("failed").GetInt32().ShouldBe(People / 2);
        summary.GetProperty("attempts").GetInt32().ShouldBe(People / 2 * 3);

        await service.DrainAsync();
        run.CompletedSoFar().Select(p => p.ParticipantId).Order().ShouldBe(Expected(run, 0));
        run.FailedSoFar().Select(p => p.ParticipantId).Order().ShouldBe(Expected(run, 1));
    }

    private static IEnumerable<Guid> Expected(Run run, int remainder) =>
        run.Participants.Where((_, i) => i % 2 == remainder).Select(p => p.ParticipantId).Order();

    private static async Task TwiceAsync(Func<Task<JsonElement>> request)
    {
        var answers = await Task.WhenAll(request(), request());
        answers[0].ToString().ShouldBe(answers[1].ToString());
    }
}
