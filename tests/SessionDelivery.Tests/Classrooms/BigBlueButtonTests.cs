using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests.Classrooms;

/// <summary>Against a server of its protocol.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class BigBlueButtonTests(DeliveryFixture service) : IDisposable
{
    private static readonly object Classroom = new { kind = "bigbluebutton" };
    private readonly BigBlueButtonServer _server = new();

    [Fact]
    public async Task Each_goes_in_under_their_own_name_and_the_meeting_is_made_once()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings, participants: 3);
        await run.SetAsync(Classroom);
        var teacher = $"1970{Random.Shared.NextInt64(10_000_000_000_000, 99_999_999_999_999)}";
        await service.TellAsync(new InstructorsAssigned
        {
            FactId = Guid.CreateVersion7(), OfferingId = run.Run.OfferingId, Revision = 1, AssignedAt = run.Run.Scheduled.ScheduledAt,
            Sessions = [new(run.Session, [new(teacher, "Siti & \"Budi\" Ñandú")])],
        });

        var participants = await Task.WhenAll(Enumerable.Range(0, 3).Select(async i =>
        {
            using var learner = run.Learner(i);
            return await run.JoinAsync(learner);
        }));
        using var leader = run.As(Roles.Instructor, teacher);
        var leads = await run.JoinAsync(leader);

        foreach (var (i, entrance) in participants.Index())
        {
            var inside = await FollowAsync(entrance.GetProperty("url").GetString()!);
            (inside("userID"), inside("fullName"), inside("role")).ShouldBe((run.Run.Participants[i].ParticipantId.ToString(), run.Run.Participants[i].Person.Name, "VIEWER"));
            entrance.GetProperty("url").GetString()!.ShouldNotContain(run.Run.Participants[i].Person.Nip);
        }
        var moderates = await FollowAsync(leads.GetProperty("url").GetString()!);
        (moderates("fullName"), moderates("role"), leads.GetProperty("role").GetString()).ShouldBe(("Siti & \"Budi\" Ñandú", "MODERATOR", "moderator"));
        leads.ToString().ShouldNotContain(teacher);
        Guid.TryParse(moderates("userID"), out _).ShouldBeFalse();
        _server.Calls.Count(c => c is "create").ShouldBe(1);
        _server.Hooks.ShouldHaveSingleItem().Key.ShouldBe($"https://bpsdm.test{Notices.PathOf(run.Session)}");
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public async Task Another_replica_with_another_hash_opens_the_same_meeting(string checksum)
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings);
        await using var other = new Replica(service, run.Clock, _server.SettingsWith(BigBlueButtonServer.Secret, checksum));
        await run.SetAsync(Classroom);
        using var here = run.Learner();
        using var there = other.AsLearner(run.Run.Nip);
        await run.JoinAsync(here);
        (await FollowAsync((await run.JoinAsync(there)).GetProperty("url").GetString()!))("role").ShouldBe("VIEWER");
        _server.Calls.Count(c => c is "create").ShouldBe(2);
        _server.Meetings.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_leads_ends_it_and_opens_it_again_by_entering()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings);
        await run.SetAsync(Classroom);
        using var learner = run.Learner();
        using var admin = run.As(Roles.TrainingAdmin);
        await run.JoinAsync(learner);
        // On another replica, that has just seen it open.
        await using var other = new Replica(service, run.Clock, _server.Settings);
        using var there = other.AsTrainingAdmin();
        await run.JoinAsync(there);

        var ended = await ClassroomRun.PostAsync(admin, $"{run.At}/end");
        _server.Meetings.ShouldBeEmpty();
        using (var over = await learner.PostAsync($"{run.At}/join", null)) await over.ShouldBeProblemAsync(HttpStatusCode.Conflict, "classroom-ended");
        run.Clock.Advance(TimeSpan.FromSeconds(3));
        (await ClassroomRun.PostAsync(admin, $"{run.At}/end")).ToString().ShouldBe(ended.ToString());

        await run.JoinAsync(there);
        await run.JoinAsync(learner);
        _server.Meetings.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_of_and_nothing_changes()
    {
        await WithoutAnswerAsync(
            [("Classrooms:BigBlueButton:BaseUrl", $"http://127.0.0.1:{FreePort.Next()}/bigbluebutton"), ("Classrooms:BigBlueButton:Secret", "x")],
            HttpStatusCode.ServiceUnavailable, "classroom-away");
    }

    [Fact]
    public async Task A_server_that_is_slow_is_not_waited_for()
    {
        _server.Otherwise = _ => null;
        await WithoutAnswerAsync(_server.Settings, HttpStatusCode.GatewayTimeout, "classroom-slow");
    }

    [Fact]
    public async Task What_it_refuses_is_told_by_its_key()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.SettingsWith("bukan-rahasianya"));
        await run.SetAsync(Classroom);
        await RefusedAsync(run, HttpStatusCode.BadGateway, "checksumError");
        _server.Otherwise = call => BigBlueButtonServer.Failed(call is "create" ? "maxConcurrent" : "internalError");
        await RefusedAsync(run, HttpStatusCode.BadGateway, "maxConcurrent", end: "internalError");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>502 Bad Gateway")]
    [InlineData("<response/>")]
    [InlineData("<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><response><returncode>SUCCESS</returncode><x>&b;</x></response>")]
    public async Task What_it_says_that_is_no_answer_is_not_taken_for_one(string answer)
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings);
        await run.SetAsync(Classroom);
        _server.Otherwise = _ => answer;
        await RefusedAsync(run, HttpStatusCode.BadGateway, "classroom-unintelligible");
    }

    [Fact]
    public async Task Without_webhooks_the_class_takes_place()
    {
        await using var run = await ClassroomRun.StartAsync(service, _server.Settings);
        await run.SetAsync(Classroom);
        _server.Otherwise = call => call is "create" ? "<response><returncode>SUCCESS</returncode></response>" : BigBlueButtonServer.Failed("unsupportedRequest");
        using var learner = run.Learner();
        (await run.JoinAsync(learner)).GetProperty("role").GetString().ShouldBe("participant");
        _server.Calls.ShouldBe(["create", "hooks/create"]);
    }

    public void Dispose() => _server.Dispose();

    /// <summary>On the system's clock: how long it is waited for, and when it is tried again, is what this is about.</summary>
    private async Task WithoutAnswerAsync((string, string)[] settings, HttpStatusCode status, string naming)
    {
        await using var replica = new Replica(service, null, settings);
        var run = await service.StartRunAsync(withTest: false);
        using var learner = replica.AsLearner(run.Nip);
        using var admin = replica.AsTrainingAdmin();
        using (var set = await admin.PutAsJsonAsync(run.Session("classroom"), Classroom)) await Run.ReadAsync(set);
        var before = await service.FingerprintAsync();
        foreach (var (client, what) in ((HttpClient, string)[])[(learner, "join"), (admin, "end")])
        {
            using var refused = await client.PostAsync(run.Session($"classroom/{what}"), null);
            await refused.ShouldBeProblemAsync(status, naming);
            refused.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    private async Task RefusedAsync(ClassroomRun run, HttpStatusCode status, string naming, string? end = null)
    {
        using var learner = run.Learner();
        using var admin = run.As(Roles.TrainingAdmin);
        var before = await service.FingerprintAsync();
        foreach (var (client, what) in ((HttpClient, string)[])[(learner, "join"), (admin, "join"), (admin, "end")])
        {
            using var refused = await client.PostAsync($"{run.At}/{what}", null);
            await refused.ShouldBeProblemAsync(status, what is "end" ? end ?? naming : naming);
        }
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    /// <summary>As the browser does.</summary>
    private static async Task<Func<string, string>> FollowAsync(string url)
    {
        using var browser = new HttpClient();
        var inside = XElement.Parse(await browser.GetStringAsync(url));
        inside.Element("returncode")!.Value.ShouldBe("SUCCESS", inside.ToString());
        return name => inside.Element(name)!.Value;
    }
}
