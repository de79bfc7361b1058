using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Features.Classrooms.Jitsi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>A notice of event_sync: <c>api_prefix</c> is the address up to <c>/jitsi</c>, <c>api_headers</c> carries the token.</summary>
internal static class HearJitsi
{
    private const string Scheme = "Bearer ";

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string subject, string what, HttpRequest request, IOptions<ClassroomOptions> options, NoticeRecorder recorder, CancellationToken cancellationToken)
    {
        if (options.Value.Jitsi is not { HearsNotices: true, NoticeToken: var token } || subject is not ("room" or "occupant")) return Problems.NotFound($"Pemberitahuan {subject}/{what}");
        if (!IsRight(request.Headers[HeaderNames.Authorization].ToString(), token)) return Problems.Forbidden("Token pemberitahuan tidak cocok.");
        try
        {
            var body = await NoticeBody.ReadAsync(request, cancellationToken);
            if (JitsiNotices.Read(Encoding.UTF8.GetString(body)) is { } read) await recorder.RecordAsync(read.SessionId, read.Told, cancellationToken);
            return TypedResults.NoContent();
        }
        catch (JsonException)
        {
            return NoticeBody.Malformed();
        }
    }

    private static bool IsRight(string told, string token) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(told)), SHA256.HashData(Encoding.UTF8.GetBytes(Scheme + token)));
}
