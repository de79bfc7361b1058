using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

/// <summary>Every closed endpoint against every kind of bad request: the right 4xx, and a problem that says where.</summary>
[Collection(CatalogueTests.Name)]
public sealed class BadInputTests(CatalogueFixture catalogue)
{
    private const string Nowhere = "0199aaaa-0000-7000-8000-000000000000";
    private const string Module = """{"title":"Konsep","jp":4,"method":"theory"}""";
    private const string Programme = """{"code":"BAD-1","title":"T","category":"technical","practice":"none","modules":[MODULE]}""";
    private const string Offering =
        """{"startDate":"2026-03-06","capacity":30,"place":"Daring","enrolmentOpensAt":"2026-02-01T00:00:00Z","enrolmentClosesAt":"2026-03-01T00:00:00Z"}""";
    private const string Need = """{"topic":"Arsip","headcounts":[{"group":"pelaksana","count":5}],"year":2026,"quarter":1,"priority":"low","reason":"Perlu."}""";

    private const string Call = """{"year":2099,"opens":"2026-02-01","deadline":"2099-03-31","guidance":"Usulkan."}""";
    private const string Rules =
        """{"validFrom":"2090-01-01","selfPacedJpPerDay":3,"liveJpPerDay":8,"faceToFaceJpPerDay":8,"source":"Uji."}""";
    private const string Checklist =
        """{"validFrom":"2090-01-01","source":"Uji.","distanceFrom":75,"blendedFrom":40,"items":[{"code":"a","question":"A?","weight":5}]}""";

