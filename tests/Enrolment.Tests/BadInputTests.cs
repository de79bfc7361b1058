using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

public sealed class BadInputTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    private const string Nowhere = "00000000-0000-7000-8000-000000000000";
    private const string Nobody = "198501152010011001";

    public static TheoryData<string, string, string[]> Endpoints => new()
    {
        { "GET", "/api/enrolment/offerings", [Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem, Roles.Operator] },
        { "GET", $"/api/enrolment/offerings/{Nowhere}", [Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem, Roles.Operator] },
        { "GET", $"/api/enrolment/offerings/{Nowhere}/participants", [Roles.Instructor, Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "POST", $"/api/enrolment/offerings/{Nowhere}/enrolments", [Roles.Learner] },
        { "POST", $"/api/enrolment/offerings/{Nowhere}/nominations", [Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "GET", $"/api/enrolment/offerings/{Nowhere}/eligibility?nip={Nobody}", [Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "GET", $"/api/enrolment/offerings/{Nowhere}/eligibility/me", [Roles.Learner] },
        { "GET", $"/api/enrolment/offerings/{Nowhere}/wait-list", [Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "GET", $"/api/enrolment/offerings/{Nowhere}/quotas", [Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "GET", $"/api/enrolment/offerings/{Nowhere}/clashes", [Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "GET", $"/api/enrolment/enrolments/pending-approval", [Roles.AgencyAdmin] },
        { "POST", $"/api/enrolment/enrolments/{Nowhere}/approve", [Roles.AgencyAdmin] },
        { "POST", $"/api/enrolment/enrolments/{Nowhere}/refuse", [Roles.AgencyAdmin] },
        { "POST", $"/api/enrolment/enrolments/{Nowhere}/accept", [Roles.Learner] },
        { "POST", $"/api/enrolment/enrolments/{Nowhere}/decline", [Roles.Learner] },
        { "POST", $"/api/enrolment/enrolments/{Nowhere}/withdraw", [Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "POST", $"/api/enrolment/enrolments/{Nowhere}/transfer", [Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "GET", $"/api/enrolment/enrolments/{Nowhere}/history", [Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin] },
        { "GET", "/api/enrolment/my/enrolments", [Roles.Learner] },
        { "GET", $"/api/enrolment/my/enrolments/{Nowhere}", [Roles.Learner] },
        { "GET", $"/api/enrolment/employees/{Nobody}", [Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { "POST", "/api/enrolment/employees/imports", [Roles.TrainingAdmin, Roles.HrSystem] },
        { "GET", $"/api/enrolment/imports/{Nowhere}", [Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { "GET", $"/api/enrolment/imports/{Nowhere}/rejections", [Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { "GET", $"/api/enrolment/imports/{Nowhere}/events", [Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { "POST", $"/api/enrolment/imports/{Nowhere}/cancellation", [Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { "POST", $"/api/enrolment/imports/{Nowhere}/confirmation", [Roles.TrainingAdmin, Roles.HrSystem] },
        { "GET", $"/api/enrolment/employees/{Nobody}/history", [Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { "GET", "/api/enrolment/my/jp", [Roles.Learner] },
        { "GET", $"/api/enrolment/jp/accounts/{Nobody}", [Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { "GET", "/api/enrolment/jp/agencies/OPD-01", [Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { "GET", "/api/enrolment/jp/province", [Roles.TrainingAdmin, Roles.HrSystem] },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Each_endpoint_is_closed_to_who_has_no_right(string method, string path, string[] roles)
    {
        foreach (var token in (string?[])
        [
            null, "garbage",
            TestTokens.Create(roles[0], foreign: true),
            TestTokens.Create(roles[0], expires: DateTime.UtcNow.AddHours(-1)),
            TestTokens.Create(roles[0], audience: "another"),
            TestTokens.Create(roles[0], issuer: "https://another/"),
        ])
        {
            using var response = await SendAsync(token is null ? Service.Anonymous() : Service.WithToken(token), method, path);
            await ProblemAsync(response, HttpStatusCode.Unauthorized);
        }
        string[] all = [Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem, Roles.Operator];
        foreach (var role in all)
        {
            using var response = await SendAsync(Service.As(role, agency: "OPD-01", nip: Nobody), method, path);
            if (roles.Contains(role)) response.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, role);
            else await ProblemAsync(response, HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData("GET", $"/api/enrolment/offerings/{Nowhere}")]
    [InlineData("GET", "/api/enrolment/offerings/no-uuid")]
    [InlineData("GET", $"/api/enrolment/offerings/{Nowhere}/participants")]
    [InlineData("POST", $"/api/enrolment/offerings/{Nowhere}/nominations")]
    [InlineData("POST", "/api/enrolment/offerings/no-uuid/nominations")]
    [InlineData("GET", $"/api/enrolment/offerings/{Nowhere}/eligibility?nip={Nobody}")]
    [InlineData("GET", $"/api/enrolment/offerings/{Nowhere}/wait-list")]
    [InlineData("GET", $"/api/enrolment/offerings/{Nowhere}/quotas")]
    [InlineData("GET", $"/api/enrolment/offerings/{Nowhere}/clashes")]
    [InlineData("POST", $"/api/enrolment/enrolments/{Nowhere}/withdraw")]
    [InlineData("POST", $"/api/enrolment/enrolments/{Nowhere}/transfer")]
    [InlineData("GET", $"/api/enrolment/enrolments/{Nowhere}/history")]
    [InlineData("GET", "/api/enrolment/employees/199912312020011999")]
    [InlineData("GET", "/api/enrolment/employees/123")]
    [InlineData("GET", $"/api/enrolment/imports/{Nowhere}")]
    [InlineData("GET", $"/api/enrolment/imports/{Nowhere}/rejections")]
    [InlineData("GET", "/api/enrolment/imports/no-uuid")]
    [InlineData("GET", $"/api/enrolment/imports/{Nowhere}/events")]
    [InlineData("POST", $"/api/enrolment/imports/{Nowhere}/cancellation")]
    [InlineData("POST", $"/api/enrolment/imports/{Nowhere}/confirmation")]
    [InlineData("GET", "/api/enrolment/employees/199912312020011999/history")]
    [InlineData("GET", "/api/enrolment/jp/accounts/199912312020011999")]
    [InlineData("GET", "/api/enrolment/jp/agencies/OPD-77")]
    public async Task What_is_not_there_is_not_found(string method, string path)
    {
        using var response = await SendAsync(Service.AsTrainingAdmin(), method, path);

        await ProblemAsync(response, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData($"/api/enrolment/offerings/{Nowhere}/enrolments", "POST")]
    [InlineData($"/api/enrolment/my/enrolments/{Nowhere}", "GET")]
    [InlineData($"/api/enrolment/offerings/{Nowhere}/eligibility/me", "GET")]
    [InlineData($"/api/enrolment/enrolments/{Nowhere}/accept", "POST")]
    [InlineData($"/api/enrolment/enrolments/{Nowhere}/decline", "POST")]
    [InlineData($"/api/enrolment/enrolments/{Nowhere}/withdraw", "POST")]
    [InlineData($"/api/enrolment/enrolments/{Nowhere}/transfer", "POST")]
    [InlineData($"/api/enrolment/enrolments/{Nowhere}/history", "GET")]
    public async Task What_a_learner_asks_for_and_is_not_there_is_not_found(string path, string method)
    {
        using var response = await SendAsync(Service.AsLearner(Nobody), method, path);

        await ProblemAsync(response, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("after=nonsense", "after")]
    [InlineData("after=%00", "after")]
    public async Task A_page_that_cannot_be_is_refused_with_its_field(string query, string field)
    {
        var offering = await OfferingAsync(1);
        foreach (var (client, path) in ((HttpClient, string)[])
        [
            (Service.AsTrainingAdmin(), "/api/enrolment/offerings"),
            (Service.AsTrainingAdmin(), $"/api/enrolment/offerings/{offering}/participants"),
            (Service.AsTrainingAdmin(), $"/api/enrolment/offerings/{offering}/wait-list"),
            (Service.AsTrainingAdmin(), $"/api/enrolment/offerings/{offering}/clashes"),
            (Service.AsAgencyAdmin("OPD-01"), "/api/enrolment/enrolments/pending-approval"),
            (Service.AsLearner(Nobody), "/api/enrolment/my/enrolments"),
        ])
        {
            using var response = await client.GetAsync($"{path}?{query}");
            var problem = await ProblemAsync(response, HttpStatusCode.BadRequest);
            JsonSerializer.Serialize(problem).ShouldContain(field);
        }
    }

    [Fact]
    public async Task A_malformed_key_of_a_self_enrolment_is_refused()
    {
        var offering = await OfferingAsync(1);
        var client = Service.AsLearner(Nobody);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");

        using var response = await client.PostAsync($"/api/enrolment/offerings/{offering}/enrolments", null);

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("Idempotency-Key", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task An_agencys_admin_sees_neither_others_employees_nor_others_imports()
    {
        var employee = (await RegisteredAsync(1, "OPD-03")).Single();
        var offering = await OfferingAsync(1);
        var own = await UploadAsync(Service.AsAgencyAdmin("OPD-01"), Nominations(offering), "nip\n1\n");
        var everybodys = await UploadAsync(Service.AsTrainingAdmin(), Nominations(offering), "nip\n1\n");
        var admin = Service.AsAgencyAdmin("OPD-01");

        (await admin.GetAsync($"/api/enrolment/imports/{own.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.GetAsync($"/api/enrolment/imports/{own.Id}/rejections")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Service.AsAgencyAdmin("OPD-03").GetAsync($"/api/enrolment/employees/{employee.Nip}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var (client, path) in ((HttpClient, string)[])
        [
            (admin, $"/api/enrolment/employees/{employee.Nip}"),
            (admin, $"/api/enrolment/imports/{everybodys.Id}"),
            (admin, $"/api/enrolment/imports/{everybodys.Id}/rejections"),
            (Service.AsAgencyAdmin("OPD-03"), $"/api/enrolment/imports/{own.Id}"),
            (Service.AsHrSystem(), $"/api/enrolment/imports/{own.Id}"),
            (Service.As(Roles.AgencyAdmin), $"/api/enrolment/offerings/{offering}/participants"),
        ])
        {
            using var response = await client.GetAsync(path);
            await ProblemAsync(response, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task The_api_is_described()
    {
        var document = await Service.Anonymous().GetStringAsync("/openapi/v1.json");

        foreach (var path in (string[])["nominations", "/api/enrolment/employees/imports", "/api/enrolment/imports/{id}/rejections", "text/csv"])
            document.ShouldContain(path);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (path.EndsWith("imports", StringComparison.Ordinal) || path.EndsWith("nominations", StringComparison.Ordinal))
            request.Content = Csv("nip\n1\n");
        else if (string.Equals(method, "POST", StringComparison.Ordinal) && path.Contains("/api/enrolment/enrolments/", StringComparison.Ordinal))
            request.Content = JsonContent.Create(path.EndsWith("transfer", StringComparison.Ordinal) ? new { reason = "x", offeringId = Guid.CreateVersion7() } : (object)new { reason = "x" });
        return client.SendAsync(request);
    }
}
