using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Bpsdm.SessionDelivery.Tests.Classrooms;

/// <summary>What bbb-webhooks posts: the shape of example/events/mapped-events.json, signed as callback-emitter.js does.</summary>
internal static class Notices
{
    public static string PathOf(Guid session) => $"/api/delivery/classroom-notices/bigbluebutton/{session}";

    public static object Event(string name, Guid meeting, DateTimeOffset at, string user = "", string connection = "") => new
    {
        data = new
        {
            type = "event",
            id = name,
            attributes = new Dictionary<string, object>
            {
                ["meeting"] = new Dictionary<string, object> { ["internal-meeting-id"] = "8043c845-1", ["external-meeting-id"] = meeting.ToString() },
                ["user"] = new Dictionary<string, object> { ["internal-user-id"] = connection, ["external-user-id"] = user, ["name"] = "Peserta", ["role"] = "VIEWER" },
            },
            @event = new { ts = at.ToUnixTimeMilliseconds() },
        },
    };

    public static object Joined(Guid meeting, Guid participant, string connection, DateTimeOffset at) => Event("user-joined", meeting, at, participant.ToString(), connection);
    public static object Left(Guid meeting, Guid participant, string connection, DateTimeOffset at) => Event("user-left", meeting, at, participant.ToString(), connection);
    public static object Ended(Guid meeting, DateTimeOffset at) => Event("meeting-ended", meeting, at);

    public static HttpClient Caller(this Replica replica) =>
        replica.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = replica.ClientOptions.BaseAddress });

    public static HttpRequestMessage Signed(Guid session, string secret, int hexDigits, params object[] events)
    {
        var body = $"domain=bbb.test&event={WebUtility.UrlEncode(JsonSerializer.Serialize(events))}&timestamp=1708381133689";
        var checksum = BigBlueButtonServer.Hash($"https://bpsdm.test{PathOf(session)}{body}{secret}", hexDigits);
        return new(HttpMethod.Post, $"{PathOf(session)}?checksum={checksum}") { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
    }

    public static async Task TellAsync(this Replica replica, Guid session, params object[] events)
    {
        using var client = replica.Caller();
        using var request = Signed(session, BigBlueButtonServer.Secret, 40, events);
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync());
    }
}
