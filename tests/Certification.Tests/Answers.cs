using System.Net;
using System.Text.Json;

namespace Bpsdm.Certification.Tests;

internal static class Answers
{
    /// <summary>Checks the status and that the body is a problem of RFC 9457 with the same status and a title; returns the body.</summary>
    public static async Task<string> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, body);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(body).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        return body;
    }
}
