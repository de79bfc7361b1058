using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Certification;
using Bpsdm.Testing;
using MiniExcelLibs;

namespace Bpsdm.Enrolment.Tests;

/// <summary>Certificates become learning hours of their holders, of the year in which they completed, each once.</summary>
[Collection(RegisterCollection.Name)]
public sealed class JpTests(RegisterFixture service) : EnrolmentTest(service)
{
    private const string Imports = "/api/enrolment/employees/imports";

    [Fact]
    public async Task A_learner_sees_what_they_earned_and_what_is_missing()
    {
        var employee = (await BeginAsync(2)).First(e => e.Rank == "III/a");
        var certificate = Certificate(employee, 8, new DateTimeOffset(2020, 6, 1, 3, 0, 0, TimeSpan.Zero));
        await IssueAsync(certificate);

        var mine = await Service.AsLearner(employee.Nip).GetFromJsonAsync<JsonElement>("/api/enrolment/my/jp?year=2020");
        var account = await AccountAsync(employee, 2020);

        mine.ToString().ShouldBe(account.ToString());
        Numbers(mine, "jp", "right", "missing").ShouldBe([8, 20, 12]);
        mine.GetProperty("certificates").EnumerateArray().Single().GetProperty("number").GetString().ShouldBe(certificate.Number);
        Numbers(await AccountAsync(employee, 2019), "jp", "missing").ShouldBe([0, 20]);
    }

    [Fact]
    public async Task The_year_is_that_of_the_completion_in_wib()
    {
        var employee = (await BeginAsync(1)).Single();
        await IssueAsync(
            Certificate(employee, 3, new DateTimeOffset(2020, 12, 31, 16, 59, 59, TimeSpan.Zero)),
            Certificate(employee, 5, new DateTimeOffset(2020, 12, 31, 17, 0, 0, TimeSpan.Zero)));

        Numbers(await AccountAsync(employee, 2020), "jp").ShouldBe([3]);
        Numbers(await AccountAsync(employee, 2021), "jp").ShouldBe([5]);
    }

