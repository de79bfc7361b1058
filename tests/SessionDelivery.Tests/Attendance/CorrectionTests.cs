using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Bpsdm.SessionDelivery.Tests.Attendance;

/// <summary>What instructor and organiser record of a participant's presence.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class CorrectionTests(DeliveryFixture service)
{
    [Fact]
    public async Task The_latest_correction_counts_and_the_history_stays()
    {
        var run = await service.StartRunAsync(participants: 2);
        using var learner = service.AsLearner(run.Nip);
        using var instructor = service.AsInstructor();
        using var admin = service.AsTrainingAdmin();
        var checkedIn = await run.CheckInAsync(learner);

        var absent = await run.CorrectAsync(instructor, 0, present: false, "Keluar setelah lima menit.");
        absent.GetProperty("attendedAt").ToString().ShouldBe(checkedIn.GetProperty("attendedAt").ToString());
        (await AttendedAsync(run)).ShouldBe(0);
        using (var again = await learner.PutAsJsonAsync(run.Attendance(), new { })) await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "corrected-to-absent");

        // Taken back: the time of the check-in is known again.
        await run.CorrectAsync(admin, 0, present: true, "Ternyata pindah perangkat.");
        (await run.CheckInAsync(learner)).ToString().ShouldBe(checkedIn.ToString());
        await run.CorrectAsync(instructor, 1, present: true, "Gawai rusak; hadir di kelas.");
        (await AttendedAsync(run)).ShouldBe(2);

        var listed = (await instructor.GetFromJsonAsync<JsonElement>(run.Session("corrections"))).GetProperty("items").EnumerateArray().ToList();
        listed.Count.ShouldBe(2);
        var history = listed.Single(p => p.GetProperty("participantId").GetGuid() == run.Participants[0].ParticipantId);
        history.GetProperty("present").GetBoolean().ShouldBeTrue();
        history.GetProperty("history").EnumerateArray().Select(c => (c.GetProperty("present").GetBoolean(), c.GetProperty("reason").GetString(), c.GetProperty("correctedBy").GetString()))
            .ShouldBe([(false, "Keluar setelah lima menit.", "test-instructor"), (true, "Ternyata pindah perangkat.", "test-training-admin")]);

        var roster = await instructor.GetFromJsonAsync<JsonElement>(run.Session("attendance"));
        roster.GetProperty("items").EnumerateArray().All(i => i.GetProperty("present").GetBoolean() && i.GetProperty("corrected").GetBoolean()).ShouldBeTrue();
        (await instructor.GetFromJsonAsync<JsonElement>(run.Session("attendance?present=false"))).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    /// <summary>Sent ten times at once over two replicas, then again: one correction, one answer; the same id for something else is refused.</summary>
    [Fact]
    public async Task A_repeated_correction_is_the_same_one()
    {
        var run = await service.StartRunAsync(participants: 2);
        await using var replica = new Replica(service);
        using var here = service.AsTrainingAdmin();
        using var there = replica.AsTrainingAdmin();
        var id = Guid.CreateVersion7();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => run.CorrectAsync(i % 2 == 0 ? here : there, 0, true, " Hadir. ", id)));
        answers.Select(a => a.ToString()).Distinct().ShouldHaveSingleItem();

        await run.CorrectAsync(here, 0, false, "Salah orang.");
        (await run.CorrectAsync(there, 0, true, "Hadir.", id)).ToString().ShouldBe(answers[0].ToString());
        (await AttendedAsync(run)).ShouldBe(0);

        var before = await service.FingerprintAsync();
        using (var other = await here.PutAsJsonAsync(run.Correction(0, id), new { present = false, reason = "Hadir." })) await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "correction-id-taken");
        using (var elsewhere = await here.PutAsJsonAsync(run.Correction(1, id), new { present = true, reason = "Hadir." })) await elsewhere.ShouldBeProblemAsync(HttpStatusCode.Conflict);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_correction_completes_whom_only_the_session_lacked()
    {
        var run = await service.StartRunAsync(DeliveryFixture.Offering(allModules: false));
        using var learner = service.AsLearner(run.Nip);
        using var instructor = service.AsInstructor();
        await run.AttemptAsync(learner, 1);
        await run.CorrectAsync(instructor, 0, true, "Hadir.");
        var fact = (await run.CompletedAsync(1)).ShouldHaveSingleItem();

        // The completion was told and stays told; what takes its place is a fact of its own.
        await run.CorrectAsync(instructor, 0, false, "Bukan orangnya.");
        await service.DrainAsync();
        run.CompletedSoFar().ShouldHaveSingleItem().FactId.ShouldBe(fact.FactId);
        run.FailedSoFar().ShouldBeEmpty();
        (await AttendedAsync(run)).ShouldBe(0);
        (await service.ScalarAsync<string>(
            "SELECT c.completed || ' ' || c.reason || ' ' || c.changed_by FROM outcome_changes c WHERE c.corrected_fact_id = $1", fact.FactId))
            .ShouldBe("false Bukan orangnya. test-instructor");
    }

    /// <summary>Check-ins and corrections of one person at once: whatever their order, what counts is what the last correction says.</summary>
    [Fact]
    public async Task Corrections_and_check_ins_at_once_leave_what_the_last_correction_says()
    {
        var run = await service.StartRunAsync(participants: 20);
        await using var replica = new Replica(service);
        using var admin = replica.AsTrainingAdmin();
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
        {
            using var learner = service.AsLearner(run.Participants[i].Person.Nip);
            await Task.WhenAll(
                [.. Enumerable.Range(0, 3).Select(async _ => (await learner.PutAsJsonAsync(run.Attendance(), new { })).Dispose()),
                 .. Enumerable.Range(0, 4).Select(n => run.CorrectAsync(admin, i, n % 2 == 0, $"Ke-{n}."))]);
        });
        (await service.ScalarAsync<long>(
            """
            SELECT count(*) FROM (SELECT DISTINCT ON (participant_id) participant_id, present FROM attendance_corrections WHERE offering_id = $1 ORDER BY participant_id, number DESC) AS c
            WHERE c.present <> EXISTS (SELECT FROM attendances a WHERE a.participant_id = c.participant_id)
            """, run.OfferingId)).ShouldBe(0);
        (await service.ScalarAsync<long>("SELECT count(*) FROM attendance_corrections WHERE offering_id = $1", run.OfferingId)).ShouldBe(80);
    }

    [Theory]
    [InlineData("{}", "present")]
    [InlineData("""{"present":true}""", "reason")]
    [InlineData("""{"present":true,"reason":" "}""", "reason")]
    [InlineData("""{"reason":"x"}""", "present")]
    [InlineData("""{"present":"yes","reason":"x"}""", "present")]
    [InlineData("""{"present":true,"reason":"a\u0000b"}""", "bad-character")]
    public async Task A_correction_names_what_is_wrong(string body, string naming)
    {
        var run = await service.StartRunAsync();
        using var instructor = service.AsInstructor();
        var before = await service.FingerprintAsync();
        using var response = await instructor.PutAsync(run.Correction(0, Guid.CreateVersion7()), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Who_or_what_is_not_there_is_not_corrected()
    {
        var run = await service.StartRunAsync(participants: 2);
        var other = await service.StartRunAsync();
        using var admin = service.AsTrainingAdmin();
        await service.TellAsync(run.Withdrawn("withdrawn", [run.Participants[1]]));
        var body = new { present = true, reason = "Hadir." };
        var before = await service.FingerprintAsync();
        foreach (var (path, status, naming) in ((string, HttpStatusCode, string)[])
        [
            (run.Correction(0, Guid.NewGuid()).Replace(run.Participants[0].ParticipantId.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal), HttpStatusCode.NotFound, "Peserta"),
            (run.Correction(0, Guid.NewGuid()).Replace(run.Participants[0].ParticipantId.ToString(), other.Participants[0].ParticipantId.ToString(), StringComparison.Ordinal), HttpStatusCode.NotFound, "Peserta"),
            (run.Correction(0, Guid.NewGuid()).Replace(run.Scheduled.Sessions[0].SessionId.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal), HttpStatusCode.NotFound, "Sesi"),
            (run.Correction(0, Guid.NewGuid()).Replace(run.Scheduled.Sessions[0].SessionId.ToString(), run.Scheduled.Sessions[2].SessionId.ToString(), StringComparison.Ordinal), HttpStatusCode.Conflict, "session-not-open-yet"),
            (run.Correction(1, Guid.NewGuid()), HttpStatusCode.Conflict, "Peserta ini sudah melepas kursinya"),
        ])
        {
            using var response = await admin.PutAsJsonAsync(path, body);
            await response.ShouldBeProblemAsync(status, naming);
        }
        (await service.FingerprintAsync()).ShouldBe(before);
        foreach (var (query, naming) in ((string, string)[])[("attendance?limit=0", "limit"), ("attendance?present=maybe", "present"), ("corrections?after=x", "after")])
        {
            using var response = await admin.GetAsync(run.Session(query));
            await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
        }
    }

    [Fact]
    public async Task A_session_that_is_over_can_still_be_corrected_but_not_one_of_a_cancelled_offering()
    {
        var run = await service.StartRunAsync();
        await using var replica = new Replica(service, new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(30)));
        using var admin = replica.AsTrainingAdmin();
        await run.CloseAsync(admin);
        await run.CorrectAsync(admin, 0, true, "Daftar hadir kertas.");
        (await AttendedAsync(run)).ShouldBe(1);
        (await run.FailedAsync(1)).ShouldHaveSingleItem();

        var cancelled = await service.StartRunAsync();
        await service.TellAsync(cancelled.Cancelled());
        using var refused = await admin.PutAsJsonAsync(cancelled.Correction(0, Guid.NewGuid()), new { present = true, reason = "Hadir." });
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
        using var setting = await admin.PutAsJsonAsync(cancelled.Session("check-in"), new { mode = "code" });
        await setting.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
    }

    private Task<long> AttendedAsync(Run run) => service.ScalarAsync<long>("SELECT count(*) FROM attendances WHERE offering_id = $1", run.OfferingId);
}
