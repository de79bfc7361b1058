using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>A person's hours by year with the certificates that prove them.</summary>
[Collection(CertificationTests.Name)]
public sealed class TranscriptTests(CertificationFixture service)
{
    private const string Api = "/api/certification", Why = "Nama salah eja di data kepegawaian.";

    [Fact]
    public async Task Years_count_what_holds_list_what_was_revoked_and_name_a_replacement_once()
    {
        var (nip, ids) = await LearnedAsync();
        using var admin = service.AsTrainingAdmin();
        (await admin.PutAsJsonAsync($"{Api}/certificates/{ids[0]}/revocation", new { reason = Why })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.PutAsJsonAsync($"{Api}/certificates/{ids[2]}/replacement", new { name = "Siti R.", reason = Why })).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var learner = service.AsLearner(nip);
        var mine = await learner.GetFromJsonAsync<JsonElement>($"{Api}/my/transcript");
        mine.GetProperty("jp").GetInt32().ShouldBe(64);
        mine.GetProperty("name").GetString().ShouldBe("Siti R.");
        mine.GetProperty("years").EnumerateArray().Select(y => (y.GetProperty("year").GetInt32(), y.GetProperty("jp").GetInt32(), string.Join(' ', y.GetProperty("certificates").EnumerateArray().Select(c => c.GetProperty("status").GetString()))))
            .ShouldBe([(2021, 32, "valid"), (2020, 32, "valid revoked")]);
        (await admin.GetStringAsync($"{Api}/employees/{nip}/transcript")).ShouldBe(mine.ToString());

        var text = await Programs.RunOnAsync(await learner.GetByteArrayAsync($"{Api}/my/transcript.pdf"), "sh", "-c", "pdftotext -layout \"$0\" -");
        text.ShouldContain("Siti R.", Case.Sensitive);
        text.ShouldContain("Jumlah 64 JP", Case.Sensitive);
        text.ShouldMatch("Tahun 2021 +32");
        text.ShouldMatch("Tahun 2020 +32");
        text.ShouldContain("dicabut", Case.Sensitive);
        foreach (var certificate in mine.GetProperty("years").EnumerateArray().SelectMany(y => y.GetProperty("certificates").EnumerateArray()))
            text.ShouldContain(certificate.GetProperty("number").GetString()!, Case.Sensitive);
    }

    [Fact]
    public async Task It_is_for_the_person_BPSDM_and_the_admin_of_the_agency_of_the_newest_certificate()
    {
        var (nip, _) = await LearnedAsync(["OPD-24", "OPD-24", "OPD-07"]);
        foreach (var path in (string[])[$"{Api}/employees/{nip}/transcript", $"{Api}/employees/{nip}/transcript.pdf"])
        {
            (await service.AsTrainingAdmin().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await service.AsAgencyAdmin("OPD-07").GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
            foreach (var client in (HttpClient[])[service.AsAgencyAdmin("OPD-24"), service.As(Roles.AgencyAdmin), service.AsLearner(nip), service.AsHrSystem(), service.As(Roles.Operator)])
                (await ProblemAsync(await client.GetAsync(path), HttpStatusCode.Forbidden)).ShouldNotContain("Siti");
            await ProblemAsync(await service.Anonymous().GetAsync(path), HttpStatusCode.Unauthorized);
        }
        // Who is unknown looks to an agency as who is another's.
        foreach (var other in (string[])["198706142010012003", "12345", "'%20OR%20'1'='1"])
        {
            await ProblemAsync(await service.AsAgencyAdmin("OPD-07").GetAsync($"{Api}/employees/{other}/transcript"), HttpStatusCode.Forbidden);
            await ProblemAsync(await service.AsTrainingAdmin().GetAsync($"{Api}/employees/{other}/transcript.pdf"), HttpStatusCode.NotFound);
        }
        (await ProblemAsync(await service.As(Roles.Learner).GetAsync($"{Api}/my/transcript"), HttpStatusCode.Forbidden)).ShouldContain("NIP");
    }

    [Fact]
    public async Task A_long_life_of_learning_takes_more_pages_and_loses_no_line()
    {
        var nip = service.Completed().Person.Nip;
        for (var n = 0; n < 40; n++)
            await service.IssueAsync(new() { Offering = CertificationFixture.Offering(title: $"Pelatihan ke-{n}."), Participants = [service.Completed(nip, at: At(1990 + (n / 4)))] });
        var text = await Programs.RunOnAsync(await service.AsLearner(nip).GetByteArrayAsync($"{Api}/my/transcript.pdf"), "sh", "-c", "pdftotext -layout \"$0\" -");
        text.ShouldContain("Halaman 4 dari 4", Case.Sensitive);
        for (var n = 0; n < 40; n++) text.ShouldContain($"Pelatihan ke-{n}.", Case.Sensitive);
    }

    private static DateTimeOffset At(int year) => new(year, 6, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Two certificates of 2020 and one of the first minutes of 2021 in Jakarta.</summary>
    private async Task<(string Nip, Guid[] Certificates)> LearnedAsync(string[]? agencies = null)
    {
        DateTimeOffset[] times = [At(2020), At(2020).AddDays(9), new(2020, 12, 31, 17, 5, 0, TimeSpan.Zero)];
        var nip = service.Completed().Person.Nip;
        var ids = new List<Guid>();
        for (var n = 0; n < times.Length; n++)
        {
            var completed = service.Completed(nip, at: times[n], agency: agencies?[n] ?? "OPD-24");
            await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [completed] });
            ids.Add(await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", completed.FactId));
        }
        return (nip, [.. ids]);
    }
}