    [Fact]
    public async Task A_pppk_has_the_right_that_is_set_and_nobody_has_one_before_there_was_a_rule()
    {
        var pppk = (await BeginAsync(10)).Single(e => e.Rank == "IX");

        Numbers(await AccountAsync(pppk, 2020), "right", "missing").ShouldBe([12, 12]);
        (await AccountAsync(pppk, 2016)).GetProperty("right").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Deliveries_that_are_repeated_mixed_and_side_by_side_count_each_certificate_once()
    {
        var employees = await BeginAsync(40, "OPD-03");
        var certificates = employees.SelectMany(e => Enumerable.Range(0, 5).Select(_ => Certificate(e, 6))).ToArray();
        Random.Shared.Shuffle(certificates);

        // Each certificate in three messages, in three orders, and each message twice.
        var messages = certificates.Chunk(20).Concat(certificates.Reverse().Chunk(33)).Concat(certificates.OrderBy(c => c.Nip).Chunk(7))
            .Select(c => (Id: Guid.CreateVersion7(), Message: new CertificateIssued { OfferingId = Guid.CreateVersion7(), Certificates = c })).ToArray();
        await Task.WhenAll(messages.Concat(messages).Select(m => Service.Broker.PublishAsync(m.Message, m.Id)));
        await Eventually.SeeAsync(() => Service.CountAsync(
            "SELECT count(*) FROM messaging.inbox_messages WHERE consumer = 'jp' AND message_id = ANY($1)", (object)messages.Select(m => m.Id).ToArray()), n => n == messages.Length);

        (await Service.CountAsync("SELECT count(*) FROM jp_entries")).ShouldBe(200);
        (await Service.CountAsync("SELECT count(*) FROM jp_accounts WHERE jp = 30")).ShouldBe(40);
        var summary = (await AgencyAsync("OPD-03")).GetProperty("summary");
        Numbers(summary, "employees", "withRight", "fulfilled", "jp").ShouldBe([40, 40, 40, 1200]);
        await TotalsAreExactAsync();
    }

    [Fact]
    public async Task Totals_follow_whoever_moves_leaves_comes_back_or_comes_late()
    {
        var employees = await BeginAsync(20);
        var late = Roster.Take(1).Single();
        await IssueAsync([.. employees.Select(e => Certificate(e, 20)), Certificate(late, 25)]);
        await TotalsAreExactAsync();

        await SendAsync(employees[..5].Select(e => e with { AgencyCode = "OPD-03" }).Append(late with { AgencyCode = "OPD-03" }));
        Numbers((await AgencyAsync("OPD-01")).GetProperty("summary"), "employees", "fulfilled", "jp").ShouldBe([15, 15, 300]);
        Numbers((await AgencyAsync("OPD-03")).GetProperty("summary"), "employees", "fulfilled", "jp").ShouldBe([6, 6, 125]);
        await TotalsAreExactAsync();

        await CompletedAsync(await UploadAsync(Service.AsHrSystem(), $"{Imports}?mode=full", Roster.RegisterCsv(employees[5..])));
        Numbers((await AgencyAsync("OPD-03")).GetProperty("summary"), "employees", "fulfilled", "jp").ShouldBe([0, 0, 0]);
        await IssueAsync(Certificate(late, 1));
        await TotalsAreExactAsync();

        await SendAsync([late]);
        Numbers((await AgencyAsync("OPD-01")).GetProperty("summary"), "employees", "fulfilled", "jp").ShouldBe([16, 16, 326]);
        await TotalsAreExactAsync();
        await Service.MigrateAsync();
        await TotalsAreExactAsync();
        var province = await Service.AsHrSystem().GetFromJsonAsync<JsonElement>("/api/enrolment/jp/province?year=2020");
        Numbers(province.GetProperty("summary"), "employees", "fulfilled", "jp").ShouldBe([16, 16, 326]);
        province.GetProperty("agencies").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Pages_of_who_is_behind_hold_each_once_and_the_files_hold_them_all()
    {
        var employees = await BeginAsync(30, "OPD-02");
        var fulfilled = employees.Where((_, i) => i % 3 == 0).ToArray();
        await IssueAsync([.. fulfilled.Select(e => Certificate(e, 20)), Certificate(employees[1], 7)]);
        var expected = employees.Except(fulfilled).Select(e => e.Nip).Order().ToArray();

        var (nips, next) = (new List<string>(), (string?)"");
        while (next is not null)
        {
            var behind = (await AgencyAsync("OPD-02", $"&limit=7&after={next}")).GetProperty("behind");
            nips.AddRange(behind.GetProperty("items").EnumerateArray().Select(b => b.GetProperty("nip").GetString()!));
            next = behind.GetProperty("next").GetString();
        }
        var csv = await Service.AsAgencyAdmin("OPD-02").GetStringAsync("/api/enrolment/jp/agencies/OPD-02?year=2020&format=csv");
        using var xlsx = new MemoryStream(await Service.AsAgencyAdmin("OPD-02").GetByteArrayAsync("/api/enrolment/jp/agencies/OPD-02?year=2020&format=xlsx"));
        var cells = MiniExcel.Query(xlsx, useHeaderRow: true).Cast<IDictionary<string, object>>().ToArray();

        nips.ShouldBe(expected);
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]).ShouldBe(expected);
        cells.Select(c => (string)c["nip"]).ShouldBe(expected);
        cells.Single(c => (string)c["nip"] == employees[1].Nip)["missing"].ShouldBe(employees[1].Rank == "IX" ? 5.0 : 13.0);
    }

    [Fact]
    public async Task What_a_spreadsheet_would_run_is_text_in_both_files()
    {
        await service.EmptyAsync();
        var employee = Roster.Take(1).Single() with { Name = "=HYPERLINK(\"\"http://x\"\")&<b>" };
        await SendAsync([employee with { Name = $"\"{employee.Name}\"" }]);

        var csv = await Service.AsTrainingAdmin().GetStringAsync("/api/enrolment/jp/agencies/OPD-01?format=csv");
        using var xlsx = new MemoryStream(await Service.AsTrainingAdmin().GetByteArrayAsync("/api/enrolment/jp/agencies/OPD-01?format=xlsx"));
        using var archive = new System.IO.Compression.ZipArchive(xlsx);
        using var sheet = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = await sheet.ReadToEndAsync();

        csv.ShouldContain("'=HYPERLINK");
        xml.ShouldContain("=HYPERLINK");
        xml.ShouldNotContain("<f>");
        MiniExcel.Query(xlsx, useHeaderRow: true).Cast<IDictionary<string, object>>().Single()["name"].ShouldBe("=HYPERLINK(\"http://x\")&<b>");
    }

