using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Enrolment.Tests;

public sealed class SelfEnrolmentTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    private static string Path(Guid offering) => $"/api/enrolment/offerings/{offering}/enrolments";

    [Fact]
    public async Task A_learner_takes_a_seat_once_and_finds_it_again()
    {
        var employee = (await RegisteredAsync(1)).Single();
        var offering = await OfferingAsync(2);
        var learner = Service.AsLearner(employee.Nip);

        using var created = await learner.PostAsync(Path(offering), null);
        using var again = await learner.PostAsync(Path(offering), null);

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        var enrolment = await created.Content.ReadFromJsonAsync<JsonElement>();
        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid().ShouldBe(enrolment.GetProperty("id").GetGuid());
        (await learner.GetFromJsonAsync<JsonElement>(created.Headers.Location!.ToString())).GetProperty("offeringId").GetGuid().ShouldBe(offering);
        var mine = await learner.GetFromJsonAsync<JsonElement>("/api/enrolment/my/enrolments");
        mine.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid().ShouldBe(enrolment.GetProperty("id").GetGuid());
        mine.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);

        var fact = (await FactsAsync(offering, 1)).Single();
        fact.ParticipantId.ShouldBe(enrolment.GetProperty("id").GetGuid());
        fact.Person.Nip.ShouldBe(employee.Nip);
        (await NominateAsync(offering, [employee])).OutcomesShouldBe(("already_enrolled", 1));
    }

    [Theory]
    [InlineData("education-teacher", "education-teacher")]
    [InlineData("covid-response", "covid-response")]
    public async Task Who_is_excluded_is_told_why(string group, string code)
    {
        var employee = (await RegisteredAsync(1, "OPD-02", group)).Single();
        var offering = await OfferingAsync(2);

        using var response = await Service.AsLearner(employee.Nip).PostAsync(Path(offering), null);

        var problem = await ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("type").GetString().ShouldBe($"urn:bpsdm:problem:{code}");
        (await SeatsAsync(offering)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_not_in_the_register_has_no_seat()
    {
        var offering = await OfferingAsync(2);

        using var response = await Service.AsLearner(Roster.Take(1).Single().Nip).PostAsync(Path(offering), null);

        (await ProblemAsync(response, HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:unknown-nip");
    }

    [Theory]
    [InlineData(1, 2, "enrolment-not-open")]
    [InlineData(-2, -1, "enrolment-closed")]
    public async Task Outside_of_the_window_nobody_gets_in(int opensInHours, int closesInHours, string code)
    {
        var employee = (await RegisteredAsync(1)).Single();
        var offering = await OfferingAsync(2, DateTimeOffset.UtcNow.AddHours(opensInHours), DateTimeOffset.UtcNow.AddHours(closesInHours));

        using var self = await Service.AsLearner(employee.Nip).PostAsync(Path(offering), null);
        using var nomination = await Service.AsTrainingAdmin().PostAsync(Nominations(offering), Csv(Roster.NominationsCsv([employee])));

        foreach (var response in (HttpResponseMessage[])[self, nomination])
            (await ProblemAsync(response, HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe($"urn:bpsdm:problem:{code}");
        (await SeatsAsync(offering)).ShouldBe(0);
    }

    [Fact]
    public async Task A_token_without_a_nip_takes_no_seat()
    {
        var offering = await OfferingAsync(2);

        using var response = await Service.As(Roles.Learner).PostAsync(Path(offering), null);

        await ProblemAsync(response, HttpStatusCode.Forbidden);
    }
}
