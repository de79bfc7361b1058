using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bpsdm.Contracts.SessionDelivery;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>The public pages: what anybody sees who holds a code, and what those see who hold none.</summary>
[Collection(CertificationTests.Name)]
public sealed class VerifyTests(CertificationFixture service)
{
    private const string Unknown = "0123456789ABCDEFGHJKMNPQRS";

    [Fact]
    public async Task The_page_shows_every_field_in_Indonesian()
    {
        var (code, completed) = await IssueAsync();
        using var answer = await GetAsync($"/verify/{code}", "text/html");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        var page = await answer.Content.ReadAsStringAsync();

        page.ShouldContain("<html lang=\"id\">", Case.Sensitive);
        var fields = Regex.Matches(page, "<dt>(.*?)</dt><dd>(.*?)</dd>").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        var number = await service.ScalarAsync<string>("SELECT number FROM certificates WHERE verification_code = $1", code);
        fields.ShouldContainKeyAndValue("Status", "Sah");
        fields.ShouldContainKeyAndValue("Nomor", number);
        fields.ShouldContainKeyAndValue("Jenis", "Sertifikat");
        fields.ShouldContainKeyAndValue("Nama", "Siti Rahmawati");
        fields.ShouldContainKeyAndValue("NIP", completed.Person.Nip);
        fields.ShouldContainKeyAndValue("Tempat, tanggal lahir", "Jakarta, 1 Januari 1990");
        fields.ShouldContainKeyAndValue("Pangkat/golongan", "III/b");
        fields.ShouldContainKeyAndValue("Jabatan", "Analis Kepegawaian Ahli Pertama");
        fields.ShouldContainKeyAndValue("Perangkat daerah", "Dinas Perpustakaan dan Kearsipan");
        fields.ShouldContainKeyAndValue("Pelatihan", "E-Bimtek Pengelolaan Arsip Dinamis (DKL-2020-17)");
        fields.ShouldContainKeyAndValue("Angkatan", "3 tahun 2020");
        fields.ShouldContainKeyAndValue("Jam pelajaran", "32 JP");
        fields.ShouldContainKeyAndValue("Tanggal pelaksanaan", "28 Mei s.d. 1 Juni 2020");
        fields.ShouldContainKeyAndValue("Tempat", "Jakarta (daring)");
        fields.ShouldContainKeyAndValue("Nilai", "87,5");
        // 08:00 UTC, in the time that people in Jakarta know.
        fields.ShouldContainKeyAndValue("Lulus pada", "1 Juni 2020 pukul 15.00 WIB");
        fields["Diterbitkan pada"].ShouldMatch("^[0-9]{1,2} [A-Z][a-z]+ 20[0-9]{2} pukul [0-9]{2}[.][0-9]{2} WIB$");
        fields.ShouldContainKeyAndValue("Penyelenggara", "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta");
        fields.ShouldContainKeyAndValue("Ditandatangani oleh", "Kepala Badan Pengembangan Sumber Daya Manusia, Jakarta");
        fields["Kode verifikasi"].Replace("-", "").ShouldBe(code);
        page.ShouldContain("<strong>Sah.</strong>", Case.Sensitive);
    }

