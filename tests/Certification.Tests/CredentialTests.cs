using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Testing;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>Certificates as Open Badges 3.0, verified by libraries of others (<c>tests/node/verify-credentials.js</c>).</summary>
[Collection(CertificationTests.Name)]
public sealed class CredentialTests(CertificationFixture service)
{
    private const string Public = "https://bpsdm.test", Why = "Nama salah eja di data kepegawaian.";

    [Fact]
    public async Task A_stranger_verifies_a_credential_that_says_what_is_printed()
    {
        var (certificate, completed) = await IssueAsync();
        var jwt = await CredentialAsync(certificate);
        var (credential, revoked) = await VerifyAsync(jwt);
        revoked.ShouldBeFalse();

        credential.GetProperty("type").EnumerateArray().Select(t => t.GetString()).ShouldBe(["VerifiableCredential", "OpenBadgeCredential"]);
        credential.GetProperty("id").GetString().ShouldBe($"{Public}/verify/{certificate.GetProperty("verificationCode")}/credential");
        credential.GetProperty("issuer").GetProperty("name").GetString().ShouldBe("Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta");
        var subject = credential.GetProperty("credentialSubject");
        subject.GetProperty("identifier").EnumerateArray().Select(i => i.GetProperty("identityHash").GetString()).ShouldBe([completed.Person.Nip, "Siti Rahmawati"]);
        subject.GetProperty("licenseNumber").GetString().ShouldBe(certificate.GetProperty("number").GetString());
        subject.GetProperty("creditsEarned").GetInt32().ShouldBe(32);
        subject.GetProperty("achievement").GetProperty("name").GetString().ShouldBe("E-Bimtek Pengelolaan Arsip Dinamis");
        subject.GetProperty("activityStartDate").GetString().ShouldBe("2020-05-28T00:00:00+07:00");
        // No more of the person than the certificate shows, and nobody is asked for a token.
        credential.ToString().ShouldNotContain("1990-01-01");
    }

    [Fact]
    public async Task One_changed_letter_or_another_key_and_it_is_refused()
    {
        var (certificate, _) = await IssueAsync();
        var jwt = await CredentialAsync(certificate);
        var parts = jwt.Split('.');
        var payload = Base64Url.DecodeFromChars(parts[1]);
        payload[payload.AsSpan().IndexOf("Siti"u8)] = (byte)'T';
        var forged = $"{parts[0]}.{Base64Url.EncodeToString(payload)}.{parts[2]}";
        (await AskAsync(forged)).GetProperty("error").GetString().ShouldBe("signature verification failed");
        var elsewhere = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        elsewhere["kid"] = $"{Public}/api/certification/keys/{Guid.CreateVersion7()}";
        (await AskAsync($"{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(elsewhere))}.{parts[1]}.{parts[2]}"))
            .GetProperty("error").GetString()!.ShouldEndWith(": 404");
    }

    [Fact]
    public async Task The_status_list_tells_of_the_revoked_and_the_replaced_one_and_of_no_other()
    {
        var (valid, _) = await IssueAsync();
        var (revoked, _) = await IssueAsync();
        var (replaced, _) = await IssueAsync();
        using var admin = service.AsTrainingAdmin();
        (await admin.PutAsJsonAsync($"/api/certification/certificates/{revoked.GetProperty("id")}/revocation", new { reason = Why })).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var answer = await admin.PutAsJsonAsync($"/api/certification/certificates/{replaced.GetProperty("id")}/replacement", new { name = "Siti R.", reason = Why });
        var replacement = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        foreach (var (certificate, ended) in ((JsonElement, bool)[])[(valid, false), (revoked, true), (replaced, true), (replacement, false)])
            (await VerifyAsync(await CredentialAsync(certificate))).Revoked.ShouldBe(ended, certificate.GetProperty("number").GetString());
    }

    [Fact]
    public async Task A_credential_of_before_a_rotation_still_verifies_and_the_next_one_has_the_next_key()
    {
        await using var own = await OwnService.StartAsync();
        var first = await CredentialAsync((await IssueAsync(own.Service)).Certificate, own.Service);
        await own.Service.ExecuteAsync("UPDATE credential_keys SET retired_at = now()");
        var (certificate, _) = await IssueAsync(own.Service);
        // Replicas that all would make the next key make one.
        var next = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CredentialAsync(certificate, own.Service)));
        next.Select(jwt => jwt.Split('.')[0]).Distinct().ShouldHaveSingleItem().ShouldNotBe(first.Split('.')[0]);
        foreach (var jwt in (string[])[first, next[0]]) (await VerifyAsync(jwt, own.Service)).Revoked.ShouldBeFalse();

        var keys = await own.Service.Anonymous().GetFromJsonAsync<JsonElement>("/api/certification/keys");
        keys.GetProperty("keys").GetArrayLength().ShouldBe(2);
        keys.ToString().ShouldNotContain("\"d\"");
        (await own.Service.ScalarAsync<string>("SELECT string_agg(pem, '') FROM credential_keys")).ShouldNotContain("BEGIN PRIVATE KEY");
    }

    [Theory]
    [InlineData("/verify/0123456789ABCDEFGHJKMNPQRS/credential")]
    [InlineData("/verify/short/credential")]
    [InlineData("/api/certification/keys/0199aaaa-0000-7000-8000-000000000000")]
    [InlineData("/api/certification/keys/not-a-uuid")]
    [InlineData("/api/certification/status-lists/ijazah/2020/0")]
    [InlineData("/api/certification/status-lists/sertifikat/1899/0")]
    [InlineData("/api/certification/status-lists/sertifikat/2020/-1")]
    [InlineData("/api/certification/status-lists/sertifikat/2020/1")]
    [InlineData("/api/certification/status-lists/sertifikat/2020/2147483647")]
    [InlineData("/api/certification/status-lists/sertifikat/2020/99999999999")]
    public async Task What_is_not_there_is_not_found(string address) =>
        await ProblemAsync(await service.Anonymous().GetAsync(address), HttpStatusCode.NotFound);

    private Task<(JsonElement Certificate, CompletedParticipant Completed)> IssueAsync() => IssueAsync(service);

    private static async Task<(JsonElement Certificate, CompletedParticipant Completed)> IssueAsync(CertificationFixture service)
    {
        var completed = service.Completed();
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [completed] });
        var page = await service.AsLearner(completed.Person.Nip).GetFromJsonAsync<JsonElement>("/api/certification/my/certificates");
        return (page.GetProperty("items")[0], completed);
    }

    private async Task<string> CredentialAsync(JsonElement certificate, CertificationFixture? of = null)
    {
        using var answer = await (of ?? service).Anonymous().GetAsync($"/verify/{certificate.GetProperty("verificationCode")}/credential");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vc+jwt");
        answer.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<(JsonElement Credential, bool Revoked)> VerifyAsync(string jwt, CertificationFixture? of = null)
    {
        var answer = await AskAsync(jwt, of);
        answer.TryGetProperty("error", out var error).ShouldBeFalse(error.ToString());
        return (answer.GetProperty("credential"), answer.GetProperty("revoked").GetBoolean());
    }

    private async Task<JsonElement> AskAsync(string jwt, CertificationFixture? of = null)
    {
        var address = (of ?? service).ClientOptions.BaseAddress.ToString().TrimEnd('/');
        var lines = await Node.RunAsync("verify-credentials.js", JsonSerializer.Serialize(new Dictionary<string, string> { ["public"] = Public, ["service"] = address, ["jwt"] = jwt }));
        return JsonElement.Parse(lines.ShouldHaveSingleItem());
    }
}
