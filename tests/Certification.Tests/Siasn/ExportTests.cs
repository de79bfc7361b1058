using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests.Siasn;

[Collection(CertificationTests.Name)]
public sealed class ExportTests(CertificationFixture service) : SiasnTest(service)
{
    [Fact]
    public async Task A_record_has_the_fields_of_SIASN_in_JSON_and_CSV_and_stays_as_it_is()
    {
        var (export, certificate) = (Guid.NewGuid(), (await IssueAsync(1))[0]);
        Counts(await ExportAsync(export)).ShouldBe((1, 1, 0, 0));

        var record = (await Hr.GetFromJsonAsync<JsonElement>($"{Api}/{export}/records")).EnumerateArray().ShouldHaveSingleItem();
        var number = await Service.ScalarAsync<string>("SELECT number FROM certificates WHERE id = $1", certificate);
        var nip = await Service.ScalarAsync<string>("SELECT nip FROM certificates WHERE id = $1", certificate);
        (string Name, string Value)[] expected =
        [
            ("id", certificate.ToString()), ("nip", nip), ("namaKursus", "E-Bimtek Pengelolaan Arsip Dinamis"),
            ("institusiPenyelenggara", "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta"), ("jenisKursus", "technical"), ("jumlahJam", "32"),
            ("nomorSertipikat", number), ("tahunKursus", "2020"), ("tanggalKursus", "28-05-2020"), ("tanggalSelesaiKursus", "01-06-2020"),
            ("menggantikanNomor", ""),
        ];
        record.EnumerateObject().Select(p => (p.Name, p.Value.ToString())).ShouldBe(expected);

        using var answer = await Hr.GetAsync($"{Api}/{export}/records?format=csv");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        var csv = await answer.Content.ReadAsStringAsync();
        csv.Split("\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ShouldBe(
            [string.Join(',', expected.Select(e => e.Name)), string.Join(',', expected.Select(e => e.Value))]);

        using var renamed = new Replica(Service, ("Certification:Institution", "Pusdiklat"), ("Siasn:CourseKinds:technical", "T"));
        (await renamed.AsTrainingAdmin().GetStringAsync($"{Api}/{export}/records?format=csv")).ShouldBe(csv, "an export is fetched again as it was");
        await IssueAsync(1);
        var next = Guid.NewGuid();
        using var made = await renamed.AsTrainingAdmin().PutAsJsonAsync($"{Api}/{next}", June);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Hr.GetStringAsync($"{Api}/{next}/records?format=csv")).ShouldContain(",Pusdiklat,T,32,");
    }

    [Fact]
    public async Task A_text_that_looks_like_a_formula_is_none_in_the_CSV_and_itself_in_the_JSON()
    {
        var (export, title) = (Guid.NewGuid(), "=HYPERLINK(\"http://x\",\"y\"), bagian 2");
        await IssueAsync(1, CertificationFixture.Offering(title: title));
        await ExportAsync(export);
        (await Hr.GetStringAsync($"{Api}/{export}/records?format=csv")).ShouldContain(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\"), bagian 2\",");
        (await Hr.GetFromJsonAsync<JsonElement>($"{Api}/{export}/records"))[0].GetProperty("namaKursus").GetString().ShouldBe(title);
    }

    [Fact]
    public async Task A_record_is_exported_once_by_period_and_agency()
    {
        var inMay = CertificationFixture.Offering() with { StartDate = new(2020, 5, 4), EndDate = new(2020, 5, 31) };
        var (june, may) = (await IssueAsync(3), await IssueAsync(2, inMay));
        var (first, second, third, fourth) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Counts(await ExportAsync(first, new { from = "2020-06-01", to = "2020-06-01", agency = Agency })).Records.ShouldBe(3);
        Counts(await ExportAsync(second)).Records.ShouldBe(0);
        Counts(await ExportAsync(third, new { from = "2020-05-01", to = "2020-06-30", agency = Agency + "x" })).Records.ShouldBe(0);
        Counts(await ExportAsync(fourth, new { from = "2020-05-01", to = "2020-06-30", agency = Agency })).Records.ShouldBe(2);
        (await IdsAsync(first)).ShouldBe(june, ignoreOrder: true);
        (await IdsAsync(fourth)).ShouldBe(may, ignoreOrder: true);
    }

    [Fact]
    public async Task A_revoked_certificate_is_no_course_record()
    {
        var (export, ids) = (Guid.NewGuid(), await IssueAsync(2));
        using var admin = Service.AsTrainingAdmin();
        (await admin.PutAsJsonAsync($"/api/certification/certificates/{ids[0]}/revocation", new { reason = "Data kehadiran keliru." })).IsSuccessStatusCode.ShouldBeTrue();
        await ExportAsync(export);
        (await IdsAsync(export)).ShouldBe([ids[1]]);
    }

    [Fact]
    public async Task A_corrected_certificate_is_a_record_that_names_the_one_it_takes_the_place_of()
    {
        var (first, second, old) = (Guid.NewGuid(), Guid.NewGuid(), (await IssueAsync(1))[0]);
        await ExportAsync(first);
        using var admin = Service.AsTrainingAdmin();
        using var answer = await admin.PutAsJsonAsync($"/api/certification/certificates/{old}/replacement", new { name = "Siti Rahmawati Dewi", reason = "Nama tidak lengkap." });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        await ExportAsync(second);
        var record = (await Hr.GetFromJsonAsync<JsonElement>($"{Api}/{second}/records")).EnumerateArray().ShouldHaveSingleItem();
        record.GetProperty("id").GetGuid().ShouldNotBe(old);
        record.GetProperty("menggantikanNomor").GetString().ShouldBe(await Service.ScalarAsync<string>("SELECT number FROM certificates WHERE id = $1", old));
        (await IdsAsync(first)).ShouldBe([old]);
    }

    [Fact]
    public async Task The_same_id_makes_one_export_also_at_the_same_moment_and_another_body_is_refused()
    {
        var (export, ids) = (Guid.NewGuid(), await IssueAsync(20));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Hr.PutAsJsonAsync($"{Api}/{export}", June)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(7);
        await IssueAsync(1);
        Counts(await ExportAsync(export, status: HttpStatusCode.OK)).Records.ShouldBe(20);
        (await IdsAsync(export)).ShouldBe(ids, ignoreOrder: true);
        await ProblemAsync(await Hr.PutAsJsonAsync($"{Api}/{export}", new { from = "2020-06-01", to = "2020-06-29", agency = Agency }), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Exports_at_the_same_moment_share_no_record_and_leave_none()
    {
        var ids = await IssueAsync(400);
        var exports = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToList();
        using var replica = new Replica(Service);
        using var other = replica.AsTrainingAdmin();
        await Task.WhenAll(exports.Select((id, i) => (i % 2 == 0 ? Hr : other).PutAsJsonAsync($"{Api}/{id}", June)));
        var exported = new List<Guid>();
        foreach (var export in exports) exported.AddRange(await IdsAsync(export));
        exported.ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task The_list_is_paged_from_the_newest_on()
    {
        var exports = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            exports.Add(Guid.NewGuid());
            await ExportAsync(exports[i]);
        }
        var first = await Hr.GetFromJsonAsync<JsonElement>($"{Api}?limit=2");
        first.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetGuid()).ShouldBe([exports[2], exports[1]]);
        var second = await Hr.GetFromJsonAsync<JsonElement>($"{Api}?limit=1&after={first.GetProperty("next").GetString()}");
        second.GetProperty("items")[0].GetProperty("id").GetGuid().ShouldBe(exports[0]);
        foreach (var query in (string[])["limit=0", "limit=501", "after=AX%00", "after=nonsense"])
            await ProblemAsync(await Hr.GetAsync($"{Api}?{query}"), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("{}", "from")]
    [InlineData("""{"from":"2020-06-01"}""", "to")]
    [InlineData("""{"from":"2020-06-02","to":"2020-06-01"}""", "to")]
    [InlineData("""{"from":"01-06-2020","to":"2020-06-01"}""", "from")]
    [InlineData("""{"from":"2020-06-01","to":"2020-06-02","agency":""}""", "agency")]
    [InlineData("""{"from":"2020-06-01","to":"2020-06-02","agency":"OPD 24"}""", "agency")]
    [InlineData("""{"from":"2020-06-01","to":"2020-06-02","agency":"\u0000"}""", "agency")]
    public async Task A_bad_request_is_refused_by_name_and_makes_nothing(string body, string field)
    {
        var export = Guid.NewGuid();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await ProblemAsync(await Hr.PutAsync($"{Api}/{export}", content), HttpStatusCode.BadRequest)).ShouldContain(field);
        await ProblemAsync(await Hr.GetAsync($"{Api}/{export}"), HttpStatusCode.NotFound);
        await ProblemAsync(await Hr.GetAsync($"{Api}/{export}/records?format=xlsx"), HttpStatusCode.BadRequest);
    }
}