    /// <summary>Method, path, a good body, the role that may.</summary>
    public static TheoryData<string, string, string?, string> Closed => new()
    {
        { "POST", "/programmes", Programme.Replace("MODULE", Module), "training-admin" },
        { "PUT", $"/programmes/{Nowhere}/modules", $$"""{"modules":[{{Module}}]}""", "training-admin" },
        { "POST", $"/programmes/{Nowhere}/design", """{"modules":[{"number":1,"mode":"live"}]}""", "training-admin" },
        { "GET", $"/programmes/{Nowhere}/design", null, "training-admin" },
        { "GET", $"/programmes/{Nowhere}/curricula", null, "training-admin" },
        { "POST", $"/programmes/{Nowhere}/curricula/1/publication", null, "training-admin" },
        { "POST", $"/programmes/{Nowhere}/designs/preview", """{"modules":[{"number":1,"mode":"live"}]}""", "training-admin" },
        { "GET", "/delivery-rules", null, "training-admin" },
        { "POST", "/delivery-rules", Rules, "training-admin" },
        { "GET", "/review-checklist", null, "instructor" },
        { "POST", "/review-checklist", Checklist, "training-admin" },
        { "POST", $"/programmes/{Nowhere}/reviews", """{"answers":{"tujuan":4},"verdict":"blended","reason":"x"}""", "instructor" },
        { "GET", $"/programmes/{Nowhere}/reviews", null, "instructor" },
        { "POST", $"/programmes/{Nowhere}/verdict", """{"verdict":"blended","reason":"x"}""", "training-admin" },
        { "POST", $"/programmes/{Nowhere}/offerings", Offering, "training-admin" },
        { "POST", $"/offerings/{Nowhere}/postponement", """{"startDate":"2031-03-06","reason":"x"}""", "training-admin" },
        { "POST", $"/offerings/{Nowhere}/cancellation", """{"reason":"x"}""", "training-admin" },
        { "PUT", $"/offerings/{Nowhere}/sessions/1/instructors", """{"instructors":[{"id":"NS-1","name":"x"}]}""", "training-admin" },
        { "GET", $"/offerings/{Nowhere}/instructors", null, "training-admin" },
        { "GET", "/holidays?year=2026", null, "training-admin" },
        { "PUT", "/holidays/2031-01-02", """{"name":"x","kind":"national","source":"x"}""", "training-admin" },
        { "DELETE", "/holidays/2031-01-02", null, "training-admin" },
        { "POST", $"/needs/{Nowhere}/acceptance", null, "training-admin" },
        { "POST", $"/needs/{Nowhere}/rejection", """{"reason":"x"}""", "training-admin" },
        { "POST", "/needs", Need, "agency-admin" },
        { "GET", "/needs", null, "agency-admin" },
        { "GET", $"/needs/{Nowhere}", null, "agency-admin" },
        { "POST", "/needs/drafts", Need, "agency-admin" },
        { "PUT", $"/needs/{Nowhere}", Need, "agency-admin" },
        { "POST", $"/needs/{Nowhere}/submission", null, "agency-admin" },
        { "POST", $"/needs/{Nowhere}/withdrawal", null, "agency-admin" },
        { "GET", $"/needs/{Nowhere}/history", null, "agency-admin" },
        { "PUT", $"/needs/{Nowhere}/programme", $$"""{"programmeId":"{{Nowhere}}"}""", "training-admin" },
        { "POST", $"/needs/{Nowhere}/merges", $$"""{"needIds":["{{Nowhere}}"],"reason":"x"}""", "training-admin" },
        { "POST", $"/needs/{Nowhere}/separation", """{"reason":"x"}""", "training-admin" },
        { "POST", "/calls", Call, "training-admin" },
        { "PUT", "/calls/2099/deadline", """{"deadline":"2099-04-30","reason":"x"}""", "training-admin" },
        { "GET", "/calls", null, "agency-admin" },
        { "GET", "/calls/2099", null, "agency-admin" },
        { "GET", "/reports/demand?year=2099", null, "training-admin" },
        { "GET", "/plans/2099", null, "agency-admin" },
        { "GET", "/plans/2099/versions", null, "agency-admin" },
        { "GET", "/plans/2099/versions/1", null, "agency-admin" },
        { "GET", "/plans/2099/draft", null, "training-admin" },
        { "POST", "/plans/2099/draft", null, "training-admin" },
        { "PUT", "/plans/2099/draft", """{"lines":[]}""", "training-admin" },
        { "DELETE", "/plans/2099/draft", null, "training-admin" },
        { "POST", "/plans/2099/publication", null, "training-admin" },
    };

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Without_a_good_token_it_is_closed(string method, string path, string? body, string role)
    {
        await (await SendAsync(catalogue.Anonymous(), method, path, body)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        foreach (var token in (string[])
        [
            TestTokens.Create(role, agency: "OPD-01", foreign: true),
            TestTokens.Create(role, agency: "OPD-01", issuer: "https://elsewhere.test/"),
            TestTokens.Create(role, agency: "OPD-01", audience: "another-api"),
            TestTokens.Create(role, agency: "OPD-01", expires: DateTime.UtcNow.AddHours(-1)),
            TestTokens.Create(role, agency: "OPD-01", subject: ""),
            "rubbish",
        ])
            await (await SendAsync(catalogue.WithToken(token), method, path, body)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Another_role_is_refused(string method, string path, string? body, string role)
    {
        _ = role;
        await (await SendAsync(catalogue.AsLearner("198001012005011001"), method, path, body)).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task An_unknown_or_malformed_id_is_not_found(string method, string path, string? body, string role)
    {
        if (!path.Contains(Nowhere)) return;
        var client = catalogue.As(role, agency: "OPD-01");
        await (await SendAsync(client, method, path, body)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await SendAsync(client, method, path.Replace(Nowhere, "not-a-uuid"), body)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_body_that_is_no_such_JSON_is_refused(string method, string path, string? body, string role)
    {
        if (body is null) return;
        var client = catalogue.As(role, agency: "OPD-01");
        // Of a preview nothing is asked: then each module gets the mode that its method speaks for.
        string[] empty = path.EndsWith("/preview", StringComparison.Ordinal) ? [] : ["{}"];
        foreach (var broken in (string[])["", "{", "[]", "null", "\"text\"", """{"surprise":1}""", .. empty])
            await (await SendAsync(client, method, path, broken)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        await (await SendAsync(client, method, path, body, "text/plain")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
        var oversized = $$"""{"reason":"{{new string('x', 1100 * 1024)}}"}""";
        await (await SendAsync(client, method, path, oversized, announced: true)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("code", "\"\"")]
    [InlineData("code", "\"with space\"")]
    [InlineData("title", "\"\"")]
    [InlineData("title", "12")]
    [InlineData("category", "\"magic\"")]
    [InlineData("category", "3")]
    [InlineData("practice", "null")]
    [InlineData("modules", "[]")]
    [InlineData("modules", "[null]")]
    [InlineData("modules[0].jp", """[{"title":"Konsep","jp":0,"method":"theory"}]""")]
    [InlineData("modules[0].method", """[{"title":"Konsep","jp":1,"method":"magic"}]""")]
    [InlineData("modules[0].materials[0].url", """[{"title":"Konsep","jp":1,"method":"theory","materials":[{"title":"x","url":"ftp://x","kind":"link"}]}]""")]
    [InlineData("modules[0].materials[0].kind", """[{"title":"Konsep","jp":1,"method":"theory","materials":[{"title":"x","url":"https://x"}]}]""")]
    [InlineData("modules[0].title", """[{"title":"a\nb","jp":1,"method":"theory"}]""")]
    public async Task A_wrong_field_of_a_programme_is_named(string field, string value)
    {
        var property = field.Split('[')[0];
        var body = property switch
        {
            "code" => Programme.Replace("\"BAD-1\"", value).Replace("MODULE", Module),
            "title" => Programme.Replace("\"T\"", value).Replace("MODULE", Module),
            "category" => Programme.Replace("\"technical\"", value).Replace("MODULE", Module),
            "practice" => Programme.Replace("\"none\"", value).Replace("MODULE", Module),
            _ => Programme.Replace("[MODULE]", value),
        };
        await (await SendAsync(catalogue.AsTrainingAdmin(), "POST", "/programmes", body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);
    }

    [Theory]
    [InlineData("validFrom", "\"2090-01-01\"", "null")]
    [InlineData("selfPacedJpPerDay", "\"selfPacedJpPerDay\":3", "\"selfPacedJpPerDay\":0")]
    [InlineData("liveJpPerDay", "\"liveJpPerDay\":8", "\"liveJpPerDay\":21")]
    [InlineData("faceToFaceJpPerDay", "\"faceToFaceJpPerDay\":8", "\"faceToFaceJpPerDay\":null")]
    [InlineData("source", "Uji.", "")]
    public async Task A_wrong_field_of_the_rules_is_named(string field, string good, string bad) =>
        await (await SendAsync(catalogue.AsTrainingAdmin(), "POST", "/delivery-rules", Rules.Replace(good, bad)))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Theory]
    [InlineData("validFrom", "\"2090-01-01\"", "null")]
    [InlineData("source", "Uji.", "")]
    [InlineData("distanceFrom", "\"distanceFrom\":75", "\"distanceFrom\":39")]
    [InlineData("blendedFrom", "\"blendedFrom\":40", "\"blendedFrom\":-1")]
    [InlineData("items", "[{\"code\":\"a\",\"question\":\"A?\",\"weight\":5}]", "[]")]
    [InlineData("items[0].weight", "\"weight\":5", "\"weight\":0")]
    [InlineData("items[0].code", "\"code\":\"a\"", "\"code\":\"a b\"")]
    [InlineData("items[0].question", "A?", "")]
    public async Task A_wrong_field_of_a_checklist_is_named(string field, string good, string bad) =>
        await (await SendAsync(catalogue.AsTrainingAdmin(), "POST", "/review-checklist", Checklist.Replace(good, bad)))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Theory]
    [InlineData("startDate", "\"2026-03-06\"", "\"2026-13-01\"")]
    [InlineData("startDate", "\"2026-03-06\"", "null")]
    [InlineData("capacity", "30", "0")]
    [InlineData("capacity", "30", "1000001")]
    [InlineData("capacity", "30", "\"many\"")]
    [InlineData("place", "\"Daring\"", "\"\"")]
    [InlineData("enrolmentClosesAt", "\"2026-03-01T00:00:00Z\"", "\"2026-02-01T00:00:00Z\"")]
    [InlineData("enrolmentOpensAt", "\"2026-02-01T00:00:00Z\"", "\"yesterday\"")]
    [InlineData("completion.passingGrade", "30,", "30,\"completion\":{\"passingGrade\":101},")]
    [InlineData("completion.maxAttempts", "30,", "30,\"completion\":{\"maxAttempts\":0},")]
    [InlineData("sessions[0].title", "30,", "30,\"sessions\":[{\"moduleNumber\":1}],")]
    public async Task A_wrong_field_of_an_offering_is_named(string field, string good, string bad) =>
        await (await SendAsync(catalogue.AsTrainingAdmin(), "POST", $"/programmes/{Nowhere}/offerings", Offering.Replace(good, bad)))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Theory]
    [InlineData("topic", "\"Arsip\"", "null")]
    [InlineData("topic", "\"Arsip\"", "\"Arsip\",\"programmeId\":\"0199aaaa-0000-7000-8000-000000000000\"")]
    [InlineData("headcounts", "[{\"group\":\"pelaksana\",\"count\":5}]", "[]")]
    [InlineData("headcounts", "}]", "},{\"group\":\"pelaksana\",\"count\":5}]")]
    [InlineData("headcounts[0].count", "5}", "0}")]
    [InlineData("headcounts[0].group", "\"pelaksana\"", "\"menteri\"")]
    [InlineData("headcounts[1]", "}]", "},null]")]
    [InlineData("year", "2026", "1999")]
    [InlineData("quarter", "1,", "5,")]
    [InlineData("priority", "\"low\"", "\"urgent\"")]
    [InlineData("reason", "\"Perlu.\"", "\"\"")]
    [InlineData("agency", "{\"topic\"", "{\"agency\":\"OPD-02\",\"topic\"")]
    public async Task A_wrong_field_of_a_need_is_named(string field, string good, string bad) =>
        await (await SendAsync(catalogue.AsAgencyAdmin("OPD-01"), "POST", "/needs", Need.Replace(good, bad)))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Theory]
    [InlineData("year", "2099,", "null,")]
    [InlineData("opens", "\"2026-02-01\"", "\"soon\"")]
    [InlineData("deadline", "\"2099-03-31\"", "null")]
    [InlineData("guidance", "\"Usulkan.\"", "\"\"")]
    public async Task A_wrong_field_of_a_call_is_named(string field, string good, string bad) =>
        await (await SendAsync(catalogue.AsTrainingAdmin(), "POST", "/calls", Call.Replace(good, bad))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Theory]
    [InlineData("PUT", "/plans/2099/draft", """{"lines":[null]}""", "lines[0]")]
    [InlineData("PUT", "/plans/2099/draft", """{"lines":[{"quarter":5,"angkatan":1,"seats":1}]}""", "lines[0].quarter")]
    [InlineData("PUT", "/plans/2099/draft", """{"lines":[{"quarter":1,"angkatan":0,"seats":1}]}""", "lines[0].angkatan")]
    [InlineData("PUT", "/plans/2099/draft", """{"lines":[{"quarter":1,"angkatan":1,"seats":0}]}""", "lines[0].seats")]
    [InlineData("PUT", "/plans/2099/draft", """{"lines":[{"quarter":1,"angkatan":1,"seats":1}]}""", "lines[0].programmeId")]
    [InlineData("POST", "/plans/2099/draft", """{"seats":0}""", "seats")]
    [InlineData("POST", "/plans/2099/publication", """{"note":""}""", "note")]
    [InlineData("POST", $"/needs/{Nowhere}/merges", """{"needIds":[],"reason":"x"}""", "needIds")]
    [InlineData("POST", $"/needs/{Nowhere}/merges", """{"needIds":["x"],"reason":"x"}""", "needIds[0]")]
    [InlineData("PUT", "/calls/2099/deadline", """{"deadline":"2099-04-30"}""", "reason")]
    public async Task A_wrong_field_of_planning_is_named(string method, string path, string body, string field) =>
        await (await SendAsync(catalogue.AsTrainingAdmin(), method, path, body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task A_key_that_is_no_uuid_and_a_text_that_cannot_be_stored_are_named()
    {
        var client = catalogue.AsAgencyAdmin("OPD-01");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "again");
        await (await SendAsync(client, "POST", "/needs", Need)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "Idempotency-Key");
        await (await SendAsync(catalogue.AsAgencyAdmin("OPD-01"), "POST", "/needs", Need.Replace("Perlu.", "a\\u0000b")))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "U+0000");
    }

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient client, string method, string path, string? body, string mediaType = "application/json", bool announced = false)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Http.Root + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        // A refused body is not read to its end: a client that does not ask first may find the connection closed while it still writes.
        request.Headers.ExpectContinue = announced;
        return client.SendAsync(request);
    }
}
