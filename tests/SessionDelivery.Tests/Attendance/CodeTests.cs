using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.Extensions.Time.Testing;

namespace Bpsdm.SessionDelivery.Tests.Attendance;

/// <summary>Sessions that ask for the code on the instructor's screen.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class CodeTests(DeliveryFixture service)
{
    [Fact]
    public async Task Who_tells_the_code_of_the_screen_is_present()
    {
        var run = await service.StartRunAsync(participants: 2);
        using var learner = service.AsLearner(run.Nip);
        using var other = service.AsLearner(run.Participants[1].Person.Nip);
        using var instructor = service.AsInstructor();

        using (var unasked = await instructor.GetAsync(run.Session("code"))) await unasked.ShouldBeProblemAsync(HttpStatusCode.Conflict, "no-code-asked");
        await SetAsync(run, "code");
        using (var none = await learner.PutAsJsonAsync(run.Attendance(), new { })) await none.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code-missing");
        using (var empty = await learner.PutAsync(run.Attendance(), null)) await empty.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code-missing");

        using var shown = await instructor.GetAsync(run.Session("code"));
        shown.Headers.CacheControl?.NoStore.ShouldBe(true);
        var code = (await shown.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
        using (var wrong = await learner.PutAsJsonAsync(run.Attendance(), new { code = Wrong(code) })) await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "wrong-code");
        var first = await CheckInAsync(run, learner, code);
        // Repeated with the code of then, or none: the first answer stands.
        (await CheckInAsync(run, learner, "000000")).ToString().ShouldBe(first.ToString());

        await SetAsync(run, "none");
        await run.CheckInAsync(other);
        (await run.SummaryAsync(_ => true)).GetProperty("attendedBySession").EnumerateArray().Sum(s => s.GetProperty("attended").GetInt32()).ShouldBe(2);
    }

    [Fact]
    public async Task The_code_changes_every_half_minute_and_its_predecessor_is_still_right()
    {
        var run = await service.StartRunAsync(participants: 2);
        await SetAsync(run, "code");
        var start = run.Scheduled.Sessions[0].StartsAt;
        var clock = new FakeTimeProvider(start.AddTicks(-(start.Ticks % CheckInCode.Step.Ticks)) + CheckInCode.Step);
        await using var replica = new Replica(service, clock);
        using var admin = replica.AsTrainingAdmin();
        using var learner = replica.AsLearner(run.Nip);
        using var late = replica.AsLearner(run.Participants[1].Person.Nip);

        var shown = await admin.GetFromJsonAsync<JsonElement>(run.Session("code"));
        shown.GetProperty("changesAt").GetDateTimeOffset().ShouldBe(clock.GetUtcNow().AddSeconds(30));
        var code = shown.GetProperty("code").GetString()!;
        clock.Advance(TimeSpan.FromSeconds(59));
        (await admin.GetFromJsonAsync<JsonElement>(run.Session("code"))).GetProperty("code").GetString().ShouldNotBe(code);
        await CheckInAsync(run, learner, code);
        clock.Advance(TimeSpan.FromSeconds(1));
        using var old = await late.PutAsJsonAsync(run.Attendance(), new { code });
        await old.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "wrong-code");
    }

    /// <summary>Many guesses at once, over two replicas: not one more than the limit is looked at, and others are not held up by it.</summary>
    [Fact]
    public async Task Guessing_ends_after_ten_wrong_codes_of_a_person()
    {
        var run = await service.StartRunAsync(participants: 2);
        await SetAsync(run, "code");
        await using var replica = new Replica(service);
        using var instructor = service.AsInstructor();
        using var here = service.AsLearner(run.Nip);
        using var there = replica.AsLearner(run.Nip);
        using var honest = service.AsLearner(run.Participants[1].Person.Nip);
        var code = (await instructor.GetFromJsonAsync<JsonElement>(run.Session("code"))).GetProperty("code").GetString()!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            using var response = await (i % 2 == 0 ? here : there).PutAsJsonAsync(run.Attendance(), new { code = Wrong(code) });
            return response.StatusCode;
        }));
        answers.Count(a => a == HttpStatusCode.UnprocessableEntity).ShouldBe(10);
        answers.Count(a => a == HttpStatusCode.TooManyRequests).ShouldBe(30);
        code = (await instructor.GetFromJsonAsync<JsonElement>(run.Session("code"))).GetProperty("code").GetString()!;
        using (var right = await there.PutAsJsonAsync(run.Attendance(), new { code })) await right.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-wrong-codes");
        await CheckInAsync(run, honest, code);
        (await service.ScalarAsync<short>("SELECT count FROM wrong_codes WHERE offering_id = $1", run.OfferingId)).ShouldBe((short)10);

        // The instructor knows them.
        await run.CorrectAsync(instructor, 0, present: true, "Hadir, salah ketik kode.");
        (await run.CheckInAsync(here)).GetProperty("sessionId").GetGuid().ShouldBe(run.Scheduled.Sessions[0].SessionId);
    }

    [Theory]
    [InlineData("{}", "mode")]
    [InlineData("""{"mode":"Code"}""", "mode")]
    [InlineData("""{"mode":"pin"}""", "mode")]
    [InlineData("""{"mode":1}""", "mode")]
    public async Task A_setting_names_what_is_wrong(string body, string naming)
    {
        var run = await service.StartRunAsync();
        using var instructor = service.AsInstructor();
        var before = await service.FingerprintAsync();
        using var response = await instructor.PutAsync(run.Session("check-in"), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    private async Task SetAsync(Run run, string mode)
    {
        using var admin = service.AsTrainingAdmin();
        using var response = await admin.PutAsJsonAsync(run.Session("check-in"), new { mode });
        (await Run.ReadAsync(response)).GetProperty("mode").GetString().ShouldBe(mode);
    }

    private static async Task<JsonElement> CheckInAsync(Run run, HttpClient learner, string code)
    {
        using var response = await learner.PutAsJsonAsync(run.Attendance(), new { code });
        return await Run.ReadAsync(response);
    }

    /// <summary>Another code; that it is the one of the other half minute is as likely as one in a million.</summary>
    private static string Wrong(string code) => code == "123456" ? "654321" : "123456";
}
