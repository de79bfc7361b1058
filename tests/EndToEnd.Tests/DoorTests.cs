using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>Every operation that the API documentation names, from the outside: closed, and clear about what was wrong.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DoorTests(PlatformFixture fixture)
{
    private static readonly string[] Documents = ["catalogue", "enrolment", "delivery", "certification", "operations"];

    private static readonly string[] PublicPaths =
    [
        "GET /api/catalogue/agencies",
        "GET /api/catalogue/programmes",
        "GET /api/catalogue/programmes/{id}",
        "GET /api/catalogue/programmes/by-code/{code}",
        "GET /api/catalogue/offerings",
        "GET /api/catalogue/offerings/{id}",
        "GET /api/catalogue/calendar",
        "GET /api/delivery/calendars/{secret}.ics",
        "POST /api/delivery/classroom-notices/bigbluebutton/{sessionId}",
        "POST /api/delivery/classroom-notices/jitsi/events/{subject}/{what}",
        "GET /api/certification/issuer",
        "GET /api/certification/keys",
        "GET /api/certification/keys/{id}",
        "GET /api/certification/status-lists/{kind}/{year}/{list}",
        "GET /verify",
        "GET /verify/{code}/credential",
        "GET /verify/{code}",
        "POST /verify/{code}/document",
    ];

    [Fact]
    public async Task Without_a_token_everything_but_the_public_pages_answers_401()
    {
        var open = new List<string>();
        foreach (var operation in await OperationsAsync())
        {
            using var response = await fixture.SendAsync(operation.Method, operation.Concrete, content: operation.Body("{}"));
            if (response.StatusCode == HttpStatusCode.Unauthorized) await ShouldBeProblemAsync(response, operation);
            else open.Add(operation.Name);
        }
        open.Order(StringComparer.Ordinal).ShouldBe(PublicPaths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_told_on_the_broker_is_described_for_everybody()
    {
        using var response = await fixture.Gateway.GetAsync("/asyncapi.json");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.aai.asyncapi+json");
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("asyncapi").GetString().ShouldBe("3.0.0");
    }

    [Fact]
    public async Task A_foreign_an_expired_and_a_garbled_token_answer_401()
    {
        string[] tokens = [TestTokens.Create("training-admin"), TestTokens.Create("operator", foreign: true), "not.a.token", "eyJhbGciOiJub25lIn0.eyJyb2xlIjoidHJhaW5pbmctYWRtaW4ifQ."];
        foreach (var operation in (await OperationsAsync()).Where(o => !PublicPaths.Contains(o.Name)))
        foreach (var token in tokens)
        {
            using var response = await fixture.SendAsync(operation.Method, operation.Concrete, token, operation.Body("{}"));
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, operation.Name);
            await ShouldBeProblemAsync(response, operation);
        }
    }

    [Fact]
    public async Task Wrong_role_unknown_id_malformed_wrongly_typed_and_oversized_bodies_get_the_right_4xx()
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal) { ["learner"] = await fixture.EmployeeTokenAsync("198001012005011001") };
        foreach (var client in new[] { "training-admin", "agency-admin", "instructor", "hr-system", "operator" })
            tokens[client] = await fixture.ServiceTokenAsync(client);

        var wrong = new List<string>();
        foreach (var operation in (await OperationsAsync()).Where(o => !PublicPaths.Contains(o.Name)))
        {
            var allowed = new List<string>();
            var forbidden = 0;
            foreach (var (role, token) in tokens)
            {
                using var response = await fixture.SendAsync(operation.Method, operation.Concrete, token, operation.Body("{}"));
                if (response.StatusCode == HttpStatusCode.Forbidden) forbidden++;
                else allowed.Add(role);
                await CheckAsync(response, $"as {role}", status => (int)status is < 500);
                if (operation.HasId && !operation.AnswersForAnyId)
                    await CheckAsync(response, $"unknown id as {role}", status => (int)status is >= 400 and < 500);
            }
            if (!operation.IsForAnyRole && forbidden == 0) wrong.Add($"{operation.Name}: every role may call it");
            if (operation.MediaTypes.Length == 0 || allowed.Count == 0) continue;

            var right = tokens[allowed[0]];
            await TryAsync("malformed", operation.Body("{\"x\": "), HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
            await TryAsync("wrong media type", new StringContent("x: 1", Encoding.UTF8, "application/yaml"), HttpStatusCode.UnsupportedMediaType);
            await TryAsync("binary", new ByteArrayContent([0, 159, 146, 150, 0, 255]) { Headers = { ContentType = MediaTypeHeaderValue.Parse(operation.MediaTypes[0]) } }, HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
            if (!operation.IsImport)
            {
                await TryAsync("wrong type", operation.Body("[1, \"two\"]"), HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
                await TryAsync("oversized", operation.Body($"{{\"x\": \"{new string('x', 2 * 1024 * 1024)}\"}}"), HttpStatusCode.RequestEntityTooLarge);
            }

            async Task TryAsync(string what, HttpContent? content, params HttpStatusCode[] expected)
            {
                using var response = await fixture.SendAsync(operation.Method, operation.Concrete, right, content);
                await CheckAsync(response, $"{what} as {allowed[0]}", expected.Contains);
            }

            async Task CheckAsync(HttpResponseMessage response, string what, Func<HttpStatusCode, bool> right)
            {
                var body = await response.Content.ReadAsStringAsync();
                var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
                if (!right(response.StatusCode) || ((int)response.StatusCode >= 400 && !isProblem))
                    wrong.Add($"{operation.Name}: {what}: {(int)response.StatusCode} {response.Content.Headers.ContentType} {body[..Math.Min(200, body.Length)]}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/catalogue/nothing")]
    [InlineData("/api/unknown")]
    [InlineData("/catalogue/health")]
    [InlineData("/api/catalogue/..%2f..%2fhealth")]
    public async Task What_is_not_there_is_a_404_or_a_401(string path)
    {
        using var response = await fixture.SendAsync(HttpMethod.Get, path);
        ((int)response.StatusCode).ShouldBeOneOf(401, 404);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task The_documentation_page_and_the_health_of_the_whole_are_public()
    {
        using var docs = await fixture.Gateway.GetAsync("/docs/");
        docs.EnsureSuccessStatusCode();
        var health = await fixture.CallAsync(HttpMethod.Get, "/health");
        health.GetProperty("status").GetString().ShouldBe("Healthy");
    }

    private async Task<List<Operation>> OperationsAsync()
    {
        var operations = new List<Operation>();
        foreach (var document in Documents)
        {
            var json = await fixture.CallAsync(HttpMethod.Get, $"/openapi/{document}.json");
            foreach (var path in json.GetProperty("paths").EnumerateObject())
            foreach (var method in path.Value.EnumerateObject())
            {
                var mediaTypes = method.Value.TryGetProperty("requestBody", out var body)
                    ? body.GetProperty("content").EnumerateObject().Select(c => c.Name).ToArray()
                    : [];
                operations.Add(new Operation(new HttpMethod(method.Name.ToUpperInvariant()), path.Name, mediaTypes));
            }
        }
        operations.Count.ShouldBeGreaterThan(30);
        return operations;
    }

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, Operation operation)
    {
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", operation.Name);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)response.StatusCode);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    private sealed record Operation(HttpMethod Method, string Path, string[] MediaTypes)
    {
        public string Name => $"{Method} {System.Text.RegularExpressions.Regex.Replace(Path, @":[^}]+", "")}";
        public bool HasId => Path.Contains("{id", StringComparison.Ordinal);
        public bool IsImport => MediaTypes.Contains("text/csv", StringComparer.Ordinal) || MediaTypes.Contains("application/zip", StringComparer.Ordinal);

        /// <summary>Anyone who is signed in: what it shows depends on who that is.</summary>
        public bool IsForAnyRole => Name is "GET /api/enrolment/offerings" or "GET /api/enrolment/offerings/{offeringId}";

        /// <summary>Certification learns of an offering by its first completion: until then it counts none.</summary>
        public bool AnswersForAnyId => Name == "GET /api/certification/offerings/{id}/summary";

        /// <summary>With an id that names nothing in place of each parameter.</summary>
        public string Concrete => System.Text.RegularExpressions.Regex.Replace(Path, @"\{([^}:]+)[^}]*\}", match => match.Groups[1].Value switch
        {
            "n" or "attempt" or "version" or "module" => "1",
            "year" => "2031",
            "date" => "2099-01-02",
            "code" => "UNKNOWN",
            "nip" => "198001012005011001",
            _ => Guid.Empty.ToString().Replace('0', '1'),
        });

        public HttpContent? Body(string text) => MediaTypes.Length == 0 ? null
            : new StringContent(text, Encoding.UTF8, MediaTypes[0].Split(';')[0]);
    }
}
