using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bpsdm.Certification.Domain;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>What a certificate says beside its facts: in versions, each certificate by its own.</summary>
[Collection(CertificationTests.Name)]
public sealed class TemplateTests(CertificationFixture service)
{
    private const string Api = "/api/certification";

    [Fact]
    public async Task A_new_version_holds_from_the_next_certificate_on_and_the_earlier_ones_stay_as_they_were()
    {
        await using var own = await OwnService.StartAsync();
        var first = await IssueAsync(own.Service);
        var before = await PdfAsync(own.Service, first);
        var texts = Texts(t =>
        {
            t["signatoryName"] = "Dr. Budi Santoso, M.Si.";
            t["signatoryNip"] = "197001011995031001";
            t["institution"] = "Badan Diklat Jakarta";
            t["numberPattern"] = "800/{seq}/{kind}/{year}";
        });
        using var admin = own.Service.AsTrainingAdmin();
        (await PutAsync(admin, "sertifikat", 2, texts)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var second = await IssueAsync(own.Service);

        (await PdfAsync(own.Service, first)).ShouldBe(before);
        second.GetProperty("number").GetString().ShouldBe("800/2/SERTIFIKAT/2020");
        first.GetProperty("number").GetString().ShouldBe("1/SERTIFIKAT/BPSDM/2020");
        var (oldText, newText) = (await TextAsync(before), await TextAsync(await PdfAsync(own.Service, second)));
        newText.ShouldContain("Dr. Budi Santoso, M.Si.", Case.Sensitive);
        newText.ShouldContain("BADAN DIKLAT JAKARTA", Case.Sensitive);
        oldText.ShouldNotContain("Budi", Case.Sensitive);

        // A replacement is issued now, so it looks as certificates do now.
        using var replaced = await admin.PutAsJsonAsync($"{Api}/certificates/{first.GetProperty("id")}/replacement", new { rank = "III/c", reason = "Golongan keliru ditulis." });
        var replacement = JsonElement.Parse(await replaced.Content.ReadAsStringAsync());
        replacement.GetProperty("number").GetString().ShouldBe("800/3/SERTIFIKAT/2020");
        (await TextAsync(await PdfAsync(own.Service, replacement))).ShouldContain("pengganti Nomor: 1/SERTIFIKAT/BPSDM/2020", Case.Sensitive);

        var page = await own.Service.Anonymous().GetStringAsync($"/verify/{second.GetProperty("verificationCode")}");
        page.ShouldContain("<dd>Dr. Budi Santoso, M.Si., Kepala Badan Pengembangan Sumber Daya Manusia, Jakarta</dd>", Case.Sensitive);
        page.ShouldContain("<dt>Penyelenggara</dt><dd>Badan Diklat Jakarta</dd>", Case.Sensitive);
        var versions = await admin.GetFromJsonAsync<JsonElement>($"{Api}/templates/sertifikat/versions");
        versions.EnumerateArray().Select(v => v.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        await own.Service.SeriesHaveNoGapAsync();
    }

    [Fact]
    public async Task Of_many_who_write_the_next_version_at_once_one_does_and_no_version_changes()
    {
        await using var own = await OwnService.StartAsync();
        using var admin = own.Service.AsTrainingAdmin();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => PutAsync(admin, "sttpp", 2, Texts(t => t["verdict"] = n % 2 == 0 ? "LULUS" : "TELAH LULUS"))));
        var kept = (await admin.GetFromJsonAsync<JsonElement>($"{Api}/templates/sttpp/versions/2")).GetProperty("texts").GetProperty("verdict").GetString();
        for (var n = 0; n < 8; n++) answers[n].StatusCode.ShouldBe((n % 2 == 0) == (kept == "LULUS") ? HttpStatusCode.OK : HttpStatusCode.Conflict);
        (await ProblemAsync(await PutAsync(admin, "sttpp", 1, Texts(t => t["verdict"] = "GAGAL")), HttpStatusCode.Conflict)).ShouldContain("version-taken");
        (await ProblemAsync(await PutAsync(admin, "sttpp", 4, Texts()), HttpStatusCode.Conflict)).ShouldContain("not-the-next-version");
        (await ProblemAsync(await PutAsync(admin, "sttpp", 0, Texts()), HttpStatusCode.Conflict)).ShouldContain("not-the-next-version");
        await ProblemAsync(await PutAsync(admin, "ijazah", 2, Texts()), HttpStatusCode.NotFound);
        (await ProblemAsync(await PutAsync(admin, "sttpp", 3, Texts(t => t["numberPattern"] = "{year}/{kind}/BPSDM/{seq}")), HttpStatusCode.UnprocessableEntity))
            .ShouldContain("pattern-clashes");
        (await own.Service.ScalarAsync<long>("SELECT count(*) FROM certificate_templates")).ShouldBe(3);
    }

