using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests;

/// <summary>The page behind the certificate: what was taught, as the catalogue scheduled it.</summary>
[Collection(CertificationTests.Name)]
public sealed class CurriculumTests(CertificationFixture service)
{
    [Fact]
    public async Task The_second_page_and_the_public_page_list_the_modules_with_their_hours()
    {
        var offering = CertificationFixture.Offering();
        await ScheduleAsync(offering, [Module(1, "Kebijakan kearsipan & etika", 8, "live"), Module(2, "Arsip dinamis", 16, "self-paced"), Module(3, "Praktik", 8, "face-to-face")]);
        // It is told again, with another curriculum: an offering keeps the one that it was scheduled with.
        await ScheduleAsync(offering, [Module(1, "Lain", 2, "live"), Module(9, "Lain lagi", 3, "live")]);
        var (id, code) = await IssueAsync(offering);

        var pages = await PagesAsync(id);
        pages.Length.ShouldBe(2);
        Lines(pages[1]).ShouldBe(
        [
            "DAFTAR MATA PELAJARAN", "E-Bimtek Pengelolaan Arsip Dinamis", "Angkatan 3 Tahun 2020, 28 Mei s.d. 1 Juni 2020", "No. Mata pelajaran Metode JP",
            "1 Kebijakan kearsipan & etika Daring langsung 8", "2 Arsip dinamis Belajar mandiri 16", "3 Praktik Tatap muka 8", "Jumlah 32",
        ], "all but the last line, which names whose it is");

        var page = await service.Anonymous().GetStringAsync($"/verify/{code}");
        page.ShouldContain("<tr><th scope=\"row\">Kebijakan kearsipan &amp; etika</th><td>Daring langsung</td><td>8 JP</td></tr>", Case.Sensitive);
        page.ShouldContain("<td>32 JP</td>", Case.Sensitive);
        using var machine = service.Anonymous();
        machine.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        (await machine.GetFromJsonAsync<JsonElement>($"/verify/{code}")).GetProperty("modules").EnumerateArray().Sum(m => m.GetProperty("jp").GetInt32()).ShouldBe(32);
    }

    [Fact]
    public async Task What_was_issued_before_the_modules_were_known_stays_the_file_that_it_was()
    {
        var offering = CertificationFixture.Offering();
        var (id, _) = await IssueAsync(offering);
        var before = await PdfAsync(id);
        await ScheduleAsync(offering, [Module(1, "Arsip dinamis", 32, "live")]);
        (await PdfAsync(id)).ShouldBe(before);
        (await PagesAsync(id)).Length.ShouldBe(1);
        await service.IssueAsync(new() { Offering = offering, Participants = [service.Completed()] }, expected: 2);
        (await PagesAsync(await service.ScalarAsync<Guid>("SELECT max(id::text)::uuid FROM certificates WHERE offering_id = $1", offering.OfferingId))).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Forty_modules_with_long_names_take_as_many_pages_as_they_need_and_the_sum_stands_once()
    {
        var offering = CertificationFixture.Offering();
        var name = string.Concat(Enumerable.Repeat("Penyelenggaraan kearsipan dinamis ", 6)).Trim();
        await ScheduleAsync(offering, [.. Enumerable.Range(1, 40).Select(n => Module(n, $"{name} {n}", 2, "live"))]);
        var (id, _) = await IssueAsync(offering);
        var pages = await PagesAsync(id);
        pages.Length.ShouldBe(4);
        pages.Count(p => p.Contains("Jumlah", StringComparison.Ordinal)).ShouldBe(1);
        pages[3].ShouldContain("80");
        for (var n = 1; n <= 40; n++) string.Concat(pages).ShouldContain($"dinamis {n}", Case.Sensitive);
    }

    private static ScheduledModule Module(int number, string title, int jp, string mode) => new(Guid.CreateVersion7(), number, title, jp, mode);

    private async Task ScheduleAsync(OfferingSummary offering, ScheduledModule[] modules)
    {
        var id = Guid.CreateVersion7();
        await service.Broker.PublishAsync(
            new OfferingScheduled
            {
                FactId = Guid.CreateVersion7(), OfferingId = offering.OfferingId, ProgrammeId = Guid.CreateVersion7(), ProgrammeCode = offering.ProgrammeCode,
                ProgrammeTitle = offering.ProgrammeTitle, Category = offering.Category, Angkatan = offering.Angkatan, Year = offering.Year, Jp = offering.Jp,
                DeliveryMode = offering.DeliveryMode, Place = offering.Place, StartDate = offering.StartDate, EndDate = offering.EndDate,
                EnrolmentOpensAt = DateTimeOffset.UnixEpoch, EnrolmentClosesAt = DateTimeOffset.UnixEpoch, Capacity = 30,
                Eligibility = new EligibilityRules(false, false), Completion = new CompletionRule(100, true, 70, 2), Modules = modules, Sessions = [],
                ScheduledAt = DateTimeOffset.UnixEpoch,
            }, id);
        await Eventually.SeeAsync(() => service.ScalarAsync<long>("SELECT count(*) FROM messaging.inbox_messages WHERE message_id = $1", id), handled => handled == 1);
    }

    private async Task<(Guid Id, string Code)> IssueAsync(OfferingSummary offering)
    {
        var person = service.Completed();
        await service.IssueAsync(new() { Offering = offering, Participants = [person] });
        return (
            await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", person.FactId),
            await service.ScalarAsync<string>("SELECT verification_code FROM certificates WHERE completion_id = $1", person.FactId));
    }

    private Task<byte[]> PdfAsync(Guid id) => service.AsTrainingAdmin().GetByteArrayAsync($"/api/certification/certificates/{id}/pdf");

    private async Task<string[]> PagesAsync(Guid id) =>
        (await Programs.RunOnAsync(await PdfAsync(id), "sh", "-c", "pdftotext -layout \"$0\" -")).Split('\f', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Each with single spaces, without the last one.</summary>
    private static string[] Lines(string page) =>
        [.. page.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => Regex.Replace(l, " +", " ")).SkipLast(1)];
}