    [Theory]
    [InlineData("province?format=csv", "text/csv", "OPD-01,Badan Kepegawaian Daerah,1,1,0,0,8")]
    [InlineData("accounts/{0}?format=csv", "text/csv", "2020-06-01,8")]
    [InlineData("province?format=xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", null)]
    [InlineData("accounts/{0}?format=xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", null)]
    public async Task Every_list_is_a_file_too(string path, string type, string? content)
    {
        var employee = (await BeginAsync(1)).Single();
        await IssueAsync(Certificate(employee, 8));

        using var response = await Service.AsHrSystem().GetAsync($"/api/enrolment/jp/{string.Format(System.Globalization.CultureInfo.InvariantCulture, path, employee.Nip)}&year=2020");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        if (content is not null) (await response.Content.ReadAsStringAsync()).ShouldContain(content);
        else MiniExcel.Query(await response.Content.ReadAsStreamAsync()).Count().ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("year=1999", "year")]
    [InlineData("year=2101", "year")]
    [InlineData("year=abc", "year")]
    [InlineData("format=pdf", "format")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("after=123", "after")]
    public async Task A_question_that_cannot_be_is_refused_with_its_field(string query, string field)
    {
        var employee = (await BeginAsync(1)).Single();
        foreach (var (client, path) in ((HttpClient, string)[])
        [
            (Service.AsLearner(employee.Nip), "my/jp"), (Service.AsTrainingAdmin(), $"jp/accounts/{employee.Nip}"),
            (Service.AsTrainingAdmin(), "jp/agencies/OPD-01"), (Service.AsTrainingAdmin(), "jp/province"),
        ])
        {
            using var response = await client.GetAsync($"/api/enrolment/{path}?{query}");
            JsonSerializer.Serialize(await ProblemAsync(response, HttpStatusCode.BadRequest)).ShouldContain(field);
        }
    }

