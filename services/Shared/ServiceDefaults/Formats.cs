using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bpsdm.ServiceDefaults;

/// <summary>The forms in which a report can be had: by <c>?format=</c>, or else by <c>Accept</c>.</summary>
/// <param name="mediaTypes">By their names in <c>?format=</c>; the first one is for clients without a wish.</param>
public sealed class Formats(params (string Name, string MediaType)[] mediaTypes)
{
    public const string Json = "application/json", Csv = "text/csv", Pdf = "application/pdf";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <returns>The name of the form that is wanted; or 400 where <paramref name="format"/> names none, 406 where Accept does.</returns>
    public (string? Name, IResult? Refusal) Choose(HttpRequest request, string? format)
    {
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        if (format is not null)
            return Array.Exists(mediaTypes, m => string.Equals(m.Name, format, StringComparison.Ordinal)) ? (format, null)
                : (null, Problems.Invalid("format", $"Nilai 'format' harus salah satu dari: {string.Join(", ", mediaTypes.Select(m => m.Name))}."));
        return Accepted(request) is { } name ? (name, null)
            : (null, Problems.Problem(StatusCodes.Status406NotAcceptable, "not-acceptable", $"Accept: laporan tersedia sebagai {string.Join(", ", mediaTypes.Select(m => m.MediaType))}."));
    }

    private string? Accepted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept!], out var accepted)) return mediaTypes[0].Name;
        return accepted.Where(a => a.Quality is not 0).OrderByDescending(a => a.Quality ?? 1)
            .SelectMany(a => mediaTypes.Where(m => new MediaTypeHeaderValue(m.MediaType).IsSubsetOf(a))).Select(m => m.Name).FirstOrDefault();
    }
}
