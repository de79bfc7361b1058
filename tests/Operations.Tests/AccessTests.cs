using System.Net;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Operations.Tests;

[Collection(OperationsTests.Name)]
public sealed class AccessTests(OperationsFixture service)
{
    /// <summary>Method, path, and what an operator is answered where nothing is found or Prometheus is away.</summary>
    public static TheoryData<string, string, HttpStatusCode> Closed => new()
    {
        { "GET", "/api/operations/monitoring", HttpStatusCode.ServiceUnavailable },
        { "GET", "/api/operations/boards/participant", HttpStatusCode.ServiceUnavailable },
        { "GET", "/api/operations/boards/other", HttpStatusCode.NotFound },
        { "GET", "/api/operations/boards/service?service=a%22%7D", HttpStatusCode.BadRequest },
        { "GET", "/api/operations/boards/service?minutes=0", HttpStatusCode.BadRequest },
        { "GET", "/api/operations/boards/service?minutes=x", HttpStatusCode.BadRequest },
        { "GET", "/api/operations/broker", HttpStatusCode.OK },
        { "GET", "/api/operations/error-queues/none_error/messages", HttpStatusCode.NotFound },
        { "GET", "/api/operations/error-queues/enrolment/messages", HttpStatusCode.NotFound },
        { "POST", "/api/operations/error-queues/none_error/redelivery", HttpStatusCode.NotFound },
        { "POST", "/api/operations/error-queues/enrolment/redelivery", HttpStatusCode.NotFound },
        { "POST", "/api/operations/error-queues/none_error/messages/0199aaaa-0000-7000-8000-000000000000/redelivery", HttpStatusCode.NotFound },
    };

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Only_operators_are_answered(string method, string path, HttpStatusCode answered)
    {
        (await StatusAsync(null)).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var role in (string[])[Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem])
            (await StatusAsync(role)).ShouldBe(HttpStatusCode.Forbidden, role);
        (await StatusAsync(Roles.Operator)).ShouldBe(answered);

        async Task<HttpStatusCode> StatusAsync(string? role)
        {
            using var client = service.As(role);
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await client.SendAsync(request);
            if (!answer.IsSuccessStatusCode) answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task The_page_is_an_empty_shell_that_loads_nothing_from_elsewhere()
    {
        using var client = service.As(null);
        foreach (var file in (string[])["", "page.js", "session.js", "charts.js", "failed.js", "dom.js", "page.css", "vendor/uplot.js", "vendor/uplot.css"])
        {
            using var answer = await client.GetAsync($"/operations/{file}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self'");
            policy.ShouldNotContain("unsafe");
            if (!file.StartsWith("vendor", StringComparison.Ordinal)) (await answer.Content.ReadAsStringAsync()).ShouldNotContain("https://");
        }
    }
}
