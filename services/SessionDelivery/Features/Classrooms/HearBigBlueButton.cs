using System.Text;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Features.Classrooms.BigBlueButton;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>A notice of bbb-webhooks: a form with <c>event=[…]</c>, whose checksum is over its bytes and the address that was registered.</summary>
internal static class HearBigBlueButton
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid sessionId, HttpRequest request, IOptions<ClassroomOptions> options, NoticeAddress address, NoticeRecorder recorder, CancellationToken cancellationToken)
    {
        if (options.Value.BigBlueButton is not { IsUsed: true, Secret: var secret }) return Problems.NotFound("BigBlueButton");
        var body = await NoticeBody.ReadAsync(request, cancellationToken);
        if (!Checksums.IsOfNotice(request.Query["checksum"], address.OfBigBlueButton(sessionId), body, secret))
            return Problems.Forbidden("Tanda tangan pemberitahuan tidak cocok.");
        try
        {
            var form = new FormReader(Encoding.UTF8.GetString(body)).ReadForm();
            if (!form.TryGetValue("event", out var events)) return NoticeBody.Malformed();
            await recorder.RecordAsync(sessionId, BigBlueButtonNotices.Read(events.ToString(), sessionId), cancellationToken);
            return TypedResults.NoContent();
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return NoticeBody.Malformed();
        }
    }
}