    [Theory]
    [InlineData("title", "")]
    [InlineData("title", null)]
    [InlineData("institution", "王")]
    [InlineData("introduction", "Diberikan\nkepada")]
    [InlineData("verdict", "LULUS\0")]
    [InlineData("signatoryNip", "12345")]
    [InlineData("numberPattern", "{seq}/BPSDM")]
    [InlineData("numberPattern", "{year}/BPSDM")]
    [InlineData("numberPattern", "{seq}{year}")]
    [InlineData("numberPattern", "8{seq}/{year}")]
    [InlineData("numberPattern", "{seq}/{seq}/{year}")]
    [InlineData("numberPattern", "{seq}/{month}/{year}")]
    [InlineData("numberPattern", "{seq}/{year}/{")]
    public async Task A_text_that_cannot_be_is_refused_by_name_and_nothing_is_kept(string field, string? value)
    {
        using var admin = service.AsTrainingAdmin();
        (await ProblemAsync(await PutAsync(admin, "sertifikat", 2, Texts(t => t[field] = value)), HttpStatusCode.BadRequest)).ShouldContain(field, Case.Sensitive);
        using var preview = await admin.PostAsJsonAsync($"{Api}/templates/sertifikat/preview", Texts(t => t[field] = value));
        (await ProblemAsync(preview, HttpStatusCode.BadRequest)).ShouldContain(field, Case.Sensitive);
        (await service.ScalarAsync<long>("SELECT count(*) FROM certificate_templates WHERE version > 1")).ShouldBe(0);
    }

    [Theory]
    [InlineData("{seq}/{kind}/BPSDM/{year}", "{seq}/{kind}/BPSDM/{year}", false)]
    [InlineData("{seq}/{kind}/BPSDM/{year}", "800/{seq}/{kind}/BPSDM/{year}", false)]
    [InlineData("{seq}/{kind}/BPSDM/{year}", "{seq}/{kind}/DIKLAT/{year}", false)]
    [InlineData("800/{seq}/{kind}/{year}", "801/{seq}/{kind}/{year}", false)]
    [InlineData("{seq}/{kind}/{year}", "{year}/{kind}/{seq}", true)]
    [InlineData("800/{seq}/{kind}/{year}", "{seq}/5/{kind}/{year}", true)]
    [InlineData("{seq}/{kind}/{year}", "{seq}/sertifikat/{year}", false)]
    public void Patterns_clash_where_two_series_could_write_the_same_number(string one, string other, bool clash)
    {
        NumberPattern.Clash((CertificateKind.Sertifikat, one), (CertificateKind.Sertifikat, other)).ShouldBe(clash);
        NumberPattern.Clash((CertificateKind.Sertifikat, other), (CertificateKind.Sertifikat, one)).ShouldBe(clash);
        NumberPattern.Clash((CertificateKind.Sttpp, "{seq}/A/{year}"), (CertificateKind.Sertifikat, "{seq}/a/{year}")).ShouldBeTrue();
        NumberPattern.Clash((CertificateKind.Sttpp, "{seq}/SERTIFIKAT/{kind}/{year}"), (CertificateKind.Sertifikat, "{seq}/{kind}/STTPP/{year}")).ShouldBeTrue();
        NumberPattern.Clash((CertificateKind.Sttpp, "{seq}/{kind}/{year}"), (CertificateKind.Sertifikat, "{seq}/{kind}/{year}")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_preview_shows_the_texts_is_marked_on_every_page_signed_by_nobody_and_kept_nowhere()
    {
        using var admin = service.AsTrainingAdmin();
        using var answer = await admin.PostAsJsonAsync($"{Api}/templates/sttpp/preview", Texts(t => t["signatoryName"] = "Dr. Budi Santoso, M.Si."));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var pdf = await answer.Content.ReadAsByteArrayAsync();
        var pages = (await TextAsync(pdf)).Split('\f', StringSplitOptions.RemoveEmptyEntries);
        pages.Length.ShouldBe(2);
        pages[0].ShouldContain("Dr. Budi Santoso, M.Si.", Case.Sensitive);
        pages.ShouldAllBe(p => p.Contains("CONTOH: bukan sertifikat", StringComparison.Ordinal));
        (await Programs.RunOnAsync(pdf, "sh", "-c", "pdfsig \"$0\" || true")).ShouldContain("does not contain any signatures");
        foreach (var role in (string[])[Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.HrSystem, Roles.Operator])
        {
            using var client = service.As(role, agency: "OPD-24", nip: "198706142010012003");
            await ProblemAsync(await client.PostAsJsonAsync($"{Api}/templates/sttpp/preview", Texts()), HttpStatusCode.Forbidden);
            await ProblemAsync(await PutAsync(client, "sttpp", 2, Texts()), HttpStatusCode.Forbidden);
        }
    }

    private static JsonObject Texts(Action<JsonObject>? change = null)
    {
        var texts = new JsonObject
        {
            ["government"] = "Pemerintah Provinsi DKI Jakarta", ["institution"] = "Badan Pengembangan Sumber Daya Manusia", ["title"] = "Sertifikat",
            ["introduction"] = "Diberikan kepada", ["verdict"] = "LULUS", ["curriculumTitle"] = "Mata Pelajaran", ["signedAt"] = "Jakarta",
            ["signatoryTitle"] = "Kepala Badan Pengembangan Sumber Daya Manusia", ["numberPattern"] = "{seq}/{kind}/BPSDM/{year}",
        };
        change?.Invoke(texts);
        return texts;
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string kind, int version, JsonObject texts) =>
        client.PutAsJsonAsync($"{Api}/templates/{kind}/versions/{version}", texts);

    private static async Task<JsonElement> IssueAsync(CertificationFixture service)
    {
        var person = service.Completed();
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [person] });
        return (await service.AsLearner(person.Person.Nip).GetFromJsonAsync<JsonElement>($"{Api}/my/certificates")).GetProperty("items")[0];
    }

    private static Task<byte[]> PdfAsync(CertificationFixture service, JsonElement certificate) =>
        service.AsTrainingAdmin().GetByteArrayAsync($"{Api}/certificates/{certificate.GetProperty("id")}/pdf");

    private static Task<string> TextAsync(byte[] pdf) => Programs.RunOnAsync(pdf, "sh", "-c", "pdftotext -layout \"$0\" -");
}
