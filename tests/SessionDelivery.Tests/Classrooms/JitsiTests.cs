using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bpsdm.SessionDelivery.Tests.Classrooms;

/// <summary>Jitsi Meet: a token opens the room, event_sync tells who is in it.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class JitsiTests(DeliveryFixture service)
{
    private const string Secret = "rahasia-aplikasi-jitsi-0123456789", Token = "TOKEN-237958623045";

    private static readonly (string, string)[] Settings =
    [
        ("Classrooms:Jitsi:BaseUrl", "https://meet.bpsdm.test/"), ("Classrooms:Jitsi:AppId", "bpsdm"), ("Classrooms:Jitsi:Secret", Secret),
    ];

    private static readonly (string, string)[] Hearing = [.. Settings, ("Classrooms:Jitsi:NoticeToken", Token)];

    [Fact]
    public async Task A_token_names_the_room_the_person_and_what_they_may_until_the_session_is_over()
    {
        await using var run = await ClassroomRun.StartAsync(service, Settings);
        (await run.SetAsync(new { kind = "jitsi" })).GetProperty("minPercent").GetInt32().ShouldBe(0);
        using var learner = run.Learner();
        using var admin = run.As(Roles.TrainingAdmin);

        var mine = await ReadAsync((await run.JoinAsync(learner)).GetProperty("url").GetString()!, run.Session);
        (mine.Issuer, mine.Subject, mine.GetClaim("room").Value).ShouldBe(("bpsdm", "meet.bpsdm.test", run.Session.ToString()));
        mine.Audiences.ShouldBe(["jitsi"]);
        new DateTimeOffset(mine.ValidTo).ShouldBe(ClassroomRun.End);
        new DateTimeOffset(mine.ValidFrom).ShouldBe(ClassroomRun.Start);
        var user = mine.GetPayloadValue<System.Text.Json.JsonElement>("context").GetProperty("user");
        (user.GetProperty("id").GetGuid(), user.GetProperty("name").GetString(), user.GetProperty("affiliation").GetString())
            .ShouldBe((run.Run.Participants[0].ParticipantId, run.Run.Participants[0].Person.Name, "member"));
        mine.GetPayloadValue<bool>("moderator").ShouldBeFalse();
        (await ReadAsync((await run.JoinAsync(admin)).GetProperty("url").GetString()!, run.Session)).GetPayloadValue<bool>("moderator").ShouldBeTrue();

        run.Clock.SetUtcNow(ClassroomRun.End);
        (await ReadAsync((await run.JoinAsync(learner)).GetProperty("url").GetString()!, run.Session)).ValidTo.ShouldBe(ClassroomRun.End.UtcDateTime);

        // Who tells nothing of presence cannot be asked to count it.
        using var counted = await admin.PutAsJsonAsync(run.At, new { kind = "jitsi", minPercent = 75 });
        await counted.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "presence-not-told");
    }

    [Fact]
    public async Task What_event_sync_tells_adds_up_whatever_was_lost_of_it()
    {
        await using var run = await ClassroomRun.StartAsync(service, Hearing, participants: 4);
        (await run.SetAsync(new { kind = "jitsi" })).GetProperty("minPercent").GetInt32().ShouldBe(75);
        long At(int minute) => run.Minute(minute).ToUnixTimeSeconds();
        object Occupant(int participant, int joined, int? left) =>
            new { name = "x", id = run.Run.Participants[participant].ParticipantId, occupant_jid = $"{participant}@meet/{joined}", joined_at = At(joined), left_at = left is { } l ? At(l) : (long?)null };
        object Event(string name, object? occupant, bool breakout = false) => new { event_name = name, room_name = run.Session.ToString(), room_jid = "x", is_breakout = breakout, active_occupants_count = 1, occupant };

        await TellAsync(run, "occupant/joined", Event("muc-occupant-joined", Occupant(0, 0, null)));
        await TellAsync(run, "occupant/left", Event("muc-occupant-left", Occupant(0, 0, 30)));
        // In a breakout room one is in the session; the joining itself was lost.
        await TellAsync(run, "occupant/left", Event("muc-occupant-left", Occupant(0, 30, 80), breakout: true));
        await TellAsync(run, "room/destroyed", new { event_name = "muc-room-destroyed", room_name = run.Session.ToString(), is_breakout = true, created_at = At(30), destroyed_at = At(80), all_occupants = new[] { Occupant(0, 30, 80) } });
        await TellAsync(run, "occupant/joined", Event("muc-occupant-joined", Occupant(2, 10, null)));
        await TellAsync(run, "room/created", Event("muc-room-created", null));
        await TellAsync(run, "room/destroyed", new { event_name = "muc-room-destroyed", room_name = run.Session.ToString(), is_breakout = false, created_at = At(0), destroyed_at = At(90), all_occupants = new[] { Occupant(0, 0, 30), Occupant(1, 5, 85), Occupant(3, 20, null) } });
        await TellAsync(run, "occupant/joined", new { event_name = "muc-occupant-joined", room_name = "warung-kopi", occupant = Occupant(3, 0, null) });

        await run.JudgeAsync();
        (await run.AttendanceAsync()).ShouldBe(new Dictionary<int, double> { [0] = 75, [1] = 80, [2] = 85 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("Bearer salah", "occupant/joined", HttpStatusCode.Forbidden)]
    [InlineData(Token, "occupant/joined", HttpStatusCode.Forbidden)]
    [InlineData(null, "occupant/joined", HttpStatusCode.Forbidden)]
    [InlineData($"Bearer {Token}", "x/joined", HttpStatusCode.NotFound)]
    public async Task Without_its_token_nothing_is_heard(string? authorization, string what, HttpStatusCode status)
    {
        await using var run = await ClassroomRun.StartAsync(service, Hearing);
        var before = await service.FingerprintAsync();
        using var client = run.Replica.Caller();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path(what)) { Content = JsonContent.Create(new { event_name = "muc-occupant-joined", room_name = run.Session }) };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request);
        await response.ShouldBeProblemAsync(status);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"event_name\":1}")]
    public async Task What_is_no_event_is_refused(string body)
    {
        await using var run = await ClassroomRun.StartAsync(service, Hearing);
        using var client = Teller(run);
        using var response = await client.PostAsync(Path("occupant/left"), new StringContent(body, Encoding.UTF8, "application/json"));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-notice");
    }

    private static string Path(string what) => $"/api/delivery/classroom-notices/jitsi/events/{what}";

    private static HttpClient Teller(ClassroomRun run)
    {
        var client = run.Replica.Caller();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    private static async Task TellAsync(ClassroomRun run, string what, object body)
    {
        using var client = Teller(run);
        using var response = await client.PostAsJsonAsync(Path(what), body);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync());
    }

    /// <summary>As prosody does that has the secret.</summary>
    private static async Task<JsonWebToken> ReadAsync(string url, Guid room)
    {
        url.ShouldStartWith($"https://meet.bpsdm.test/{room}?jwt=");
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(url[(url.IndexOf('=') + 1)..], new TokenValidationParameters
        {
            ValidIssuer = "bpsdm", ValidAudience = "jitsi", ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Secret)), ValidateLifetime = false,
        });
        result.IsValid.ShouldBeTrue(result.Exception?.ToString());
        return (JsonWebToken)result.SecurityToken;
    }
}
