using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bpsdm.Enrolment.Tests;

public sealed class HandNominationTests(WaysFixture service) : WaysTest(service)
{
    [Fact]
    public async Task One_or_several_are_nominated_at_once_each_with_an_outcome()
    {
        var own = await RegisteredAsync(3, "OPD-01");
        var other = (await RegisteredAsync(1, "OPD-03")).Single();
        var teacher = (await RegisteredAsync(1, "OPD-01", "education-teacher")).Single();
        var unknown = Roster.Take(1).Single();
        var offering = await OpenAsync(Coming(2));
        var admin = Service.AsAgencyAdmin("OPD-01");

        var one = await PostAsync(admin, offering, new { nip = own[0].Nip });
        var several = await PostAsync(admin, offering, new { nips = new[] { other.Nip, own[0].Nip, own[1].Nip, teacher.Nip, unknown.Nip, own[2].Nip } });

        one.Select(o => o.Outcome).ShouldBe(["confirmed"]);
        several.Select(o => o.Outcome).ShouldBe(["other_agency", "already_enrolled", "confirmed", "education_teacher", "unknown_nip", "waitlisted"]);
        several.Select(o => o.EnrolmentId is not null).ShouldBe([false, false, true, false, false, true]);
        several.ShouldAllBe(o => o.Reason.Length > 10);
        (await FactsAsync(offering, 2)).Select(f => f.Person.Nip).ShouldBe([own[0].Nip, own[1].Nip]);
        (await HistoryAsync(several[2].EnrolmentId!.Value)).ShouldBe([("confirmed", "test-agency-admin", "Dinominasikan.")]);
    }

    [Fact]
    public async Task Five_hundred_are_seated_in_one_request()
    {
        var people = await RegisteredAsync(500);
        var offering = await OpenAsync(Coming(500));

        var outcomes = await PostAsync(Service.AsTrainingAdmin(), offering, new { nips = people.Select(p => p.Nip) });

        outcomes.ShouldAllBe(o => o.Outcome == "confirmed");
        (await SeatsAsync(offering)).ShouldBe(500);
    }

    [Theory]
    [InlineData("""{}""", "nip")]
    [InlineData("""{"nip":"123"}""", "nip")]
    [InlineData("""{"nip":"198501152010011001","nips":["198501152010011001"]}""", "nips")]
    [InlineData("""{"nips":[]}""", "nips")]
    [InlineData("""{"nips":["198501152010011001","x"]}""", "nips[1]")]
    [InlineData("""{"nips":["198501152010011001",null]}""", "nips[1]")]
    [InlineData("""{"nips":["198501152010011001","198501152010011001"]}""", "nips[1]")]
    public async Task A_body_that_names_nobody_is_refused_with_its_field(string body, string field)
    {
        var offering = await OpenAsync(Coming(1));

        using var response = await SendAsync(Service.AsTrainingAdmin(), offering, body);

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"nip":5}""")]
    [InlineData("""{"name":"x"}""")]
    [InlineData("nip\n1\n")]
    public async Task What_is_no_such_json_is_refused(string body)
    {
        var offering = await OpenAsync(Coming(1));

        using var response = await SendAsync(Service.AsTrainingAdmin(), offering, body);

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:malformed-json");
    }

    [Fact]
    public async Task Too_many_and_one_who_may_not_are_refused_with_the_rule()
    {
        var teacher = (await RegisteredAsync(1, "OPD-01", "education-teacher")).Single();
        var offering = await OpenAsync(Coming(1));
        var closed = await OpenAsync(Coming(1) with { EnrolmentClosesAt = Now });

        using var many = await SendAsync(Service.AsTrainingAdmin(), offering, JsonSerializer.Serialize(new { nips = Roster.Take(501).Select(e => e.Nip) }));
        using var rule = await SendAsync(Service.AsTrainingAdmin(), offering, JsonSerializer.Serialize(new { nip = teacher.Nip }));
        using var foreign = await SendAsync(Service.AsAgencyAdmin("OPD-03"), offering, JsonSerializer.Serialize(new { nip = teacher.Nip }));
        using var late = await SendAsync(Service.AsTrainingAdmin(), closed, JsonSerializer.Serialize(new { nip = teacher.Nip }));

        (await ProblemAsync(many, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("nips", out _).ShouldBeTrue();
        (await ProblemAsync(rule, HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:education-teacher");
        (await ProblemAsync(foreign, HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:other-agency");
        (await ProblemAsync(late, HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:enrolment-closed");
        (await SeatsAsync(offering)).ShouldBe(0);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, Guid offering, string body) => client.PostAsync(Nominations(offering), Csv(body, "application/json"));

    private static async Task<Nominated[]> PostAsync(HttpClient client, Guid offering, object body)
    {
        using var response = await client.PostAsJsonAsync(Nominations(offering), body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("nominations").Deserialize<Nominated[]>(JsonSerializerOptions.Web)!;
    }

    private sealed record Nominated(string Nip, string Outcome, string Reason, Guid? EnrolmentId);
}