    [Fact]
    public async Task An_agencys_admin_sees_the_own_agencys_accounts_only()
    {
        var employee = (await BeginAsync(1, "OPD-03")).Single();
        (await Service.AsAgencyAdmin("OPD-03").GetAsync($"/api/enrolment/jp/accounts/{employee.Nip}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Service.AsAgencyAdmin("OPD-03").GetAsync("/api/enrolment/jp/agencies/OPD-03")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])[$"accounts/{employee.Nip}", "agencies/OPD-03", "agencies/OPD-03?format=csv", $"accounts/{employee.Nip}?format=xlsx"])
        {
            using var response = await Service.AsAgencyAdmin("OPD-01").GetAsync($"/api/enrolment/jp/{path}");
            await ProblemAsync(response, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_revoked_certificate_is_taken_back_once_whether_it_is_told_before_or_after_its_issue()
    {
        var employees = await BeginAsync(3, "OPD-03");
        IssuedCertificate[] certificates = [.. employees.Select(e => Certificate(e, 20)), Certificate(employees[0], 4)];
        await IssueAsync(certificates[0], certificates[1], certificates[3]);
        // The third is revoked before it is issued; the first is revoked twice over.
        await RevokeAsync(certificates[0], certificates[2]);
        await RevokeAsync(certificates[0]);
        await RevokeAsync(certificates[0]);
        await TellAsync(new CertificateIssued { OfferingId = Guid.CreateVersion7(), Certificates = certificates }, consumers: 2);

        Numbers((await AgencyAsync("OPD-03")).GetProperty("summary"), "employees", "fulfilled", "jp").ShouldBe([3, 1, 24]);
        var account = await AccountAsync(employees[0], 2020);
        Numbers(account, "jp", "missing").ShouldBe([4, 16]);
        account.GetProperty("certificates").EnumerateArray().ShouldHaveSingleItem().GetProperty("jp").GetInt32().ShouldBe(4);
        (await Service.CountAsync("SELECT count(*) FROM completions WHERE id = ANY($1) AND revoked_at IS NOT NULL", (object)certificates.Select(c => c.CompletionId).ToArray())).ShouldBe(2);
        await TotalsAreExactAsync();
    }

    [Fact]
    public async Task A_replaced_certificate_leaves_the_hours_as_they_are_whether_it_is_told_before_or_after_its_issue_and_its_revocation()
    {
        var employees = await BeginAsync(4, "OPD-03");
        IssuedCertificate[] old = [.. employees.Select(e => Certificate(e, 20))];
        IssuedCertificate[] replacements = [.. old.Select(o => Replacement(o))];
        var last = Replacement(replacements[3]);
        await IssueAsync(old[0], old[1]);
        // The second's replacement is revoked before it is told of; the third is replaced before it is issued; the fourth's second replacement comes before the first.
        await RevokeAsync(replacements[1]);
        await ReplaceAsync((replacements[3], last));
        await ReplaceAsync([.. old.Zip(replacements)]);
        await ReplaceAsync((old[0], replacements[0]));
        await TellAsync(new CertificateIssued { OfferingId = Guid.CreateVersion7(), Certificates = old }, consumers: 2);

        (await Task.WhenAll(employees.Select(async e => Numbers(await AccountAsync(e, 2020), "jp")[0]))).ShouldBe([20, 0, 20, 20]);
        (await AccountAsync(employees[0], 2020)).GetProperty("certificates").EnumerateArray().ShouldHaveSingleItem().GetProperty("number").GetString().ShouldBe(replacements[0].Number);
        (await AccountAsync(employees[3], 2020)).GetProperty("certificates").EnumerateArray().ShouldHaveSingleItem().GetProperty("number").GetString().ShouldBe(last.Number);
        (await Service.CountAsync("SELECT count(*) FROM completions WHERE id = ANY($1) AND revoked_at IS NULL", (object)old.Select(c => c.CompletionId).ToArray())).ShouldBe(3);
        await TotalsAreExactAsync();
    }

    private static IssuedCertificate Replacement(IssuedCertificate of)
    {
        var id = Guid.CreateVersion7();
        return of with { FactId = id, CertificateId = id, Number = $"801/{id:N}/BPSDM/2020", IssuedAt = of.IssuedAt.AddDays(2) };
    }

    private Task ReplaceAsync(params (IssuedCertificate Old, IssuedCertificate New)[] pairs) => TellAsync(
        new CertificateReplaced
        {
            OfferingId = Guid.CreateVersion7(),
            Certificates = [.. pairs.Select(p => new ReplacedCertificate(p.New.CertificateId, p.Old, p.New, "Nama salah eja.", p.New.IssuedAt))],
        }, consumers: 1);

    private async Task RevokeAsync(params IssuedCertificate[] certificates)
    {
        await TellAsync(
            new CertificateRevoked
            {
                OfferingId = Guid.CreateVersion7(),
                Certificates = [.. certificates.Select(c => new RevokedCertificate(Guid.CreateVersion7(), c, "Kehadiran dititipkan.", c.IssuedAt.AddDays(1)))],
            }, consumers: 1);
    }

    private async Task TellAsync<T>(T message, int consumers) where T : class
    {
        var id = Guid.CreateVersion7();
        await Service.Broker.PublishAsync(message, id);
        await Eventually.SeeAsync(() => Service.CountAsync("SELECT count(*) FROM messaging.inbox_messages WHERE message_id = $1", id), n => n == consumers);
    }

    private async Task<RosterEmployee[]> BeginAsync(int count, string agency = "OPD-01")
    {
        await service.EmptyAsync();
        return await RegisteredAsync(count, agency);
    }

    private static IssuedCertificate Certificate(RosterEmployee e, int jp, DateTimeOffset? completedAt = null)
    {
        var id = Guid.CreateVersion7();
        var at = completedAt ?? new DateTimeOffset(2020, 6, 1, 3, 0, 0, TimeSpan.Zero);
        return new IssuedCertificate(Guid.CreateVersion7(), id, Guid.CreateVersion7(), Guid.CreateVersion7(), e.Nip, e.AgencyCode, "sertifikat", $"800/{id:N}/BPSDM/2020", jp, at, at);
    }

    private async Task IssueAsync(params IssuedCertificate[] certificates)
    {
        await Service.Broker.PublishAsync(new CertificateIssued { OfferingId = Guid.CreateVersion7(), Certificates = certificates });
        await Eventually.SeeAsync(() => Service.CountAsync(
            "SELECT count(*) FROM jp_entries WHERE certificate_id = ANY($1)", (object)certificates.Select(c => c.CertificateId).ToArray()), n => n == certificates.Length);
    }

    private async Task SendAsync(IEnumerable<RosterEmployee> employees) =>
        await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Imports, Roster.RegisterCsv(employees)));

    private Task<JsonElement> AccountAsync(RosterEmployee employee, int year) =>
        Service.AsHrSystem().GetFromJsonAsync<JsonElement>($"/api/enrolment/jp/accounts/{employee.Nip}?year={year}");

    private Task<JsonElement> AgencyAsync(string code, string query = "") =>
        Service.AsTrainingAdmin().GetFromJsonAsync<JsonElement>($"/api/enrolment/jp/agencies/{code}?year=2020{query}");

    private static long[] Numbers(JsonElement json, params string[] names) => [.. names.Select(n => json.GetProperty(n).GetInt64())];

    /// <summary>What is kept as it goes against what a count of everything says.</summary>
    private async Task TotalsAreExactAsync() =>
        (await Service.CountAsync(
            """
            SELECT count(*) FROM (
              SELECT a.year, e.agency_code, e.kind, sum(a.jp) AS jp, count(*) FILTER (WHERE a.jp >= CASE e.kind WHEN 'pns' THEN 20 ELSE 12 END) AS fulfilled
              FROM (SELECT nip, year, sum(jp) AS jp FROM jp_entries WHERE revoked_at IS NULL GROUP BY nip, year) a JOIN employees e ON e.nip = a.nip
              WHERE e.left_at IS NULL GROUP BY 1, 2, 3) x
            FULL JOIN jp_totals t USING (year, agency_code, kind)
            WHERE (COALESCE(x.jp, 0), COALESCE(x.fulfilled, 0)) <> (COALESCE(t.jp, 0), COALESCE(t.fulfilled, 0))
            """)).ShouldBe(0);
}
