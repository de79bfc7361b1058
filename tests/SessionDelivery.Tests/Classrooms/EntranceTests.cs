using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.SessionDelivery.Tests.Classrooms;

/// <summary>Who gets in when, by the example of a link.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class EntranceTests(DeliveryFixture service)
{
    private const string Zoom = "https://us02web.zoom.us/j/85012345678?pwd=c2VjcmV0";
    private static readonly object Link = new { kind = "link", url = Zoom };

    [Fact]
    public async Task A_participant_gets_the_address_from_a_quarter_of_an_hour_before_to_the_end()
    {
        await using var run = await ClassroomRun.StartAsync(service, [], atMinute: -16);
        await run.SetAsync(Link);
        using var learner = run.Learner();
        using var admin = run.As(Roles.TrainingAdmin);

        run.Clock.SetUtcNow(run.Minute(-15).AddMicroseconds(-1));
        var opens = run.Minute(-15).ToOffset(TimeSpan.FromHours(7));
        await RefusedAsync(learner, run, HttpStatusCode.Conflict, "classroom-not-open-yet", $"{opens.Year} pukul 08.45 WIB");
        (await run.JoinAsync(admin)).GetProperty("role").GetString().ShouldBe("moderator");

        run.Clock.SetUtcNow(run.Minute(-15));
        using (var entered = await learner.PostAsync($"{run.At}/join", null))
        {
            entered.Headers.CacheControl?.NoStore.ShouldBe(true);
            var body = await Run.ReadAsync(entered);
            (body.GetProperty("url").GetString(), body.GetProperty("role").GetString()).ShouldBe((Zoom, "participant"));
        }
        run.Clock.SetUtcNow(ClassroomRun.End);
        await run.JoinAsync(learner);
        run.Clock.SetUtcNow(ClassroomRun.End.AddMicroseconds(1));
        await RefusedAsync(learner, run, HttpStatusCode.Conflict, "classroom-closed", "pukul 10.40 WIB");
        await run.JoinAsync(admin);

        // That they went in is all that is known, and it makes nobody present.
        var presence = (await learner.GetFromJsonAsync<JsonElement>($"/api/delivery/my/offerings/{run.Run.OfferingId}/sessions/{run.Session}/presence"));
        presence.GetProperty("presence").GetProperty("enteredAt").GetDateTimeOffset().ShouldBe(run.Minute(-15));
        (presence.GetProperty("present").GetBoolean(), presence.GetProperty("presence").GetProperty("minutes").GetInt32()).ShouldBe((false, 0));
        (await service.ScalarAsync<long>("SELECT count(*) FROM presence_dues WHERE session_id = $1", run.Session)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_may_not_enter_learns_nothing_of_the_address()
    {
        await using var run = await ClassroomRun.StartAsync(service, []);
        using var learner = run.Learner();
        await RefusedAsync(learner, run, HttpStatusCode.NotFound, "not-found");
        await run.SetAsync(Link);
        using var stranger = run.As(Roles.Learner, DeliveryFixture.Participant().Person.Nip);
        using var nameless = run.As(Roles.Learner);
        using var teachesElsewhere = run.As(Roles.Instructor, "198001012005011999");
        await RefusedAsync(stranger, run, HttpStatusCode.Forbidden, "bukan peserta");
        await RefusedAsync(nameless, run, HttpStatusCode.Forbidden, "NIP");
        await RefusedAsync(teachesElsewhere, run, HttpStatusCode.Forbidden, "tidak mengajar sesi ini");
        using (var read = await teachesElsewhere.GetAsync(run.At)) await read.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        using (var read = await learner.GetAsync(run.At)) await read.ShouldBeProblemAsync(HttpStatusCode.Forbidden);

        using var admin = run.As(Roles.TrainingAdmin);
        await ClassroomRun.PostAsync(admin, $"{run.At}/end");
        await RefusedAsync(learner, run, HttpStatusCode.Conflict, "classroom-ended");
        await run.JoinAsync(admin);
        await run.JoinAsync(learner);

        await service.TellAsync(run.Run.Withdrawn("withdrawn", run.Run.Participants));
        await RefusedAsync(learner, run, HttpStatusCode.Conflict, "seat-withdrawn");
        await service.TellAsync(run.Run.Cancelled());
        run.Clock.Advance(TimeSpan.FromSeconds(2));
        await RefusedAsync(admin, run, HttpStatusCode.Conflict, "offering-cancelled");
        using var set = await admin.PutAsJsonAsync(run.At, Link);
        await set.ShouldBeProblemAsync(HttpStatusCode.Conflict, "offering-cancelled");
    }

    [Fact]
    public async Task A_session_that_was_moved_opens_at_its_new_time()
    {
        await using var run = await ClassroomRun.StartAsync(service, []);
        await run.SetAsync(Link);
        using var learner = run.Learner();
        await run.JoinAsync(learner);
        await service.TellAsync(run.Run.Postponed(TimeSpan.FromDays(1)));
        run.Clock.Advance(TimeSpan.FromSeconds(2));
        await RefusedAsync(learner, run, HttpStatusCode.Conflict, "classroom-not-open-yet");
        run.Clock.Advance(TimeSpan.FromDays(1));
        await run.JoinAsync(learner);
    }

    [Fact]
    public async Task What_was_set_is_read_and_may_be_changed()
    {
        await using var run = await ClassroomRun.StartAsync(service, []);
        using var admin = run.As(Roles.TrainingAdmin);
        using (var none = await admin.GetAsync(run.At)) await none.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await run.SetAsync(new { kind = "link", url = "https://teams.microsoft.com/l/meetup-join/19" })).GetProperty("minPercent").GetInt32().ShouldBe(0);
        await run.SetAsync(Link);
        var read = await admin.GetFromJsonAsync<JsonElement>(run.At);
        (read.GetProperty("kind").GetString(), read.GetProperty("url").GetString(), read.GetProperty("opensAt").GetDateTimeOffset()).ShouldBe(("link", Zoom, run.Minute(-15)));
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest, "kind")]
    [InlineData("""{"kind":"skype"}""", HttpStatusCode.BadRequest, "kind")]
    [InlineData("""{"kind":"link"}""", HttpStatusCode.BadRequest, "url")]
    [InlineData("""{"kind":"link","url":"http://zoom.us/j/1"}""", HttpStatusCode.BadRequest, "url")]
    [InlineData("""{"kind":"link","url":"javascript:alert(1)"}""", HttpStatusCode.BadRequest, "url")]
    [InlineData("""{"kind":"link","url":"https://zoom.us@evil.test/"}""", HttpStatusCode.BadRequest, "url")]
    [InlineData("""{"kind":"link","url":"/j/1"}""", HttpStatusCode.BadRequest, "url")]
    [InlineData("""{"kind":"jitsi","url":"https://meet.jit.si/x"}""", HttpStatusCode.BadRequest, "url")]
    [InlineData("""{"kind":"bigbluebutton","minPercent":101}""", HttpStatusCode.BadRequest, "minPercent")]
    [InlineData("""{"kind":"bigbluebutton","minPercent":-1}""", HttpStatusCode.BadRequest, "minPercent")]
    [InlineData("""{"kind":"link","url":"https://zoom.us/j/1","minPercent":50}""", HttpStatusCode.UnprocessableEntity, "presence-not-told")]
    [InlineData("""{"kind":"bigbluebutton"}""", HttpStatusCode.Conflict, "classroom-not-configured")]
    [InlineData("""{"kind":"jitsi"}""", HttpStatusCode.Conflict, "classroom-not-configured")]
    public async Task A_setting_says_what_is_wrong(string body, HttpStatusCode status, string naming)
    {
        var run = await service.StartRunAsync();
        using var admin = service.AsTrainingAdmin();
        var before = await service.FingerprintAsync();
        using var response = await admin.PutAsync(run.Session("classroom"), new StringContent(body, Encoding.UTF8, "application/json"));
        await response.ShouldBeProblemAsync(status, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Face_to_face_there_is_no_classroom()
    {
        var offering = DeliveryFixture.Offering();
        var run = await service.StartRunAsync(offering with { Sessions = [offering.Sessions[0] with { Mode = "face-to-face" }] });
        using var admin = service.AsTrainingAdmin();
        using var response = await admin.PutAsJsonAsync(run.Session("classroom"), Link);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "session-face-to-face");
    }

    private async Task RefusedAsync(HttpClient client, ClassroomRun run, HttpStatusCode status, params string[] naming)
    {
        var before = await service.FingerprintAsync();
        using var refused = await client.PostAsync($"{run.At}/join", null);
        foreach (var name in naming) await refused.ShouldBeProblemAsync(status, name);
        (await refused.Content.ReadAsStringAsync()).ShouldNotContain("zoom");
        (await service.FingerprintAsync()).ShouldBe(before);
    }
}
