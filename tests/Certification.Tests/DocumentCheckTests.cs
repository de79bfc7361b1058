using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>Whether a PDF that somebody holds is the one that was issued.</summary>
[Collection(CertificationTests.Name)]
public sealed class DocumentCheckTests(CertificationFixture service)
{
    [Fact]
    public async Task The_file_that_was_issued_is_told_from_one_with_another_byte_and_from_anothers()
    {
        var (_, code, pdf) = await IssueAsync();
        var (_, otherCode, otherPdf) = await IssueAsync();
        foreach (var form in (bool[])[false, true])
        {
            var own = await CheckAsync(code, pdf, form);
            own.GetProperty("issued").GetBoolean().ShouldBeTrue();
            own.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(pdf)));
            own.GetProperty("certificate").GetProperty("verificationCode").GetString().ShouldBe(code);

            byte[] changed = [.. pdf];
            changed[pdf.Length / 2] ^= 1;
            foreach (var other in (byte[][])[changed, pdf[..^1], [.. pdf, 0], otherPdf])
                (await CheckAsync(code, other, form)).GetProperty("issued").GetBoolean().ShouldBeFalse();
            (await CheckAsync(otherCode, otherPdf, form)).GetProperty("issued").GetBoolean().ShouldBeTrue();
        }
    }

    [Fact]
    public async Task People_read_the_verdict_on_a_page()
    {
        var (id, code, pdf) = await IssueAsync();
        var certificate = await service.Anonymous().GetStringAsync($"/verify/{code}");
        certificate.ShouldContain($"<form action=\"/verify/{code}/document\" method=\"post\" enctype=\"multipart/form-data\">", Case.Sensitive);

        (await PageAsync(code, pdf)).ShouldContain("<strong>Berkas asli.</strong>", Case.Sensitive);
        var changed = await PageAsync(code, [.. pdf, 0]);
        changed.ShouldContain("Bukan berkas yang diterbitkan", Case.Sensitive);
        changed.ShouldNotContain("Berkas asli", Case.Sensitive);

        using var revoked = await service.AsTrainingAdmin().PutAsJsonAsync($"/api/certification/certificates/{id}/revocation", new { reason = "Diterbitkan untuk orang lain." });
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await PageAsync(code, pdf);
        page.ShouldContain("Berkas asli, tetapi sertifikatnya tidak berlaku lagi", Case.Sensitive);
        page.ShouldNotContain("sertifikatnya sah", Case.Sensitive);
    }

    [Fact]
    public async Task What_was_never_handed_out_is_not_issued()
    {
        var (_, code, _) = await IssueAsync(download: false);
        (await CheckAsync(code, "%PDF-1.4 anything"u8.ToArray(), form: false)).GetProperty("issued").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_no_file_is_refused_by_name()
    {
        var (_, code, pdf) = await IssueAsync();
        (await RefusedAsync(code, Pdf([]), HttpStatusCode.BadRequest)).ShouldContain("\"file\"", Case.Sensitive);
        (await RefusedAsync(code, Form([]), HttpStatusCode.BadRequest)).ShouldContain("\"file\"", Case.Sensitive);
        (await RefusedAsync(code, Form(pdf, "dokumen"), HttpStatusCode.BadRequest)).ShouldContain("\"file\"", Case.Sensitive);
        await RefusedAsync(code, Raw("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF", "multipart/form-data; boundary=x"), HttpStatusCode.BadRequest);
        await RefusedAsync(code, Raw("nonsense", "multipart/form-data; boundary=x"), HttpStatusCode.BadRequest);
        await RefusedAsync(code, Raw("nonsense", "multipart/form-data"), HttpStatusCode.UnsupportedMediaType);
        await RefusedAsync(code, Raw("{}", "application/json"), HttpStatusCode.UnsupportedMediaType);
        await RefusedAsync("0123456789ABCDEFGHJKMNPQRS", Pdf(pdf), HttpStatusCode.NotFound);
        (await RefusedAsync(code, Pdf(new byte[1024 * 1024 + 1]), HttpStatusCode.RequestEntityTooLarge)).ShouldContain("too-large", Case.Sensitive);
    }

    private async Task<JsonElement> CheckAsync(string code, byte[] pdf, bool form)
    {
        using var answer = await PostAsync(code, form ? Form(pdf) : Pdf(pdf), "application/json");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
        answer.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<string> PageAsync(string code, byte[] pdf)
    {
        using var answer = await PostAsync(code, Form(pdf), "text/html");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        answer.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> RefusedAsync(string code, HttpContent content, HttpStatusCode status)
    {
        using var answer = await PostAsync(code, content, "application/json");
        return await ProblemAsync(answer, status);
    }

    private async Task<HttpResponseMessage> PostAsync(string code, HttpContent content, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/verify/{code}/document") { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await service.Anonymous().SendAsync(request);
    }

    private static ByteArrayContent Pdf(byte[] content)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return body;
    }

    private static MultipartFormDataContent Form(byte[] content, string name = "file") => new() { { Pdf(content), name, "sertifikat.pdf" } };

    private static ByteArrayContent Raw(string text, string type)
    {
        var body = new ByteArrayContent(Encoding.ASCII.GetBytes(text));
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        return body;
    }

    private async Task<(Guid Id, string Code, byte[] Pdf)> IssueAsync(bool download = true)
    {
        var person = service.Completed();
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [person] });
        var id = await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", person.FactId);
        var code = await service.ScalarAsync<string>("SELECT verification_code FROM certificates WHERE id = $1", id);
        return (id, code, download ? await service.AsLearner(person.Person.Nip).GetByteArrayAsync($"/api/certification/certificates/{id}/pdf") : []);
    }
}
