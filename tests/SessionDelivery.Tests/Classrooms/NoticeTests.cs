using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests.Classrooms;

/// <summary>What BigBlueButton tells of who is there, and what comes of it.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class NoticeTests(DeliveryFixture service) : IDisposable
{
    private static readonly object Classroom = new { kind = "bigbluebutton", minPercent = 60 };
    private readonly BigBlueButtonServer _server = new();

    [Fact]
    public async Task Who_was_there_for_long_enough_is_present_once_the_late_notices_are_in()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings, participants: 4, atMinute: -5);
        await run.SetAsync(Classroom);
        using var learner = run.Learner();
        using var admin = run.As(Roles.TrainingAdmin);
        await run.JoinAsync(learner);

        await run.TellAsync(run.Joined(0, -5), run.Joined(1, 0));
        await run.TellAsync(run.Left(0, 40), run.Joined(2, 10));
        await run.TellAsync(run.Joined(0, 55, "b"), run.Left(1, 59));
        run.Clock.SetUtcNow(run.Minute(70));
        var sofar = (await learner.GetFromJsonAsync<JsonElement>(Mine(run))).GetProperty("presence");
        (sofar.GetProperty("minutes").GetInt32(), sofar.GetProperty("gaps").GetInt32(), sofar.GetProperty("gapMinutes").GetInt32(), sofar.GetProperty("requiredMinutes").GetInt32())
            .ShouldBe((55, 1, 15, 60));
        sofar.GetProperty("enteredAt").GetDateTimeOffset().ShouldBe(run.Minute(-5));
        sofar.GetProperty("sufficient").GetBoolean().ShouldBeFalse();

        // Of nobody who left is it told when the meeting ends; strangers and those who lead are nobody's presence.
        await run.TellAsync(
            run.Ended(80), Notices.Joined(run.Session, Guid.NewGuid(), "w_x", run.Minute(0)), Notices.Event("user-joined", run.Session, run.Minute(0), "pengajar-1", "w_y"),
            Notices.Event("user-audio-muted", run.Session, run.Minute(1), run.Run.Participants[3].ParticipantId.ToString(), "w_3"),
            Notices.Joined(Guid.NewGuid(), run.Run.Participants[3].ParticipantId, "w_3", run.Minute(0)), new { data = 1 }, "x");
        (await service.ScalarAsync<long>("SELECT count(*) FROM classroom_notices WHERE session_id = $1", run.Session)).ShouldBe(8);
        run.Clock.SetUtcNow(ClassroomRun.End.AddMinutes(10).AddSeconds(-1));
        (await run.AttendanceAsync()).ShouldBeEmpty();

        await run.JudgeAsync();
        (await run.AttendanceAsync()).ShouldBe(new Dictionary<int, double> { [0] = 75, [2] = 70 }, ignoreOrder: true);
        var listed = (await admin.GetFromJsonAsync<JsonElement>(run.Run.Session("presence"))).GetProperty("items").EnumerateArray()
            .ToDictionary(i => i.GetProperty("nip").GetString()!, i => (i.GetProperty("presence").GetProperty("minutes").GetInt32(), i.GetProperty("present").GetBoolean()));
        listed.ShouldBe(run.Run.Participants.Zip([(65, true), (59, false), (70, true), (0, false)], (p, seen) => KeyValuePair.Create(p.Person.Nip, seen)), ignoreOrder: true);
        (await admin.GetFromJsonAsync<JsonElement>($"{run.Run.Attendance()}?present=true")).GetProperty("items").EnumerateArray().ShouldAllBe(i => i.GetProperty("byClassroom").GetBoolean());
        (await learner.GetFromJsonAsync<JsonElement>(Mine(run))).GetProperty("present").GetBoolean().ShouldBeTrue();
    }

    /// <summary>Ten people with one story; of each it is told in another order, with repetitions, some of it after the judgement, to two replicas at once.</summary>
    [Fact]
    public async Task Order_repetition_and_lateness_make_no_difference()
    {
        const int People = 10;
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings, People);
        await using var other = new Replica(service, run.Clock, _server.Settings);
        await run.SetAsync(Classroom);

        var late = new List<object>();
        await Task.WhenAll(Enumerable.Range(0, People).Select(async i =>
        {
            var random = new Random(i);
            object[] story = [run.Joined(i, 0), run.Left(i, 20), run.Joined(i, 30), run.Left(i, 50), run.Joined(i, 35, "b"), run.Left(i, 95, "b")];
            var told = story.Concat(story.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(told);
            var held = i % 2 == 0 ? random.Next(1, 4) : 0;
            lock (late) late.AddRange(told[..held]);
            foreach (var notice in told[held..]) await (random.Next(2) == 0 ? run.Replica : other).TellAsync(run.Session, notice);
        }));
        await run.JudgeAsync();
        await run.TellAsync([.. late]);
        await run.JudgeAsync();
        // 0 to 20 and 30 to 95: 60 minutes are reached at the 70th.
        (await run.AttendanceAsync()).ShouldBe(Enumerable.Range(0, People).Select(i => KeyValuePair.Create(i, 70.0)), ignoreOrder: true);
    }

    [Fact]
    public async Task A_late_notice_takes_a_presence_back_and_with_it_what_rested_on_it()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings, withTest: true);
        await run.SetAsync(Classroom);
        using var learner = run.Learner();
        await run.Run.AttemptAsync(learner, 1);
        await run.TellAsync(run.Joined(0, 0));
        await run.JudgeAsync();
        var completed = (await run.Run.CompletedAsync(1)).Single();

        await run.TellAsync(run.Left(0, 30));
        await run.JudgeAsync();
        (await run.AttendanceAsync()).ShouldBeEmpty();
        var corrected = (await run.Run.CorrectedAsync(1)).Single();
        (corrected.CorrectedFactId, corrected.Completed).ShouldBe((completed.FactId, false));

        await run.TellAsync(run.Joined(0, 40, "b"));
        await run.JudgeAsync();
        (await run.AttendanceAsync())[0].ShouldBe(70);
        (await run.Run.CorrectedAsync(2)).Count(c => c.Completed).ShouldBe(1);
    }

    [Fact]
    public async Task A_correction_and_a_check_in_stand_and_another_share_is_judged_anew()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings, participants: 3);
        await run.SetAsync(Classroom);
        using var admin = run.As(Roles.TrainingAdmin);
        using var checksIn = run.Learner(1);
        await run.Run.CorrectAsync(admin, 0, present: false, "Meninggalkan kelas.");
        await run.Run.CheckInAsync(checksIn);
        await run.TellAsync(run.Joined(0, 0), run.Joined(1, 0), run.Left(1, 5), run.Joined(2, 0), run.Left(2, 50));
        await run.JudgeAsync();
        (await run.AttendanceAsync()).Keys.ShouldBe([1]);

        await run.SetAsync(new { kind = "bigbluebutton", minPercent = 50 });
        await run.JudgeAsync();
        (await run.AttendanceAsync()).ShouldBe(new Dictionary<int, double> { [1] = 0, [2] = 50 }, ignoreOrder: true);
        await run.SetAsync(new { kind = "bigbluebutton", minPercent = 0 });
        await run.JudgeAsync();
        (await run.AttendanceAsync()).Keys.ShouldBe([1]);
    }

    [Fact]
    public async Task A_session_that_was_moved_counts_at_its_new_time_and_a_cancelled_one_does_not()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings, participants: 2);
        await run.SetAsync(new { kind = "bigbluebutton", minPercent = 40 });
        await run.TellAsync(run.Joined(0, 0), run.Left(0, 90));
        await service.TellAsync(run.Run.Postponed(TimeSpan.FromMinutes(50)));
        run.Clock.SetUtcNow(ClassroomRun.End.AddMinutes(10));
        await Eventually.BecomesTrueAsync(async () =>
        {
            run.Clock.Advance(TimeSpan.FromSeconds(5));
            return await service.ScalarAsync<DateTime>("SELECT due_at FROM presence_dues WHERE session_id = $1", run.Session) == run.Minute(160).UtcDateTime;
        });
        await run.TellAsync(run.Joined(1, 60), run.Left(1, 140));
        run.Clock.SetUtcNow(run.Minute(160));
        await run.JudgeAsync();
        // From the 50th to the 90th minute, and from the 60th to the 140th.
        (await run.AttendanceAsync()).ShouldBe(new Dictionary<int, double> { [0] = 90, [1] = 100 }, ignoreOrder: true);

        await service.TellAsync(run.Run.Cancelled());
        await run.TellAsync(run.Left(1, 61));
        await run.JudgeAsync();
        (await run.AttendanceAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_not_signed_as_it_should_be_changes_nothing()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings);
        await run.SetAsync(Classroom);
        var joined = run.Joined(0, 0);
        var before = await service.FingerprintAsync();
        using var client = run.Replica.Caller();

        HttpRequestMessage Right() => Notices.Signed(run.Session, BigBlueButtonServer.Secret, 40, joined);
        foreach (var (forge, status) in (((Func<HttpRequestMessage>, HttpStatusCode)[])
        [
            (() => Notices.Signed(run.Session, "tebakan", 40, joined), HttpStatusCode.Forbidden),
            (() => Change(Right(), r => r.RequestUri = new(Notices.PathOf(run.Session), UriKind.Relative)), HttpStatusCode.Forbidden),
            (() => Change(Right(), r => r.RequestUri = new($"{Notices.PathOf(run.Session)}?checksum=", UriKind.Relative)), HttpStatusCode.Forbidden),
            (() => Change(Right(), r => r.RequestUri = new($"{Notices.PathOf(run.Session)}?checksum={new string('z', 40)}", UriKind.Relative)), HttpStatusCode.Forbidden),
            // A notice of one meeting is none of another's.
            (() => Change(Right(), r => r.RequestUri = new(r.RequestUri!.OriginalString.Replace(run.Session.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal), UriKind.Relative)), HttpStatusCode.Forbidden),
            (() => Change(Right(), r => r.Content = new StringContent("event=[]")), HttpStatusCode.Forbidden),
            (() => Change(Right(), r => r.Content = new ByteArrayContent(new byte[600 * 1024])), HttpStatusCode.RequestEntityTooLarge),
            (() => Change(Right(), r => r.RequestUri = new("/api/delivery/classroom-notices/bigbluebutton/x", UriKind.Relative)), HttpStatusCode.Unauthorized),
            (() => SignedBody(run.Session, "domain=x"), HttpStatusCode.BadRequest),
            (() => SignedBody(run.Session, "event={}"), HttpStatusCode.BadRequest),
            (() => SignedBody(run.Session, "event=[{"), HttpStatusCode.BadRequest),
            (() => SignedBody(run.Session, "event=[null,1,[],{\"data\":{\"id\":{}}}]"), HttpStatusCode.NoContent),
        ]))
        {
            using var request = forge();
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(status, request.RequestUri!.ToString());
        }
        // Well signed, but of a session that has no classroom, and at a host that knows no BigBlueButton.
        await run.Replica.TellAsync(Guid.NewGuid(), joined);
        using (var elsewhere = service.Anonymous())
        using (var request = Right())
        using (var unknown = await elsewhere.SendAsync(request)) await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await service.FingerprintAsync()).ShouldBe(before);

        foreach (var digits in (int[])[40, 64, 96, 128])
        {
            using var request = Notices.Signed(run.Session, BigBlueButtonServer.Secret, digits, joined);
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }
        (await service.ScalarAsync<long>("SELECT count(*) FROM classroom_notices WHERE session_id = $1", run.Session)).ShouldBe(1);
    }

    /// <summary>One meeting of a crowd, told in posts of hundreds, ended at once for all.</summary>
    [Fact]
    public async Task A_crowd_is_judged_as_a_crowd()
    {
        const int People = 2_000;
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings, People);
        await run.SetAsync(Classroom);
        foreach (var some in Enumerable.Range(0, People).Chunk(400)) await run.TellAsync([.. some.Select(i => run.Joined(i, i % 50))]);
        await run.TellAsync(run.Ended(100));
        await run.JudgeAsync();
        var present = await run.AttendanceAsync();
        present.Keys.Order().ShouldBe(Enumerable.Range(0, People).Where(i => i % 50 <= 40));
        (await run.Run.SummaryAsync(_ => true)).GetProperty("attendedBySession")[0].GetProperty("attended").GetInt32().ShouldBe(present.Count);
    }

    public void Dispose() => _server.Dispose();

    private static string Mine(ClassroomRun run) => $"/api/delivery/my/offerings/{run.Run.OfferingId}/sessions/{run.Session}/presence";

    private static HttpRequestMessage Change(HttpRequestMessage request, Action<HttpRequestMessage> change)
    {
        change(request);
        return request;
    }

    private static HttpRequestMessage SignedBody(Guid session, string body) =>
        new(HttpMethod.Post, $"{Notices.PathOf(session)}?checksum={BigBlueButtonServer.Hash($"https://bpsdm.test{Notices.PathOf(session)}{body}{BigBlueButtonServer.Secret}", 64)}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
}
