using System.Net;
using System.Net.Http.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>Every endpoint, and who is turned away from it.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class AccessTests(DeliveryFixture service)
{
    private static readonly string[] Learner = [Roles.Learner];
    private static readonly string[] Staff = [Roles.TrainingAdmin, Roles.Instructor];
    private static readonly string[] EveryRole = [Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem, Roles.Operator];

    private static readonly (string Method, string Pattern, string[] Roles)[] Endpoints =
    [
        ("GET", "/api/delivery/my/offerings", Learner),
        ("GET", "/api/delivery/my/timetable", [Roles.Learner, Roles.Instructor]),
        ("GET", "/api/delivery/offerings/{id:guid}/timetable", Staff),
        ("POST", "/api/delivery/my/calendar-address", [Roles.Learner, Roles.Instructor]),
        ("GET", "/api/delivery/my/calendar-address", [Roles.Learner, Roles.Instructor]),
        ("DELETE", "/api/delivery/my/calendar-address", [Roles.Learner, Roles.Instructor]),
        ("GET", "/api/delivery/offerings/{id:guid}/my-progress", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/attendance", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/modules/{moduleId:guid}/progress", Learner),
        ("GET", "/api/delivery/offerings/{id:guid}/post-test", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/post-test/attempts/{n:int:min(1)}", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/post-test", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/post-test/key", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/summary", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/participants", Staff),
        ("POST", "/api/delivery/offerings/{id:guid}/closure", [Roles.TrainingAdmin]),
        ("GET", "/api/delivery/my/offerings/{id:guid}/completion", Learner),
        ("GET", "/api/delivery/offerings/{id:guid}/participants/{participantId:guid}/outcome", Staff),
        ("PUT", "/api/delivery/offerings/{id:guid}/participants/{participantId:guid}/outcome", [Roles.TrainingAdmin]),
        ("PUT", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/check-in", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/code", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/attendance", Staff),
        ("PUT", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/participants/{participantId:guid}/corrections/{correctionId:guid}", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/corrections", Staff),
        ("POST", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/classroom/join", [Roles.Learner, Roles.Instructor, Roles.TrainingAdmin]),
        ("PUT", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/classroom", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/classroom", Staff),
        ("POST", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/classroom/end", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/presence", Staff),
        ("GET", "/api/delivery/my/offerings/{id:guid}/sessions/{sessionId:guid}/presence", Learner),
        ("GET", "/api/delivery/question-banks/{programmeCode}/{module:int}/items", Staff),
        ("PUT", "/api/delivery/question-banks/{programmeCode}/{module:int}/items/{code}", Staff),
        ("DELETE", "/api/delivery/question-banks/{programmeCode}/{module:int}/items/{code}", Staff),
        ("POST", "/api/delivery/question-banks/{programmeCode}/{module:int}/imports", Staff),
        ("GET", "/api/delivery/question-banks/{programmeCode}/{module:int}/export", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/evaluation", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/evaluation", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/evaluation/form", [Roles.TrainingAdmin]),
        ("GET", "/api/delivery/offerings/{id:guid}/evaluation/results", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/report", Staff),
        ("GET", "/api/delivery/my/offerings/{id:guid}/content", Learner),
        ("POST", "/api/delivery/my/offerings/{id:guid}/progress-facts", Learner),
        ("GET", "/api/delivery/offerings/{id:guid}/content", Staff),
        ("PUT", "/api/delivery/offerings/{id:guid}/modules/{moduleId:guid}/content", Staff),
        ("PUT", "/api/delivery/offerings/{id:guid}/content/source", Staff),
        ("PUT", "/api/delivery/offerings/{id:guid}/learning-order", [Roles.TrainingAdmin]),
        ("GET", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/board", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/sessions/{sessionId:guid}/board/events", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/my-tests", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/tests/{test}/attempts/{n:int:min(1)}", Learner),
        ("GET", "/api/delivery/offerings/{id:guid}/tests/{test}/attempts/{n:int:min(1)}", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/tests/{test}/attempts/{n:int:min(1)}/answers/{itemId:guid}", Learner),
        ("POST", "/api/delivery/offerings/{id:guid}/tests/{test}/attempts/{n:int:min(1)}/hand-in", Learner),
        ("PUT", "/api/delivery/offerings/{id:guid}/tests/{test}", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/tests/{test}", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/tests/{test}/essays", Staff),
        ("PUT", "/api/delivery/offerings/{id:guid}/tests/{test}/attempts/{attemptId:guid}/grades/{itemId:guid}", Staff),
        ("GET", "/api/delivery/offerings/{id:guid}/tests/{test}/analysis", [Roles.TrainingAdmin]),
        ("GET", "/api/delivery/operations/parked-messages", [Roles.Operator]),
        ("POST", "/api/delivery/operations/parked-messages/release", [Roles.Operator]),
        ("POST", "/api/delivery/operations/parked-messages/{messageId:guid}/release", [Roles.Operator]),
    ];

    public static IEnumerable<object[]> All => Endpoints.Select(e => (object[])[e.Method, e.Pattern]);

    public static IEnumerable<object[]> OfAnOffering => Endpoints.Where(IsOfAnOffering).Select(e => (object[])[e.Method, e.Pattern]);

    public static IEnumerable<object[]> OfAParticipant =>
        Endpoints.Where(e => e.Roles == Learner && IsOfAnOffering(e)).Select(e => (object[])[e.Method, e.Pattern]);

    [Fact]
    public void No_endpoint_is_left_out_of_these_tests() =>
        service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => $"{e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]} {e.RoutePattern.RawText}").Order(StringComparer.Ordinal)
            .ShouldBe(Endpoints.Select(e => $"{e.Method} {e.Pattern}").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_a_valid_token_there_is_no_way_in(string method, string pattern)
    {
        var run = await service.StartRunAsync();
        var role = RolesOf(method, pattern)[0];
        foreach (var token in (string?[])
        [
            null,
            "garbage",
            TestTokens.Create(role, nip: run.Nip, foreign: true),
            TestTokens.Create(role, nip: run.Nip, expires: DateTime.UtcNow.AddHours(-1)),
            TestTokens.Create(role, nip: run.Nip, audience: "another"),
            TestTokens.Create(role, nip: run.Nip, issuer: "https://another/"),
        ])
        {
            using var client = token is null ? service.Anonymous() : service.WithToken(token);
            await RefusedAsync(client, method, Path(pattern, run), run, HttpStatusCode.Unauthorized);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Another_role_is_not_enough(string method, string pattern)
    {
        var run = await service.StartRunAsync();
        foreach (var role in EveryRole.Except(RolesOf(method, pattern), StringComparer.Ordinal))
        {
            using var client = service.As(role, agency: "OPD-07", nip: run.Nip);
            await RefusedAsync(client, method, Path(pattern, run), run, HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [MemberData(nameof(OfAnOffering))]
    public async Task An_unknown_offering_is_not_found(string method, string pattern)
    {
        var run = await service.StartRunAsync();
        using var client = service.As(RolesOf(method, pattern)[0], nip: run.Nip);
        foreach (var id in (string[])[Guid.NewGuid().ToString(), Guid.Empty.ToString(), "x"])
            await RefusedAsync(client, method, Path(pattern, run).Replace(run.OfferingId.ToString(), id, StringComparison.Ordinal), run, HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(OfAParticipant))]
    public async Task A_learner_without_a_seat_or_a_nip_is_refused(string method, string pattern)
    {
        var run = await service.StartRunAsync();
        using var stranger = service.AsLearner(DeliveryFixture.Participant().Person.Nip);
        using var nameless = service.As(Roles.Learner);
        await RefusedAsync(stranger, method, Path(pattern, run), run, HttpStatusCode.Forbidden, "bukan peserta");
        await RefusedAsync(nameless, method, Path(pattern, run), run, HttpStatusCode.Forbidden, "NIP");
    }

    [Fact]
    public async Task A_learner_without_a_nip_has_no_offerings()
    {
        var run = await service.StartRunAsync();
        using var nameless = service.As(Roles.Learner);
        await RefusedAsync(nameless, "GET", "/api/delivery/my/offerings", run, HttpStatusCode.Forbidden, "NIP");
    }

    /// <summary>Sends what would be accepted of the right person at the right place.</summary>
    private async Task RefusedAsync(HttpClient client, string method, string path, Run run, HttpStatusCode status, string? naming = null)
    {
        var before = await service.FingerprintAsync();
        object? body = path.EndsWith("progress-facts", StringComparison.Ordinal) ? new { facts = new[] { Learning.ContentTests.Fact(Guid.NewGuid(), 100) } }
            : method != "PUT" ? null
            : path.EndsWith("progress", StringComparison.Ordinal) ? new { percent = 100 }
            : path.EndsWith("post-test", StringComparison.Ordinal) ? Run.OtherQuestions
            : path.EndsWith("attendance", StringComparison.Ordinal) ? new { }
            : path.EndsWith("evaluation", StringComparison.Ordinal) ? EvaluationTests.Answers(5)
            : path.EndsWith("form", StringComparison.Ordinal) ? EvaluationTests.OwnForm
            : path.EndsWith("/content", StringComparison.Ordinal) ? new { items = new[] { Learning.ContentTests.Video(Guid.NewGuid(), 10) } }
            : path.EndsWith("/source", StringComparison.Ordinal) ? new { offeringId = Guid.NewGuid() }
            : path.EndsWith("/learning-order", StringComparison.Ordinal) ? new { preTestFirst = false, modulesFirst = true }
            : path.EndsWith("outcome", StringComparison.Ordinal) ? new { outcome = "completed", reason = "Kehadiran dibuktikan dengan daftar hadir." }
            : path.EndsWith("/classroom", StringComparison.Ordinal) ? new { kind = "link", url = "https://zoom.us/j/1" }
            : path.EndsWith("check-in", StringComparison.Ordinal) ? new { mode = "code" }
            : path.Contains("/corrections/", StringComparison.Ordinal) ? new { present = true, reason = "Hadir." }
            : path.Contains("/answers/", StringComparison.Ordinal) ? new { revision = 1, truth = true }
            : path.Contains("/grades/", StringComparison.Ordinal) ? new { points = 1 }
            : path.EndsWith("tests/pre-test", StringComparison.Ordinal) ? new { draws = new[] { new { module = 1, count = 1 } }, timeLimitMinutes = 30 }
            : run.Answers(2);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        await response.ShouldBeProblemAsync(status, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    private static bool IsOfAnOffering((string, string Pattern, string[]) endpoint) => endpoint.Pattern.Contains("{id", StringComparison.Ordinal);

    private static string[] RolesOf(string method, string pattern) => Endpoints.Single(e => e.Method == method && e.Pattern == pattern).Roles;

    private static string Path(string pattern, Run run) => pattern
        .Replace("{id:guid}", run.OfferingId.ToString(), StringComparison.Ordinal)
        .Replace("{participantId:guid}", run.Participants[0].ParticipantId.ToString(), StringComparison.Ordinal)
        .Replace("{sessionId:guid}", run.Scheduled.Sessions[0].SessionId.ToString(), StringComparison.Ordinal)
        .Replace("{moduleId:guid}", run.Scheduled.Modules[0].ModuleId.ToString(), StringComparison.Ordinal)
        .Replace("{correctionId:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
        .Replace("{messageId:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
        .Replace("{n:int:min(1)}", "1", StringComparison.Ordinal)
        .Replace("{programmeCode}/{module:int}", $"{run.Scheduled.ProgrammeCode}/1", StringComparison.Ordinal)
        .Replace("{code}", "A", StringComparison.Ordinal)
        .Replace("{test}", "pre-test", StringComparison.Ordinal)
        .Replace("{attemptId:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
        .Replace("{itemId:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal);
}
