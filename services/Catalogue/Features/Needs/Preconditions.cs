using System.Globalization;
using Bpsdm.ServiceDefaults;
using Microsoft.Net.Http.Headers;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>
/// If-Match (RFC 9110, 13.1.1) against lost updates: the client sends the ETag of what it saw. The tag is that of the row, so it
/// also changes where only somebody else's part of the answer did not.
/// </summary>
internal static class Preconditions
{
    public const string Header = "If-Match";

    public static string TagOf(uint revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <returns>428 where nothing was sent, 412 where it is another revision's; null where it is this one's, or <c>*</c>.</returns>
    public static IResult? Unmet(string? ifMatch, uint revision) =>
        string.IsNullOrEmpty(ifMatch)
            ? Problems.Problem(StatusCodes.Status428PreconditionRequired, "if-match-required", "If-Match wajib ada: kirim ETag dari jawaban yang diubah.")
            : EntityTagHeaderValue.TryParseList([ifMatch], out var tags)
              && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || (!t.IsWeak && t.Tag.Equals(TagOf(revision), StringComparison.Ordinal)))
                ? null
                : Changed;

    public static IResult Changed =>
        Problems.Problem(StatusCodes.Status412PreconditionFailed, "changed-meanwhile", "If-Match: data sudah diubah pihak lain; muat ulang lalu coba lagi.");

    /// <summary>The answer with the ETag of the row that it shows.</summary>
    public static IResult Tagged(this IResult result, uint revision) => new TaggedResult(result, TagOf(revision));

    private sealed class TaggedResult(IResult result, string tag) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = tag;
            return result.ExecuteAsync(httpContext);
        }
    }
}
