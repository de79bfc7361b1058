using System.Net;
using System.Text.Json;

namespace Bpsdm.SessionDelivery.Tests;

internal static class ProblemAssertions
{
    /// <param name="response">The answer.</param>
    /// <param name="status">Its status, in the body as well.</param>
    /// <param name="naming">What the body must mention: the kind of problem, or the field that is wrong.</param>
    public static async Task ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string? naming = null)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri}: {body}");
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        JsonElement.Parse(body).GetProperty("status").GetInt32().ShouldBe((int)status);
        if (naming is not null) body.ShouldContain(naming);
    }
}
