using System.Net;
using System.Text;
using Bpsdm.Contracts.Catalogue;

namespace Bpsdm.Catalogue.Tests;

/// <summary>Quotas, conditions and windows of an offering: published as they were given, and refused one by one where they are wrong.</summary>
[Collection(CatalogueTests.Name)]
public sealed class OfferingRuleTests(CatalogueFixture catalogue)
{
    private const string Body =
        """
        {"startDate":"2031-03-03","capacity":30,"place":"Daring","enrolmentOpensAt":"2031-02-01T00:00:00Z","enrolmentClosesAt":"2031-03-01T00:00:00Z",
         "withdrawalClosesAt":"2031-02-20T00:00:00Z","needsAgencyApproval":true,"acceptanceHours":24,
         "quotas":[{"agencyCode":"OPD-07","seats":5},{"agencyCode":"OPD-09","seats":10}],
         "eligibility":{"excludeCovidResponse":true,"conditions":[
           {"kind":"agency","effect":"include","values":["OPD-07","OPD-09"]},
           {"kind":"rank-range","effect":"include","values":["III/a","IV/b"]},
           {"kind":"position","effect":"exclude","values":["Pelaksana"]},
           {"kind":"employment-kind","effect":"include","values":["pns"]},
           {"kind":"staff-group","effect":"exclude","values":["education-teacher"]},
           {"kind":"prerequisite","effect":"include","values":["DKL-2020-20"]},
           {"kind":"not-completed-before","effect":"include"},
           {"kind":"no-clash","effect":"include","values":[]}]}}
        """;

    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    [Fact]
    public async Task They_are_read_and_published_as_they_were_given()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);

        var offering = await (await PostAsync(programme, Body)).ShouldAnswerAsync(HttpStatusCode.Created);

        (offering.Text("status"), offering.Number("acceptanceHours"), offering.Number("programmeVersion")).ShouldBe(("scheduled", 24, 1));
        var read = await catalogue.Anonymous().ReadAsync($"/offerings/{offering.Id()}");
        read.GetProperty("eligibility").ToString().ShouldBe(offering.GetProperty("eligibility").ToString());
        read.GetProperty("eligibility").Items("conditions").Length.ShouldBe(8);
        var fact = (await catalogue.Broker.ReceivedAsync<OfferingScheduled>(m => m.Any(o => o.OfferingId == offering.Id()))).Single(o => o.OfferingId == offering.Id());
        (fact.NeedsAgencyApproval, fact.AcceptanceHours, fact.ProgrammeVersion).ShouldBe((true, 24, 1));
        fact.WithdrawalClosesAt.ShouldBe(new DateTimeOffset(2031, 2, 20, 0, 0, 0, TimeSpan.Zero));
        fact.Quotas.ShouldBe([new AgencyQuota("OPD-07", 5), new AgencyQuota("OPD-09", 10)]);
        (fact.Eligibility.ExcludeCovidResponse, fact.Eligibility.ExcludeEducationTeachers).ShouldBe((true, false));
        fact.Eligibility.Conditions.Select(c => $"{c.Kind} {c.Effect} {string.Join(',', c.Values)}".TrimEnd()).ShouldBe(
        [
            "agency include OPD-07,OPD-09", "rank-range include III/a,IV/b", "position exclude Pelaksana", "employment-kind include pns",
            "staff-group exclude education-teacher", "prerequisite include DKL-2020-20", "not-completed-before include", "no-clash include",
        ]);
    }

    [Theory]
    [InlineData("acceptanceHours", "\"acceptanceHours\":24", "\"acceptanceHours\":0")]
    [InlineData("withdrawalClosesAt", "2031-02-20", "2031-01-20")]
    [InlineData("needsAgencyApproval", "\"needsAgencyApproval\":true", "\"needsAgencyApproval\":\"perhaps\"")]
    [InlineData("quotas[0]", "\"seats\":5", "\"seats\":0")]
    [InlineData("quotas[0]", "\"seats\":5", "\"seats\":31")]
    [InlineData("quotas[0].seats", "\"seats\":5", "\"seats\":null")]
    [InlineData("quotas[0].agencyCode", "{\"agencyCode\":\"OPD-07\",\"seats\":5}", "{\"seats\":5}")]
    [InlineData("quotas", "{\"agencyCode\":\"OPD-09\",\"seats\":10}", "{\"agencyCode\":\"OPD-07\",\"seats\":10}")]
    [InlineData("kind", "\"kind\":\"agency\"", "\"kind\":\"zodiac\"")]
    [InlineData("eligibility.conditions[0].kind", "\"kind\":\"agency\",", "")]
    [InlineData("effect", "\"kind\":\"agency\",\"effect\":\"include\"", "\"kind\":\"agency\",\"effect\":\"perhaps\"")]
    [InlineData("eligibility.conditions[0].effect", "\"kind\":\"agency\",\"effect\":\"include\",", "\"kind\":\"agency\",")]
    [InlineData("eligibility.conditions[0].values", "[\"OPD-07\",\"OPD-09\"]", "[]")]
    [InlineData("eligibility.conditions[0].values", "[\"OPD-07\",\"OPD-09\"]", "[\"OPD-07\",\"OPD-07\"]")]
    [InlineData("eligibility.conditions[0].values[0]", "[\"OPD-07\",\"OPD-09\"]", "[null]")]
    [InlineData("eligibility.conditions[1].values", "\"III/a\",\"IV/b\"", "\"III/a\"")]
    [InlineData("eligibility.conditions[1].values", "\"III/a\",\"IV/b\"", "\"III/a\",\"V/a\"")]
    [InlineData("eligibility.conditions[1].values", "\"III/a\",\"IV/b\"", "\"IV/b\",\"III/a\"")]
    [InlineData("eligibility.conditions[1].values", "\"III/a\",\"IV/b\"", "\"III/a\",\"IX\"")]
    [InlineData("eligibility.conditions[2].values[0]", "\"Pelaksana\"", "\"\"")]
    [InlineData("eligibility.conditions[3].values", "\"pns\"", "\"honorer\"")]
    [InlineData("eligibility.conditions[4].values", "\"education-teacher\"", "\"astronaut\"")]
    [InlineData("eligibility.conditions[5].effect", "\"kind\":\"prerequisite\",\"effect\":\"include\"", "\"kind\":\"prerequisite\",\"effect\":\"exclude\"")]
    [InlineData("eligibility.conditions[6].values", "\"kind\":\"not-completed-before\",\"effect\":\"include\"", "\"kind\":\"not-completed-before\",\"effect\":\"include\",\"values\":[\"x\"]")]
    [InlineData("eligibility.conditions[7].effect", "\"kind\":\"no-clash\",\"effect\":\"include\"", "\"kind\":\"no-clash\",\"effect\":\"exclude\"")]
    public async Task A_rule_that_cannot_be_is_refused_by_its_field(string field, string good, string bad)
    {
        Body.ShouldContain(good, Case.Sensitive);
        await (await PostAsync(Guid.CreateVersion7(), Body.Replace(good, bad))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);
    }

    [Theory]
    [InlineData("quotas[1].agencyCode", "{\"agencyCode\":\"OPD-09\"", "{\"agencyCode\":\"OPD-99\"")]
    [InlineData("eligibility.conditions[0].values[1]", "[\"OPD-07\",\"OPD-09\"]", "[\"OPD-07\",\"OPD-98\"]")]
    [InlineData("eligibility.conditions[5].values[0]", "\"DKL-2020-20\"", "\"NONE\"")]
    [InlineData("enrolmentClosesAt", "2031-03-01T00:00:00Z", "2031-03-06T17:00:01Z")]
    [InlineData("withdrawalClosesAt", "2031-02-20", "2031-03-20")]
    public async Task What_it_names_has_to_exist_and_to_fit_the_dates(string field, string good, string bad)
    {
        Body.ShouldContain(good, Case.Sensitive);
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        await (await PostAsync(programme, Body.Replace(good, bad))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
        (await catalogue.Anonymous().ReadAsync($"/offerings?programme={programme}")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_programme_is_no_prerequisite_of_itself()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var code = (await catalogue.Anonymous().ReadAsync($"/programmes/{programme}")).Text("code")!;
        await (await PostAsync(programme, Body.Replace("DKL-2020-20", code))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "prerequisite-of-itself");
    }

    private Task<HttpResponseMessage> PostAsync(Guid programme, string body) =>
        _admin.PostAsync($"{Http.Root}/programmes/{programme}/offerings", new StringContent(body, Encoding.UTF8, "application/json"));
}
