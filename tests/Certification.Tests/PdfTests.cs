using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Bpsdm.Certification.Tests;

/// <summary>The PDF, read by other people's programs: poppler and zbar.</summary>
[Collection(CertificationTests.Name)]
public sealed class PdfTests(CertificationFixture service)
{
    [Fact]
    public async Task A_certificate_can_be_searched_scanned_and_printed_anywhere_and_is_the_same_every_time()
    {
        var person = service.Completed(name: "Fitri Ayu Wulandari");
        var offering = CertificationFixture.Offering();
        await service.IssueAsync(new() { Offering = offering, Participants = [person] });
        var learner = service.AsLearner(person.Person.Nip);
        var view = JsonDocument.Parse(await learner.GetStringAsync("/api/certification/my/certificates")).RootElement.GetProperty("items")[0];
        var address = $"/api/certification/certificates/{view.GetProperty("id").GetString()}/pdf";
        var pdf = await learner.GetByteArrayAsync(address);
        (await learner.GetByteArrayAsync(address)).ShouldBe(pdf);

        var folder = Directory.CreateTempSubdirectory("bpsdm-pdf-").FullName;
        try
        {
            var file = Path.Combine(folder, "certificate.pdf");
            await File.WriteAllBytesAsync(file, pdf);
            var text = await RunAsync("pdftotext", "-layout", file, "-");
            text.ShouldContain("Fitri Ayu Wulandari");
            text.ShouldContain(person.Person.Nip);
            text.ShouldContain(view.GetProperty("number").GetString()!);
            text.ShouldContain("Angkatan 3 Tahun 2020");
            text.ShouldContain("32 jam pelajaran");

            // Columns of pdffonts: name, type, encoding, emb, sub, uni, object.
            var fonts = (await RunAsync("pdffonts", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();
            fonts.ShouldNotBeEmpty();
            fonts.ShouldAllBe(line => line.Contains(" yes ", StringComparison.Ordinal) && !line.Contains(" no ", StringComparison.Ordinal));
            (await RunAsync("pdfinfo", file)).ShouldContain("(A4)");

            await RunAsync("pdftoppm", "-r", "150", "-png", file, Path.Combine(folder, "page"));
            var scanned = await RunAsync("zbarimg", "-q", "--raw", Directory.GetFiles(folder, "page*.png").Single());
            scanned.Trim().ShouldStartWith("https://bpsdm.test/verify/");
            using var page = await service.Anonymous().GetAsync(new Uri(scanned.Trim()).AbsolutePath);
            page.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Somebody_elses_certificate_is_refused()
    {
        var person = service.Completed();
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [person] });
        var id = await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE nip = $1", person.Person.Nip);
        using var other = await service.AsLearner("199001012015011001").GetAsync($"/api/certification/certificates/{id}/pdf");
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var nobody = await service.Anonymous().GetAsync($"/api/certification/certificates/{id}/pdf");
        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
        return output;
    }
}
