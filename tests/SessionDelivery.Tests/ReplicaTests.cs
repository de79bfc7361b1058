using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bpsdm.SessionDelivery.Tests;

[Collection(DeliveryCollection.Name)]
public sealed class ReplicaTests(DeliveryFixture service)
{
    private const int People = 300;

    /// <summary>
    /// All requests of all participants at once, each up to three times, each to either replica. Whichever of a participant's
    /// facts is last decides, so each of them would be missed if a replica did not see what the other has written.
    /// </summary>
    [Fact]
    public async Task A_crowd_spread_over_two_replicas_is_decided_once_each()
    {
        var run = await service.StartRunAsync(participants: People);
        await using var replica = new Replica(service);

        await Parallel.ForEachAsync(run.Participants.Index(), new ParallelOptions { MaxDegreeOfParallelism = 48 }, async (one, _) =>
        {
            var random = new Random(one.Index);
            using var here = service.AsLearner(one.Item.Person.Nip);
            using var there = replica.AsLearner(one.Item.Person.Nip);
            var passes = Passes(one.Index);

            Task SomeTimesAsync(string path, object body) => Task.WhenAll(Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => PutAsync(random.Next(2) == 0 ? here : there, path, body, mayBeDecided: !passes)));
            await Task.WhenAll(
                SomeTimesAsync(run.Attendance(), new { }), SomeTimesAsync(run.Progress(0), new { percent = 100 }),
                SomeTimesAsync(run.Progress(2), new { percent = 100 }), AttemptAsync());

            async Task AttemptAsync()
            {
                await SomeTimesAsync($"{run.At}/post-test/attempts/1", run.Answers(passes ? 2 : 1));
                if (!passes) await SomeTimesAsync($"{run.At}/post-test/attempts/2", run.Answers(1));
            }
        });

        await service.DrainAsync();
        var told = run.CompletedSoFar();
        told.Select(p => p.ParticipantId).Order().ShouldBe(Those(run, Passes));
        run.FailedSoFar().Select(p => p.ParticipantId).Order().ShouldBe(Those(run, i => !Passes(i)));

        using var admin = replica.AsTrainingAdmin();
        var summary = await admin.GetFromJsonAsync<JsonElement>($"{run.At}/summary");
        (summary.GetProperty("completed").GetInt32(), summary.GetProperty("failed").GetInt32(), summary.GetProperty("inProgress").GetInt32())
            .ShouldBe((told.Count, People - told.Count, 0));
        summary.GetProperty("attempts").GetInt32().ShouldBe(told.Count + 2 * (People - told.Count));
    }

    private static bool Passes(int index) => index % 3 != 0;

    private static IEnumerable<Guid> Those(Run run, Func<int, bool> which) =>
        run.Participants.Where((_, i) => which(i)).Select(p => p.ParticipantId).Order();

    /// <param name="mayBeDecided">Who fails may fail before the request comes.</param>
    private static async Task PutAsync(HttpClient client, string path, object body, bool mayBeDecided)
    {
        using var response = await client.PutAsJsonAsync(path, body);
        if (mayBeDecided && response.StatusCode == HttpStatusCode.Conflict) await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "already-decided");
        else response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }
}
