using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>What a participant is told of completion, and an organiser's decisions about it.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class OverrideTests(DeliveryFixture service)
{
    private const string Why = "Sakit saat sesi; tugas pengganti dinilai cukup.";

    [Fact]
    public async Task A_participant_reads_what_is_missing_until_nothing_is()
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);
        var path = $"/api/delivery/my/offerings/{run.OfferingId}/completion";

        var first = await learner.GetFromJsonAsync<JsonElement>(path);
        first.GetProperty("summary").GetString().ShouldBe("Anda masih perlu memenuhi 3 dari 3 syarat.");
        await run.CheckInAsync(learner);
        await run.AdvanceAsync(learner, 0);
        await run.AdvanceAsync(learner, 2, 50);
        await run.AttemptAsync(learner, 1, right: 1);

        var some = await learner.GetFromJsonAsync<JsonElement>(path);
        var requirements = some.GetProperty("requirements").EnumerateArray().ToDictionary(r => r.GetProperty("kind").GetString()!);
        requirements["attendance"].GetProperty("fulfilled").GetBoolean().ShouldBeTrue();
        requirements["modules"].GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("percent").GetInt32().ShouldBe(50);
        requirements["score"].GetProperty("missing").GetDecimal().ShouldBe(20);

        await run.AdvanceAsync(learner, 2);
        await run.AttemptAsync(learner, 2);
        var last = await learner.GetFromJsonAsync<JsonElement>(path);
        last.GetProperty("outcome").GetString().ShouldBe("completed");
        last.GetProperty("requirements").EnumerateArray().ShouldAllBe(r => r.GetProperty("fulfilled").GetBoolean());
    }

    [Fact]
    public async Task Who_failed_is_completed_by_an_organiser_as_a_new_fact_that_is_told_once()
    {
        var run = await service.StartRunAsync();
        using var learner = service.AsLearner(run.Nip);
        using var admin = service.AsTrainingAdmin();
        await run.AttemptAsync(learner, 1, right: 1);
        await run.AttemptAsync(learner, 2, right: 1);
        var failed = (await run.FailedAsync(1)).Single();

        var decided = await OverrideAsync(admin, run, "completed");
        (await OverrideAsync(admin, run, "completed", "Diminta sekali lagi karena jawaban hilang.")).ToString().ShouldBe(decided.ToString());
        await service.DrainAsync();

        var told = run.CorrectedSoFar().ShouldHaveSingleItem();
        told.FactId.ShouldBe(decided.GetProperty("factId").GetGuid());
        (told.CorrectedFactId, told.CompletedBefore, told.Completed, told.Score, told.Reason).ShouldBe((failed.FactId, false, true, 50, Why));
        told.Person.ShouldBe(run.Participants[0].Person);
        run.CompletedSoFar().ShouldBeEmpty();
        run.FailedSoFar().Count.ShouldBe(1);

        var mine = await learner.GetFromJsonAsync<JsonElement>($"/api/delivery/my/offerings/{run.OfferingId}/completion");
        (mine.GetProperty("outcome").GetString(), mine.GetProperty("organiserReason").GetString()).ShouldBe(("completed", Why));
        var history = (await admin.GetFromJsonAsync<JsonElement>(Path(run))).GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        (history.GetProperty("before").GetString(), history.GetProperty("after").GetString(), history.GetProperty("correctedFactId").GetGuid())
            .ShouldBe(("failed", "completed", failed.FactId));
        history.GetProperty("changedBy").GetString().ShouldNotBeNullOrEmpty();
        (await run.SummaryAsync(_ => true)).GetProperty("completed").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    public async Task Where_nothing_was_decided_an_organisers_outcome_is_the_first_one(string outcome)
    {
        var run = await service.StartRunAsync();
        using var admin = service.AsTrainingAdmin();
        var decided = await OverrideAsync(admin, run, outcome);
        await service.DrainAsync();
        run.CorrectedSoFar().ShouldBeEmpty();
        var facts = outcome is "completed" ? run.CompletedSoFar().Select(c => c.FactId) : run.FailedSoFar().Select(f => f.FactId);
        facts.ShouldHaveSingleItem().ShouldBe(decided.GetProperty("factId").GetGuid());
        run.FailedSoFar().ShouldAllBe(f => f.Reason == "decided-by-organiser");
        // The rule does not decide a second time.
        using var learner = service.AsLearner(run.Nip);
        using var late = await learner.PutAsJsonAsync(run.Attendance(), new { });
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "already-decided");
    }

    [Fact]
    public async Task Decisions_of_many_at_a_time_are_one_line_of_facts()
    {
        await using var replica = new Replica(service);
        var run = await service.StartRunAsync();
        using var admin = service.AsTrainingAdmin();
        using var other = replica.AsTrainingAdmin();
        var first = await OverrideAsync(admin, run, "failed");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => OverrideAsync(i % 2 == 0 ? admin : other, run, i % 3 == 0 ? "failed" : "completed")));
        await service.DrainAsync();

        var chain = run.CorrectedSoFar().ToDictionary(c => c.CorrectedFactId);
        chain.Count.ShouldBe(run.CorrectedSoFar().Count);
        var (last, completed, length) = (first.GetProperty("factId").GetGuid(), false, 0);
        for (; chain.TryGetValue(last, out var next); (last, completed, length) = (next.FactId, next.Completed, length + 1))
            (next.CompletedBefore, next.Completed).ShouldBe((completed, !completed));
        length.ShouldBe(chain.Count);
        (await admin.GetFromJsonAsync<JsonElement>(Path(run))).GetProperty("decided").GetProperty("factId").GetGuid().ShouldBe(last);
        (await service.ScalarAsync<long>("SELECT count(*) FROM outcomes WHERE offering_id = $1", run.OfferingId)).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"outcome":"passed","reason":"Alasan yang cukup panjang."}""", "outcome")]
    [InlineData("""{"reason":"Alasan yang cukup panjang."}""", "outcome")]
    [InlineData("""{"outcome":"failed"}""", "reason")]
    [InlineData("""{"outcome":"failed","reason":"   pendek   "}""", "reason")]
    public async Task A_decision_without_outcome_or_reason_is_refused(string body, string naming)
    {
        var run = await service.StartRunAsync();
        await RefusedAsync(Path(run), JsonElement.Parse(body), HttpStatusCode.BadRequest, naming);
        await RefusedAsync(
            Path(run), new { outcome = "failed", reason = new string('x', 501) }, HttpStatusCode.BadRequest, "reason");
    }

    [Fact]
    public async Task Nobody_is_decided_who_is_no_participant()
    {
        var (run, other) = (await service.StartRunAsync(participants: 2), await service.StartRunAsync());
        var body = new { outcome = "completed", reason = Why };
        await RefusedAsync(Path(run, other.Participants[0].ParticipantId), body, HttpStatusCode.NotFound);
        await RefusedAsync(Path(run, Guid.NewGuid()), body, HttpStatusCode.NotFound);

        await service.TellAsync(run.Withdrawn("withdrawn", run.Participants[..1]));
        await RefusedAsync(Path(run), body, HttpStatusCode.Conflict, "seat-withdrawn");
        await service.TellAsync(run.Cancelled());
        await service.TellAsync(run.Withdrawn(Withdrawal.OfferingCancelled, run.Participants[1..]));
        await RefusedAsync(Path(run, run.Participants[1].ParticipantId), body, HttpStatusCode.Conflict, "offering-cancelled");
    }

    private async Task RefusedAsync(string path, object body, HttpStatusCode status, string? naming = null)
    {
        using var admin = service.AsTrainingAdmin();
        var before = await service.FingerprintAsync();
        using var response = await admin.PutAsJsonAsync(path, body);
        await response.ShouldBeProblemAsync(status, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    private static string Path(Run run, Guid? participant = null) => $"{run.At}/participants/{participant ?? run.Participants[0].ParticipantId}/outcome";

    private static async Task<JsonElement> OverrideAsync(HttpClient admin, Run run, string outcome, string reason = Why)
    {
        using var response = await admin.PutAsJsonAsync(Path(run), new { outcome, reason });
        return await Run.ReadAsync(response);
    }
}
