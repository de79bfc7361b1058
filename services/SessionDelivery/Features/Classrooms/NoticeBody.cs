using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

internal static class NoticeBody
{
    /// <summary>As it came: what is signed are its bytes. The endpoint limits how many.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    public static ProblemHttpResult Malformed() => Problems.Problem(StatusCodes.Status400BadRequest, "malformed-notice", "Isi pemberitahuan tidak dapat dibaca.");
}
