using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.RegularExpressions;
using static Bpsdm.Testing.Programs;

namespace Bpsdm.Certification.Tests;

/// <summary>The signature in the PDF, judged by poppler's pdfsig and by the CMS itself.</summary>
[Collection(CertificationTests.Name)]
public sealed class SigningTests(CertificationFixture service)
{
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47", SigningTime = "1.2.840.113549.1.9.5";

    [Fact]
    public async Task The_signature_is_valid_and_covers_the_whole_document()
    {
        var pdf = await DownloadAsync();
        var said = await JudgeAsync(pdf);
        Regex.Count(said, "Signature #").ShouldBe(1);
        said.ShouldContain("Signature Validation: Signature is Valid.", Case.Sensitive);
        said.ShouldContain("Total document signed", Case.Sensitive);
        said.ShouldContain("Signature Type: ETSI.CAdES.detached", Case.Sensitive);
        said.ShouldContain($"Signer Certificate Common Name: {SigningKeys.Signer}", Case.Sensitive);
        (await RunOnAsync(pdf, "pdfinfo")).ShouldContain("Pages:           1", Case.Sensitive);
    }

    [Theory]
    [InlineData("Bpsdm.Platform")] // in what SkiaSharp wrote
    [InlineData("/Reason")] // in what was added
    [InlineData("%%EOF\n")] // at the very end
    public async Task One_changed_byte_and_it_is_not_valid(string place)
    {
        var pdf = await DownloadAsync();
        pdf[pdf.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(place)) + 1] ^= 1;
        var said = await JudgeAsync(pdf);
        said.ShouldContain("Signature Validation: Digest Mismatch.", Case.Sensitive);
        said.ShouldNotContain("Signature is Valid", Case.Sensitive);
    }

    [Fact]
    public async Task What_is_added_behind_is_seen_not_to_be_signed()
    {
        var pdf = await DownloadAsync();
        (await JudgeAsync([.. pdf, .. "% more\n"u8])).ShouldNotContain("Total document signed", Case.Sensitive);
    }

    [Fact]
    public async Task The_CMS_is_what_PAdES_asks_for()
    {
        var pdf = await DownloadAsync();
        var text = Encoding.Latin1.GetString(pdf);
        var range = Regex.Match(text, @"/ByteRange \[0 (\d+) (\d+) (\d+) *\]").Groups.Values.Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture)).ToArray();
        (range[1] + range[2]).ShouldBe(pdf.Length);
        var value = Convert.FromHexString(text[(range[0] + 1)..(range[1] - 1)]);
        var cms = new SignedCms(new ContentInfo([.. pdf[..range[0]], .. pdf[range[1]..]]), detached: true);
        cms.Decode(value);
        cms.CheckSignature(verifySignatureOnly: true);

        cms.Certificates.Count.ShouldBe(2, "the signer's certificate, and the one that issued it");
        var signer = cms.SignerInfos[0];
        signer.DigestAlgorithm.Value.ShouldBe("2.16.840.1.101.3.4.2.1");
        var attributes = signer.SignedAttributes.Cast<CryptographicAttributeObject>().ToDictionary(a => a.Oid.Value!, a => a.Values[0].RawData);
        attributes.ShouldNotContainKey(SigningTime); // EN 319 142-1: the time is the dictionary's /M
        text.ShouldMatch(@"/M \(D:\d{14}\+00'00'\)");
        Convert.ToHexString(attributes[SigningCertificateV2]).ShouldEndWith(signer.Certificate!.GetCertHashString(HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task Another_replica_with_the_same_key_makes_the_same_file_and_it_is_known_once()
    {
        var (id, nip) = await IssueAsync();
        await using var replica = new Replica(service);
        var pdf = await service.AsLearner(nip).GetByteArrayAsync(Address(id));
        (await replica.AsLearner(nip).GetByteArrayAsync(Address(id))).ShouldBe(pdf);
        (await service.ScalarAsync<long>("SELECT count(*) FROM certificate_documents WHERE certificate_id = $1 AND sha256 = $2 AND content IS NULL", id, SHA256.HashData(pdf))).ShouldBe(1);
        (await service.ScalarAsync<long>("SELECT count(*) FROM certificate_documents WHERE certificate_id = $1", id)).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_whose_signatures_differ_each_time_signs_once_and_the_file_is_kept()
    {
        var (id, nip) = await IssueAsync();
        await using var replica = new Replica(service, ("Signing:Pkcs12Path", SigningKeys.Ecdsa));
        using var learner = replica.AsLearner(nip);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => learner.GetByteArrayAsync(Address(id))));
        all.ShouldAllBe(pdf => pdf.SequenceEqual(all[0]));
        (await JudgeAsync(all[0])).ShouldContain("Signature is Valid", Case.Sensitive);
        (await service.ScalarAsync<byte[]>("SELECT content FROM certificate_documents WHERE certificate_id = $1", id)).ShouldBe(all[0]);
        // Whoever signs now, that one was handed out.
        (await service.AsLearner(nip).GetByteArrayAsync(Address(id))).ShouldBe(all[0]);
    }

    [Fact]
    public async Task In_development_a_key_is_made_once_and_only_its_owner_reads_it()
    {
        var folder = Directory.CreateTempSubdirectory("bpsdm-state-").FullName;
        try
        {
            (string, string)[] none = [("Signing:Pkcs12Path", ""), ("Signing:Pkcs12Password", ""), ("Platform:StateFolder", folder)];
            var (id, nip) = await IssueAsync();
            var starting = Enumerable.Range(0, 2).Select(_ => Task.Run(() => new Replica(service, none))).ToArray();
            await using var one = await starting[0];
            await using var other = await starting[1];
            var pdf = await one.AsLearner(nip).GetByteArrayAsync(Address(id));
            (await other.AsLearner(nip).GetByteArrayAsync(Address(id))).ShouldBe(pdf);
            (await JudgeAsync(pdf)).ShouldContain("Kunci pengembangan (tidak sah)", Case.Sensitive);
            var file = Directory.GetFiles(folder).ShouldHaveSingleItem();
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Signing:Pkcs12Path", "", "Signing:Pkcs12Path or Signing:ESign:Url must be set")]
    [InlineData("Signing:Pkcs12Path", "/nonexistent.p12", "/nonexistent.p12")]
    [InlineData("Signing:Pkcs12Password", "another", "password")]
    [InlineData("Signing:ESign:Url", "http://esign.test", "Signing:ESign needs")]
    public void Without_a_key_that_works_nothing_starts_in_production(string key, string value, string reason) =>
        Should.Throw<Exception>(() => new Replica(service, ("environment", "Production"), (key, value))).ToString().ShouldContain(reason);

    private static Task<string> JudgeAsync(byte[] pdf) => RunOnAsync(pdf, "pdfsig", "-nocert");

    private static string Address(Guid id) => $"/api/certification/certificates/{id}/pdf";

    private async Task<byte[]> DownloadAsync()
    {
        var (id, nip) = await IssueAsync();
        using var answer = await service.AsLearner(nip).GetAsync(Address(id));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task<(Guid Id, string Nip)> IssueAsync()
    {
        var person = service.Completed();
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [person] });
        return (await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", person.FactId), person.Person.Nip);
    }
}
