using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bpsdm.Contracts.SessionDelivery;
using static Bpsdm.Testing.Programs;

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
            text.ShouldContain("Ditandatangani secara elektronik");
            // As people can read it out: the code of the address in groups.
            var code = view.GetProperty("verificationCode").GetString()!;
            text.ShouldContain($"Kode: {string.Join('-', code.Chunk(5).Select(c => new string(c)))}", Case.Sensitive);

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
        using var other = await service.AsLearner("198706142010012003").GetAsync($"/api/certification/certificates/{id}/pdf");
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var nobody = await service.Anonymous().GetAsync($"/api/certification/certificates/{id}/pdf");
        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>EB Garamond's bold cut knows neither é nor Ñ nor ’; its regular one no Armenian. pdftotext reads no empty boxes.</summary>
    [Theory]
    [InlineData("José Ñúñez Şahin", "EBGaramond12-Regular")]
    [InlineData("Nguyễn Thị Đặng Ánh", "EBGaramond12-Regular")]
    [InlineData("Siti Ma’rufah – S.Kom.", "EBGaramond12-Regular")]
    [InlineData("Գոհար Պետրոսյան", "DejaVuSerif-Bold")]
    public async Task A_name_with_letters_that_the_typeface_lacks_is_set_in_one_that_has_them(string name, string typeface) =>
        await WithPdfAsync(service.Completed(name: name), CertificationFixture.Offering(title: $"Pelatihan {name}"), async file =>
        {
            var text = await RunAsync("pdftotext", "-layout", file, "-");
            text.ShouldContain(name, Case.Sensitive);
            text.ShouldContain($"Pelatihan {name}", Case.Sensitive);
            (await RunAsync("pdffonts", file)).ShouldContain(typeface);
        });

    [Fact]
    public async Task Accents_that_stand_alone_are_composed_and_what_has_no_shape_is_left_out()
    {
        var name = "Jose\u0301 Nu\u0303nez\u200b\tSahin";
        await WithPdfAsync(service.Completed(name: name), CertificationFixture.Offering(), async file =>
            (await RunAsync("pdftotext", "-layout", file, "-")).ShouldContain("José Nũnez Sahin", Case.Sensitive));
    }

    [Theory]
    [InlineData("محمد Yusuf", "م ح د")]
    [InlineData("王小明", "王 小 明")]
    public async Task A_name_that_cannot_be_printed_is_refused_with_its_letters(string name, string letters)
    {
        var person = service.Completed(name: name);
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [person] });
        var id = await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", person.FactId);
        using var answer = await service.AsLearner(person.Person.Nip).GetAsync($"/api/certification/certificates/{id}/pdf");
        var problem = JsonDocument.Parse(await Answers.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity)).RootElement;
        problem.GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:not-printable");
        problem.GetProperty("detail").GetString()!.ShouldContain($"tidak dapat dicetak: {letters}.", Case.Sensitive);
    }

    /// <summary>Each text as long as the register and the catalogue allow; and a word without an end.</summary>
    [Theory]
    [InlineData("Raden Mas Haryo Kusumo Wardhana Prawirodirdjo ")]
    [InlineData("Penyelenggaraan")]
    public async Task Texts_of_any_length_stay_on_the_page_and_off_each_other(string repeated)
    {
        string Long(int length) => string.Concat(Enumerable.Repeat(repeated, 300)).Substring(0, length).Trim();
        var person = service.Completed(name: Long(200));
        person = person with { Person = person.Person with { BirthPlace = Long(100), Position = Long(200), AgencyName = Long(200) } };
        await WithPdfAsync(person, CertificationFixture.Offering(title: Long(300), place: Long(300)), async file =>
        {
            // A box a word: <word xMin="…" yMin="…" xMax="…" yMax="…">text</word>, in points.
            var words = Regex.Matches(await RunAsync("pdftotext", "-bbox", file, "-"), "<word xMin=\"(.*?)\" yMin=\"(.*?)\" xMax=\"(.*?)\" yMax=\"(.*?)\">(.*?)</word>")
                .Select(m => new Word(m.Groups[5].Value, Number(m, 1), Number(m, 2), Number(m, 3), Number(m, 4))).ToList();
            words.Count(w => repeated.Split(' ').Contains(w.Text)).ShouldBeGreaterThanOrEqualTo(repeated.Contains(' ') ? 100 : 0);
            words.ShouldAllBe(w => w.Left >= 30 && w.Right <= 812 && w.Top >= 30 && w.Bottom <= 566);
            foreach (var (word, other) in words.SelectMany((w, i) => words.Skip(i + 1).Select(o => (w, o)))) word.Overlaps(other).ShouldBeFalse($"{word} and {other}");
        });

        static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private sealed record Word(string Text, double Left, double Top, double Right, double Bottom)
    {
        /// <summary>Whether their letters touch; the boxes are those of the typeface, with room above and below that no letter uses.</summary>
        public bool Overlaps(Word other) =>
            Math.Min(Right, other.Right) - Math.Max(Left, other.Left) > 0.5
            && Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top) > 0.35 * Math.Min(Bottom - Top, other.Bottom - other.Top);
    }

    /// <summary>Issues, downloads, and lets the test look at the file.</summary>
    private async Task WithPdfAsync(CompletedParticipant person, OfferingSummary offering, Func<string, Task> look)
    {
        await service.IssueAsync(new() { Offering = offering, Participants = [person] });
        var id = await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", person.FactId);
        var pdf = await service.AsLearner(person.Person.Nip).GetByteArrayAsync($"/api/certification/certificates/{id}/pdf");
        var file = Path.Combine(Path.GetTempPath(), $"{id}.pdf");
        await File.WriteAllBytesAsync(file, pdf);
        try
        {
            await look(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