    [Fact]
    public async Task The_JSON_has_every_field()
    {
        var (code, completed) = await IssueAsync();
        using var answer = await GetAsync($"/verify/{code}", "application/json");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var number = await service.ScalarAsync<string>("SELECT number FROM certificates WHERE verification_code = $1", code);
        var text = json.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
        json.GetProperty("completedAt").GetDateTimeOffset().ShouldBe(completed.CompletedAt);
        json.GetProperty("issuedAt").GetDateTimeOffset().Offset.ShouldBe(TimeSpan.Zero);
        text.Remove("completedAt");
        text.Remove("issuedAt");
        text.ShouldBe(
            new Dictionary<string, string>
            {
                ["status"] = "valid", ["number"] = number, ["kind"] = "sertifikat", ["name"] = "Siti Rahmawati", ["nip"] = completed.Person.Nip,
                ["birthPlace"] = "Jakarta", ["birthDate"] = "1990-01-01", ["signedAt"] = "Jakarta", ["signatoryName"] = "", ["modules"] = "[]",
                ["signatoryTitle"] = "Kepala Badan Pengembangan Sumber Daya Manusia", ["rank"] = "III/b", ["position"] = "Analis Kepegawaian Ahli Pertama", ["agencyCode"] = "OPD-24",
                ["agencyName"] = "Dinas Perpustakaan dan Kearsipan", ["programmeCode"] = "DKL-2020-17",
                ["programmeTitle"] = "E-Bimtek Pengelolaan Arsip Dinamis", ["angkatan"] = "3", ["year"] = "2020", ["jp"] = "32",
                ["startDate"] = "2020-05-28", ["endDate"] = "2020-06-01", ["place"] = "Jakarta (daring)", ["score"] = "87.50",
                ["institution"] = "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta", ["verificationCode"] = code, ["revokedAt"] = "", ["revocationReason"] = "",
                ["replaces"] = "", ["replacedBy"] = "",
            }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_revoked_certificate_is_said_to_be_revoked_and_never_valid()
    {
        var (code, completed) = await IssueAsync();
        var id = await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", completed.FactId);
        using var revoked = await service.AsTrainingAdmin().PutAsJsonAsync($"/api/certification/certificates/{id}/revocation", new { reason = "Nama <tertukar> dengan peserta lain." });
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await (await GetAsync($"/verify/{code}", "text/html")).Content.ReadAsStringAsync();
        page.ShouldContain("<dd>Dicabut</dd>", Case.Sensitive);
        page.ShouldContain("<dt>Alasan pencabutan</dt><dd>Nama &lt;tertukar&gt; dengan peserta lain.</dd>", Case.Sensitive);
        page.ShouldMatch("<dt>Dicabut pada</dt><dd>[^<]+ WIB</dd>");
        page.ShouldContain("tidak berlaku lagi", Case.Sensitive);
        page.ShouldNotContain("<dd>Sah</dd>", Case.Sensitive);
        page.ShouldNotContain("<strong>Sah", Case.Sensitive);
        page.ShouldNotContain("Sertifikat sah", Case.Sensitive);
        (await (await GetAsync($"/verify/{code}", "application/json")).Content.ReadAsStringAsync()).ShouldContain("\"status\":\"revoked\"", Case.Sensitive);
    }

    [Theory]
    [InlineData($"/verify/{Unknown}")]
    [InlineData("/verify/short")]
    [InlineData("/verify/0123456789ABCDEFGHJKMNPQRU")] // no U in the alphabet
    [InlineData("/verify/0123456789ABCDEFGHJKMNPQRST")] // a letter too many
    [InlineData("/verify/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/verify/'%20OR%20'1'='1")]
    [InlineData("/verify/%D9%A0%D9%A1%D9%A2%D9%A3%D9%A4%D9%A5%D9%A6%D9%A7%D9%A8%D9%A9ABCDEFGHJKMNPQRS")] // digits of another script
    [InlineData("/verify?code=short")]
    [InlineData("/verify?code=%00")]
    public async Task A_code_that_opens_nothing_is_not_found_as_a_page_and_as_a_problem(string address)
    {
        using var page = await GetAsync(address, "text/html");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain("Tidak ada sertifikat dengan kode verifikasi ini", Case.Sensitive);
        html.ShouldNotContain("<script", Case.Insensitive);
        ShouldBeKeptByNobody(page);

        using var problem = await GetAsync(address, "application/json");
        (await ProblemAsync(problem, HttpStatusCode.NotFound)).ShouldContain("urn:bpsdm:problem:not-found", Case.Sensitive);
        ShouldBeKeptByNobody(problem);
    }

    [Fact]
    public async Task An_endless_code_is_not_found_either()
    {
        using var page = await GetAsync($"/verify/{new string('A', 4_000)}", "text/html");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_code_as_people_type_it_leads_to_its_page()
    {
        var (code, _) = await IssueAsync();
        var lower = code.ToLowerInvariant();
        string[] typed =
        [
            code, lower, $"  {code} ", string.Join(' ', code.Chunk(4).Select(c => new string(c))),
            string.Join('-', lower.Chunk(5).Select(c => new string(c))), lower.Replace('1', 'l').Replace('0', 'o'), code.Replace('1', 'I').Replace('0', 'O'),
        ];
        foreach (var text in typed)
        {
            using var answer = await GetAsync($"/verify?code={Uri.EscapeDataString(text)}", "text/html");
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, text);
            answer.Headers.Location!.ToString().ShouldBe($"/verify/{code}");
            // And where it is typed into the address itself.
            using var direct = await GetAsync($"/verify/{Uri.EscapeDataString(text.Trim())}", "text/html");
            direct.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        }
    }

    [Fact]
    public async Task Without_a_code_there_is_a_form_to_type_it_into()
    {
        foreach (var address in (string[])["/verify", "/verify?code=", "/verify?code=%20"])
        {
            using var answer = await GetAsync(address, "text/html");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("<form action=\"/verify\" method=\"get\">", Case.Sensitive);
            ShouldBeKeptByNobody(answer);
        }
    }

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("image/png", "text/html")]
    [InlineData("nonsense", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, */*;q=0.5", "application/json")]
    [InlineData("application/json, text/plain, */*", "application/json")]
    [InlineData("text/html;q=0.5, application/json;q=0.9", "application/json")]
    [InlineData("text/html, application/json;q=0.9", "text/html")]
    public async Task Programs_that_ask_for_JSON_get_it_and_everybody_else_a_page(string accept, string expected)
    {
        var (code, _) = await IssueAsync();
        using var answer = await GetAsync($"/verify/{code}", accept);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(expected);
        answer.Headers.Vary.ShouldContain("Accept");
        ShouldBeKeptByNobody(answer);
    }

    [Fact]
    public async Task A_name_that_is_markup_stays_a_name()
    {
        const string Hostile = "<script>alert(\"1\")</script><img src=x onerror='alert(2)'>&amp;";
        var (code, _) = await IssueAsync(Hostile, CertificationFixture.Offering(title: "</title><b>Arsip", place: "\"><iframe>"));
        using var answer = await GetAsync($"/verify/{code}", "text/html");
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain($"<dd>{WebUtility.HtmlEncode(Hostile).Replace("&#39;", "&#x27;")}</dd>", Case.Sensitive);
        foreach (var markup in (string[])["<script", "<img", "<iframe", "<b>", "onerror='"]) page.ShouldNotContain(markup, Case.Insensitive);
        Regex.Count(page, "</title>").ShouldBe(1);
        using var json = await GetAsync($"/verify/{code}", "application/json");
        JsonDocument.Parse(await json.Content.ReadAsStringAsync()).RootElement.GetProperty("name").GetString().ShouldBe(Hostile);
    }

    [Fact]
    public async Task The_page_may_load_nothing_but_its_own_style_and_be_framed_by_nobody()
    {
        var (code, _) = await IssueAsync();
        foreach (var address in (string[])["/verify", $"/verify/{code}", $"/verify/{Unknown}"])
        {
            using var answer = await GetAsync(address, "text/html");
            var page = await answer.Content.ReadAsStringAsync();
            var style = Regex.Match(page, "(?<=<style>).*?(?=</style>)", RegexOptions.Singleline).Value;
            answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldBe(
                $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; " +
                "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            page.ShouldNotContain(" style=", Case.Insensitive);
            page.ShouldNotContain("http", Case.Insensitive);
        }
    }

    private static void ShouldBeKeptByNobody(HttpResponseMessage answer)
    {
        answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
        answer.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    private async Task<(string Code, CompletedParticipant Completed)> IssueAsync(string name = "Siti Rahmawati", OfferingSummary? offering = null)
    {
        var completed = service.Completed(name: name);
        await service.IssueAsync(new() { Offering = offering ?? CertificationFixture.Offering(), Participants = [completed] });
        var code = await service.ScalarAsync<string>("SELECT verification_code FROM certificates WHERE completion_id = $1", completed.FactId);
        return (code, completed);
    }

    private async Task<HttpResponseMessage> GetAsync(string address, string accept)
    {
        // On Kestrel, the factory's client follows redirects whatever its options say.
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service.ClientOptions.BaseAddress };
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accept.Length > 0) request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request);
    }
}
