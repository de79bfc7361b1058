using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Types;
using WireMock.Util;

namespace Bpsdm.SessionDelivery.Tests.Classrooms;

/// <summary>
/// A server of BigBlueButton's protocol, with its webhooks: it looks at every checksum, keeps meetings and hooks, and answers as the
/// real one does (its API documentation; bbb-webhooks src/out/webhooks).
/// </summary>
internal sealed class BigBlueButtonServer : IDisposable
{
    public const string Secret = "rahasia-bersama-bbb";

    private readonly WireMockServer _server = WireMockServer.Start();
    private readonly TaskCompletionSource _end = new();

    public BigBlueButtonServer() => _server.Given(Request.Create().WithPath("/bigbluebutton/api/*").UsingGet()).RespondWith(Response.Create().WithCallback(AnswerAsync));

    public ConcurrentQueue<string> Calls { get; } = [];
    public ConcurrentDictionary<string, (string Attendee, string Moderator)> Meetings { get; } = new();

    /// <summary>By their addresses, by which alone bbb-webhooks tells them apart.</summary>
    public ConcurrentDictionary<string, string> Hooks { get; } = new();

    /// <summary>What is answered in place of the truth; null where it hangs.</summary>
    public Func<string, string?>? Otherwise { get; set; }

    public (string, string)[] Settings => SettingsWith(Secret);

    public (string, string)[] SettingsWith(string secret, string checksum = "sha256") =>
    [
        ("Classrooms:BigBlueButton:BaseUrl", $"{_server.Url}/bigbluebutton/"), ("Classrooms:BigBlueButton:Secret", secret),
        ("Classrooms:BigBlueButton:Checksum", checksum), ("Classrooms:BigBlueButton:Timeout", "00:00:01"),
    ];

    public void Dispose()
    {
        _end.TrySetResult();
        _server.Dispose();
    }

    private async Task<IResponseMessage> AnswerAsync(IRequestMessage request)
    {
        var call = request.AbsolutePath["/bigbluebutton/api/".Length..];
        var raw = (request.RawQuery ?? "").TrimStart('?');
        var query = QueryHelpers.ParseQuery(raw);
        Calls.Enqueue(call);
        var answer = Otherwise is { } otherwise ? otherwise(call)
            : raw.LastIndexOf("&checksum=", StringComparison.Ordinal) is >= 0 and var at && Hash(call + raw[..at] + Secret, raw[(at + 10)..].Length) == raw[(at + 10)..] ? Answer(call, name => query[name].ToString())
            : Failed("checksumError");
        if (answer is null) await _end.Task;
        return new ResponseMessage { StatusCode = 200, BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = answer ?? "" } };
    }

    private string Answer(string call, Func<string, string> of) => call switch
    {
        "create" when of("name").Length < 2 => Failed("missingParamName"),
        "create" => Meetings.GetOrAdd(of("meetingID"), _ => (of("attendeePW"), of("moderatorPW"))) == (of("attendeePW"), of("moderatorPW"))
            ? Success($"<meetingID>{of("meetingID")}</meetingID>") : Failed("idNotUnique"),
        "join" when !Meetings.ContainsKey(of("meetingID")) => Failed("invalidMeetingIdentifier"),
        "join" => Success($"<user_id>w_x</user_id><fullName>{WebUtility.HtmlEncode(of("fullName"))}</fullName><userID>{of("userID")}</userID><role>{of("role")}</role>"),
        "end" when !Meetings.TryGetValue(of("meetingID"), out _) => Failed("notFound"),
        "end" when Meetings[of("meetingID")].Moderator != of("password") => Failed("invalidPassword"),
        "end" => End(of("meetingID")),
        "hooks/create" => Hooks.TryAdd(of("callbackURL"), of("meetingID")) ? Success("<hookID>1</hookID>") : Success("<messageKey>duplicateWarning</messageKey>"),
        _ => Failed("unsupportedRequest"),
    };

    private string End(string meeting)
    {
        Meetings.TryRemove(meeting, out _);
        foreach (var hook in Hooks.Where(h => h.Value == meeting)) Hooks.TryRemove(hook);
        return Success("<messageKey>sentEndMeetingRequest</messageKey>");
    }

    private static string Success(string more) => $"<response><returncode>SUCCESS</returncode>{more}</response>";

    public static string Failed(string key) => $"<response><returncode>FAILED</returncode><messageKey>{key}</messageKey><message>…</message></response>";

    public static string Hash(string text, int hexDigits) => Convert.ToHexStringLower(CryptographicOperations.HashData(
        hexDigits switch { 40 => HashAlgorithmName.SHA1, 64 => HashAlgorithmName.SHA256, 96 => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 },
        Encoding.UTF8.GetBytes(text)));
}
