using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bpsdm.Enrolment.Tests;

/// <summary>Files as they come: what is fine, and what is refused as a whole with nothing kept.</summary>
public sealed class FileTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    [Fact]
    public async Task A_byte_order_mark_crlf_quotes_blanks_and_trailing_lines_are_fine()
    {
        var employees = await RegisteredAsync(3);
        var offering = await OfferingAsync(10);

        var job = await CompletedAsync(await UploadAsync(Service.AsTrainingAdmin(), Nominations(offering),
            $"\uFEFFNIP\r\n\"{employees[0].Nip}\"\r\n\r\n  {employees[1].Nip} \r\nx\r\n{employees[2].Nip}\r\n\r\n\r\n"));

        job.OutcomesShouldBe(("confirmed", 3), ("malformed_nip", 1));
        (await RejectionsAsync(job)).ShouldBe([(5, "x", "malformed_nip")]);
    }

    [Theory]
    [InlineData("", "Berkas kosong")]
    [InlineData("\uFEFF", "Berkas kosong")]
    [InlineData("\n\n", "Berkas kosong")]
    [InlineData("nip\n", "hanya berisi judul")]
    [InlineData("name\n198501152010011001\n", "Baris 1: judul kolom harus 'nip'")]
    [InlineData("nip;name\n198501152010011001\n", "Baris 1: judul kolom harus 'nip'")]
    [InlineData("nip,name\n198501152010011001,a\n", "Baris 1: judul kolom harus 'nip'")]
    [InlineData("198501152010011001\n", "Baris 1: judul kolom harus 'nip'")]
    [InlineData("nip\n198501152010011001\n1985\0\n", "Baris 3: memuat byte NUL")]
    public async Task A_file_that_is_none_of_ours_is_refused_with_line_and_reason(string text, string reason)
    {
        var offering = await OfferingAsync(10);

        using var response = await Service.AsTrainingAdmin().PostAsync(Nominations(offering), Csv(text));

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain(reason);
        await NothingIsKeptAsync(offering);
    }

    [Theory]
    [InlineData(new byte[] { 0x6e, 0x69, 0x70, 0x0a, 0x31, 0xff, 0x0a }, "Baris 2: memuat byte yang bukan UTF-8")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00 }, "Baris 1")]
    [InlineData(new byte[] { 0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00 }, "Baris 1: memuat byte NUL")]
    public async Task A_binary_file_is_refused(byte[] bytes, string reason)
    {
        var offering = await OfferingAsync(10);
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

        using var response = await Service.AsTrainingAdmin().PostAsync(Nominations(offering), content);

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain(reason);
        await NothingIsKeptAsync(offering);
    }

    [Fact]
    public async Task An_endless_line_after_good_rows_is_refused_and_the_good_rows_are_not_kept()
    {
        var offering = await OfferingAsync(10);
        var text = "nip\n198501152010011001\n" + new string('1', 300_000);

        using var response = await Service.AsTrainingAdmin().PostAsync(Nominations(offering), Csv(text));

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain("Baris 3");
        await NothingIsKeptAsync(offering);
    }

    [Fact]
    public async Task More_than_half_a_million_rows_or_64_MiB_are_too_large()
    {
        var offering = await OfferingAsync(10);
        var rows = new StringBuilder("nip\n");
        for (var i = 0; i <= 500_000; i++) rows.Append("1\n");

        using (var response = await Service.AsTrainingAdmin().PostAsync(Nominations(offering), Csv(rows.ToString())))
            await ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
        using var endless = new ByteArrayContent(new byte[64 * 1024 * 1024 + 1]) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using (var request = new HttpRequestMessage(HttpMethod.Post, Nominations(offering)) { Content = endless })
        {
            // The body is sent only when the server asks for it, as a client does that does not want to waste it.
            request.Headers.ExpectContinue = true;
            using var response = await Service.AsTrainingAdmin().SendAsync(request);
            await ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
        }
        await NothingIsKeptAsync(offering);
    }

    [Fact]
    public async Task Two_hundred_thousand_rows_are_worked_off_and_reported()
    {
        var known = await RegisteredAsync(1_000);
        var offering = await OfferingAsync(250_000);
        var nobody = Roster.Take(199_000);

        var job = await CompletedAsync(await UploadAsync(
            Service.AsTrainingAdmin(), Nominations(offering), Roster.NominationsCsv(nobody.Concat(known))), TimeSpan.FromSeconds(90));

        job.OutcomesShouldBe(("confirmed", 1_000), ("unknown_nip", 199_000));
        var rejections = await RejectionsAsync(job);
        rejections.Length.ShouldBe(199_000);
        rejections[^1].ShouldBe((199_001, nobody[^1].Nip, "unknown_nip"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/csv; charset=iso-8859-1")]
    public async Task What_does_not_say_that_it_is_csv_in_utf8_is_refused(string type)
    {
        var offering = await OfferingAsync(1);

        using var response = await Service.AsTrainingAdmin().PostAsync(Nominations(offering), Csv("nip\n1\n", type));

        await ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task The_same_key_again_finds_the_same_job_and_another_subject_does_not()
    {
        var offering = await OfferingAsync(1);
        var key = Guid.CreateVersion7();

        using var first = await SendAsync(Service.AsTrainingAdmin(), key.ToString());
        using var again = await SendAsync(Service.AsTrainingAdmin(), key.ToString());
        using var other = await SendAsync(Service.AsAgencyAdmin("OPD-01"), key.ToString());
        using var malformed = await SendAsync(Service.AsTrainingAdmin(), "once");

        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadFromJsonAsync<Job>())!.Id.ShouldBe(key);
        await ProblemAsync(other, HttpStatusCode.Conflict);
        (await ProblemAsync(malformed, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("Idempotency-Key", out _).ShouldBeTrue();
        (await Service.CountAsync("SELECT count(*) FROM import_jobs WHERE target_id = $1", offering)).ShouldBe(1);

        Task<HttpResponseMessage> SendAsync(HttpClient client, string header)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Nominations(offering)) { Content = Csv("nip\n1\n", "text/csv; charset=UTF-8") };
            request.Headers.Add("Idempotency-Key", header);
            return client.SendAsync(request);
        }
    }

    private async Task NothingIsKeptAsync(Guid offering)
    {
        (await Service.CountAsync("SELECT count(*) FROM import_jobs WHERE target_id = $1", offering)).ShouldBe(0);
        (await Service.CountAsync("SELECT count(*) FROM import_chunks r WHERE NOT EXISTS (SELECT FROM import_jobs j WHERE j.id = r.job_id)")).ShouldBe(0);
    }
}
