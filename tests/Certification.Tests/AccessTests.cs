using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>Who sees what of the closed endpoints, and what a bad request is told.</summary>
[Collection(CertificationTests.Name)]
public sealed class AccessTests(CertificationFixture service)
{
    private const string Api = "/api/certification";
    private const string Nip = "198706142010012003";
    private const string Nowhere = "0199aaaa-0000-7000-8000-000000000000";

    private static readonly string[] AllRoles =
        [Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem, Roles.Operator];

    /// <summary>Path, what it answers where nothing is found, the roles that may.</summary>
    public static TheoryData<string, HttpStatusCode, string[]> Closed => new()
    {
        { $"{Api}/certificates/{Nowhere}", HttpStatusCode.NotFound, [Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { $"{Api}/certificates/{Nowhere}/pdf", HttpStatusCode.NotFound, [Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem] },
        { $"{Api}/certificates?offeringId={Nowhere}", HttpStatusCode.OK, [Roles.TrainingAdmin] },
        { $"{Api}/my/certificates", HttpStatusCode.OK, [Roles.Learner] },
        { $"{Api}/my/transcript", HttpStatusCode.OK, [Roles.Learner] },
        { $"{Api}/my/transcript.pdf", HttpStatusCode.OK, [Roles.Learner] },
        // Whether an offering exists is the catalogue's to say: here, it has issued nothing.
        { $"{Api}/offerings/{Nowhere}/summary", HttpStatusCode.OK, [Roles.TrainingAdmin] },
        { $"{Api}/revocation-requests", HttpStatusCode.OK, [Roles.TrainingAdmin] },
        { $"{Api}/templates", HttpStatusCode.OK, [Roles.TrainingAdmin] },
        { $"{Api}/templates/sttpp/versions", HttpStatusCode.OK, [Roles.TrainingAdmin] },
        { $"{Api}/templates/sttpp/versions/99", HttpStatusCode.NotFound, [Roles.TrainingAdmin] },
        { $"{Api}/templates/ijazah/versions", HttpStatusCode.NotFound, [Roles.TrainingAdmin] },
        { "/api/hr/completions", HttpStatusCode.OK, [Roles.HrSystem] },
        { "/api/hr/siasn/exports", HttpStatusCode.OK, [Roles.HrSystem, Roles.TrainingAdmin] },
        { $"/api/hr/siasn/exports/{Nowhere}", HttpStatusCode.NotFound, [Roles.HrSystem, Roles.TrainingAdmin] },
        { $"/api/hr/siasn/exports/{Nowhere}/records", HttpStatusCode.NotFound, [Roles.HrSystem, Roles.TrainingAdmin] },
        { $"/api/hr/siasn/exports/{Nowhere}/answers", HttpStatusCode.NotFound, [Roles.HrSystem, Roles.TrainingAdmin] },
        { "/api/hr/webhooks", HttpStatusCode.OK, [Roles.HrSystem] },
        { $"/api/hr/webhooks/{Nowhere}", HttpStatusCode.NotFound, [Roles.HrSystem] },
        { $"/api/hr/webhooks/{Nowhere}/deliveries", HttpStatusCode.NotFound, [Roles.HrSystem] },
    };

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Without_a_good_token_it_is_closed(string path, HttpStatusCode nothing, string[] roles)
    {
        _ = nothing;
        await ProblemAsync(await service.Anonymous().GetAsync(path), HttpStatusCode.Unauthorized);
        foreach (var token in (string[])
        [
            TestTokens.Create(roles[0], nip: Nip, foreign: true),
            TestTokens.Create(roles[0], nip: Nip, issuer: "https://elsewhere.test/"),
            TestTokens.Create(roles[0], nip: Nip, audience: "another-api"),
            TestTokens.Create(roles[0], nip: Nip, expires: DateTime.UtcNow.AddHours(-1)),
            "rubbish",
        ])
            await ProblemAsync(await service.WithToken(token).GetAsync(path), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task The_roles_that_may_are_answered_and_every_other_one_is_refused(string path, HttpStatusCode nothing, string[] roles)
    {
        foreach (var role in AllRoles)
        {
            using var client = service.As(role, agency: "OPD-24", nip: Nip);
            using var answer = await client.GetAsync(path);
            if (!roles.Contains(role)) await ProblemAsync(answer, HttpStatusCode.Forbidden);
            else if (nothing == HttpStatusCode.NotFound) await ProblemAsync(answer, nothing);
            else answer.StatusCode.ShouldBe(nothing, role);
        }
    }

    [Theory]
    [InlineData("/certificates/not-a-uuid", HttpStatusCode.NotFound)]
    [InlineData("/certificates/not-a-uuid/pdf", HttpStatusCode.NotFound)]
    [InlineData("/certificates/0199aaaa-0000-7000-8000-000000000000/docx", HttpStatusCode.NotFound)]
    [InlineData("/offerings/not-a-uuid/summary", HttpStatusCode.NotFound)]
    [InlineData("/certificates", HttpStatusCode.BadRequest, "offeringId")]
    [InlineData("/certificates?offeringId=", HttpStatusCode.BadRequest, "offeringId")]
    [InlineData("/certificates?offeringId=not-a-uuid", HttpStatusCode.BadRequest, "offeringId")]
    public async Task A_malformed_id_is_refused(string path, HttpStatusCode status, string naming = "") =>
        (await ProblemAsync(await service.AsTrainingAdmin().GetAsync(Api + path), status)).ShouldContain(naming, Case.Sensitive);

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("after=nonsense", "after")]
    [InlineData("after=%00", "after")]
    [InlineData("after=AQAAAAAAAAAA", "after")] // a place in the HR feed, not in this list
    [InlineData("after=AgAAAAAAAAAAAAAAAAAAAAAA", "after")] // a byte too many
    public async Task Bad_paging_is_refused_by_name(string query, string field)
    {
        (await ProblemAsync(await service.AsTrainingAdmin().GetAsync($"{Api}/certificates?offeringId={Nowhere}&{query}"), HttpStatusCode.BadRequest))
            .ShouldContain(field, Case.Sensitive);
        (await ProblemAsync(await service.AsLearner(Nip).GetAsync($"{Api}/my/certificates?{query}"), HttpStatusCode.BadRequest))
            .ShouldContain(field, Case.Sensitive);
    }

    [Fact]
    public async Task Nothing_is_changed_by_another_method()
    {
        var (id, _) = await IssueOneAsync();
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch])
        {
            using var client = service.AsTrainingAdmin();
            await ProblemAsync(await client.SendAsync(new HttpRequestMessage(method, $"{Api}/certificates/{id}")), HttpStatusCode.MethodNotAllowed);
        }
        (await service.AsTrainingAdmin().GetAsync($"{Api}/certificates/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_certificate_and_its_PDF_are_for_its_holder_the_agency_and_those_who_administer()
    {
        var (id, nip) = await IssueOneAsync(agency: "OPD-24");
        (HttpClient Client, bool May)[] all =
        [
            (service.AsLearner(nip), true), (service.AsLearner(Nip), false), (service.As(Roles.Learner), false),
            (service.AsAgencyAdmin("OPD-24"), true), (service.AsAgencyAdmin("OPD-2"), false), (service.AsAgencyAdmin("opd-24"), false),
            (service.As(Roles.AgencyAdmin), false),
            // The role counts, not a claim that happens to be there.
            (service.As(Roles.AgencyAdmin, agency: "OPD-2", nip: nip), false), (service.As(Roles.Learner, agency: "OPD-24", nip: Nip), false),
            (service.AsTrainingAdmin(), true), (service.AsHrSystem(), true),
        ];
        foreach (var (client, may) in all)
        foreach (var path in (string[])[$"{Api}/certificates/{id}", $"{Api}/certificates/{id}/pdf"])
        {
            using var answer = await client.GetAsync(path);
            if (may) answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            else (await ProblemAsync(answer, HttpStatusCode.Forbidden)).ShouldNotContain(nip);
        }
    }

    [Fact]
    public async Task The_file_has_the_number_as_its_name()
    {
        var (id, nip) = await IssueOneAsync();
        using var answer = await service.AsLearner(nip).GetAsync($"{Api}/certificates/{id}/pdf");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        answer.Content.Headers.ContentDisposition!.FileName!.ShouldMatch("^[0-9]+-SERTIFIKAT-BPSDM-2020.pdf$");
    }

    [Fact]
    public async Task A_learner_lists_the_own_certificates_page_by_page_and_nobody_elses()
    {
        var mine = service.Completed();
        var offerings = Enumerable.Range(0, 3).Select(_ => CertificationFixture.Offering()).ToList();
        foreach (var offering in offerings)
            await service.IssueAsync(new() { Offering = offering, Participants = [service.Completed(mine.Person.Nip), service.Completed()] });

        using var client = service.AsLearner(mine.Person.Nip);
        var read = await ReadAllAsync(client, $"{Api}/my/certificates?limit=2", expectedPages: 2);
        read.ShouldAllBe(c => c.GetProperty("nip").GetString() == mine.Person.Nip);
        read.Select(c => c.GetProperty("offeringId").GetGuid()).ShouldBe(offerings.Select(o => o.OfferingId));
        (await ProblemAsync(await service.As(Roles.Learner).GetAsync($"{Api}/my/certificates"), HttpStatusCode.Forbidden)).ShouldContain("NIP");
    }

    [Fact]
    public async Task An_offering_is_listed_and_summarised_without_its_neighbours()
    {
        var (message, neighbour) = (service.Message(CertificationFixture.Offering(), 5), service.Message(CertificationFixture.Offering(), 5));
        await service.IssueAsync(message);
        await service.IssueAsync(neighbour);
        using var admin = service.AsTrainingAdmin();
        var read = await ReadAllAsync(admin, $"{Api}/certificates?offeringId={message.Offering.OfferingId}&limit=2", expectedPages: 3);
        read.Select(c => c.GetProperty("participantId").GetGuid()).ShouldBe(message.Participants.Select(p => p.ParticipantId), ignoreOrder: true);

        var summary = await admin.GetFromJsonAsync<JsonElement>($"{Api}/offerings/{message.Offering.OfferingId}/summary");
        summary.GetProperty("issued").GetInt32().ShouldBe(5);
        var series = summary.GetProperty("series").EnumerateArray().ShouldHaveSingleItem();
        series.GetProperty("missing").GetInt32().ShouldBe(0);
        (series.GetProperty("lastSequence").GetInt64() - series.GetProperty("firstSequence").GetInt64()).ShouldBe(4);
        series.GetProperty("lastNumber").GetString().ShouldBe($"{series.GetProperty("lastSequence").GetInt64()}/SERTIFIKAT/BPSDM/2020");
        var unknown = await admin.GetFromJsonAsync<JsonElement>($"{Api}/offerings/{Nowhere}/summary");
        (unknown.GetProperty("issued").GetInt32(), unknown.GetProperty("series").GetArrayLength()).ShouldBe((0, 0));
    }

    private async Task<(Guid Id, string Nip)> IssueOneAsync(string agency = "OPD-24")
    {
        var person = service.Completed(agency: agency);
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [person] });
        return (await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", person.FactId), person.Person.Nip);
    }

    private static async Task<List<JsonElement>> ReadAllAsync(HttpClient client, string address, int expectedPages)
    {
        var items = new List<JsonElement>();
        var pages = 0;
        for (string? next = ""; next is not null; pages++)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"{address}&after={next}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        pages.ShouldBe(expectedPages);
        return items;
    }
}
