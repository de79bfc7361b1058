using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts;
using Bpsdm.Contracts.SessionDelivery;

namespace Bpsdm.SessionDelivery.Tests;

[Collection(DeliveryCollection.Name)]
public sealed class ClosureCrowdTests(DeliveryFixture service)
{
    [Fact]
    public async Task More_than_one_message_holds_fail_once_each_and_a_second_closure_changes_nothing()
    {
        const int People = 2 * Contract.MaxFacts + 203;
        var run = await service.StartRunAsync(participants: People, withTest: false);
        using var admin = service.AsTrainingAdmin();

        var first = await run.CloseAsync(admin);
        first.GetProperty("failed").GetInt32().ShouldBe(People);
        var before = await service.FingerprintAsync();
        (await run.CloseAsync(admin)).ToString().ShouldBe(first.ToString());
        (await service.FingerprintAsync()).ShouldBe(before);

        await service.DrainAsync();
        run.FailedSoFar().Select(f => f.ParticipantId).Order().ShouldBe(run.Participants.Select(p => p.ParticipantId).Order());
        run.FailedSoFar().Select(f => f.FactId).Distinct().Count().ShouldBe(People);
        var messages = service.Broker.Received<ParticipantFailed>().Where(m => m.Offering.OfferingId == run.OfferingId).ToList();
        messages.ShouldAllBe(m => m.Participants.Count <= Contract.MaxFacts);
        messages.Count.ShouldBe(3);
    }

    /// <summary>Everybody has passed and lacks only a session; both replicas close the offering while they check in at either.</summary>
    [Fact]
    public async Task Who_checks_in_while_the_offering_is_closed_is_decided_once()
    {
        const int People = 300;
        const int Absent = 10;
        var run = await service.StartRunAsync(DeliveryFixture.Offering(allModules: false), People);
        await using var replica = new Replica(service);
        await Parallel.ForEachAsync(run.Participants, async (participant, _) =>
        {
            using var learner = service.AsLearner(participant.Person.Nip);
            await run.AttemptAsync(learner, 1);
        });

        var answers = new ConcurrentDictionary<Guid, HttpStatusCode>();
        var someAreIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var crowd = Parallel.ForEachAsync(
            run.Participants[Absent..].Index(), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (one, cancellationToken) =>
            {
                var nip = one.Item.Person.Nip;
                using var learner = one.Index % 2 == 0 ? service.AsLearner(nip) : replica.AsLearner(nip);
                using var response = await learner.PutAsJsonAsync(run.Attendance(), new { }, cancellationToken);
                if (response.StatusCode != HttpStatusCode.OK)
                {
                    await response.ShouldBeProblemAsync(HttpStatusCode.Conflict);
                    var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
                    problem.GetProperty("type").GetString().ShouldBeOneOf("urn:bpsdm:problem:already-decided", "urn:bpsdm:problem:offering-closed");
                }
                answers[one.Item.ParticipantId] = response.StatusCode;
                if (answers.Count >= 60) someAreIn.TrySetResult();
            });
        await Task.WhenAny(someAreIn.Task, crowd);
        using var here = service.AsTrainingAdmin();
        using var there = replica.AsTrainingAdmin();
        var closures = await Task.WhenAll(run.CloseAsync(here), run.CloseAsync(there));
        await crowd;
        closures[1].ToString().ShouldBe(closures[0].ToString());

        await service.DrainAsync();
        var completed = answers.Where(a => a.Value == HttpStatusCode.OK).Select(a => a.Key).Order().ToList();
        run.CompletedSoFar().Select(p => p.ParticipantId).Order().ShouldBe(completed);
        run.FailedSoFar().Select(p => p.ParticipantId).Order().ShouldBe(run.Participants.Select(p => p.ParticipantId).Except(completed).Order());
        closures[0].GetProperty("completed").GetInt32().ShouldBe(completed.Count);
        closures[0].GetProperty("failed").GetInt32().ShouldBe(People - completed.Count);
    }
}
