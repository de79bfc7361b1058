using System.Net;
using System.Security.Cryptography;
using System.Text;
using Bpsdm.Testing;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>PDFs that are signed elsewhere: by a server that is asked over HTTP, and may say no, or nothing.</summary>
[Collection(CertificationTests.Name)]
public sealed class ESignTests(CertificationFixture service)
{
    [Fact]
    public async Task The_PDF_is_signed_by_eSign_once_and_kept_as_it_came()
    {
        await using var esign = await ESignServer.StartAsync();
        await using var replica = new Replica(service, esign.Settings());
        var (id, nip) = await IssueAsync();
        using var learner = replica.AsLearner(nip);
        var pdf = await learner.GetByteArrayAsync(Address(id));
        (await learner.GetByteArrayAsync(Address(id))).ShouldBe(pdf);

        var asked = esign.Asked.ShouldHaveSingleItem();
        asked.EnumerateObject().Select(p => p.Name).ShouldBe(["nik", "passphrase", "signatureProperties", "file"]);
        var property = asked.GetProperty("signatureProperties").EnumerateArray().ShouldHaveSingleItem();
        property.GetProperty("tampilan").GetString().ShouldBe("INVISIBLE");
        property.GetProperty("location").GetString().ShouldBe("Jakarta");
        property.GetProperty("reason").GetString()!.ShouldContain(await service.ScalarAsync<string>("SELECT number FROM certificates WHERE id = $1", id));
        Encoding.Latin1.GetString(pdf).ShouldEndWith("% /ByteRange of signature 1\n");
        (await service.ScalarAsync<byte[]>("SELECT sha256 FROM certificate_documents WHERE certificate_id = $1", id)).ShouldBe(SHA256.HashData(pdf));
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_all_get_the_same_file()
    {
        await using var esign = await ESignServer.StartAsync();
        await using var replica = new Replica(service, esign.Settings());
        var (id, nip) = await IssueAsync();
        using var learner = replica.AsLearner(nip);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => learner.GetByteArrayAsync(Address(id))));
        all.ShouldAllBe(pdf => pdf.SequenceEqual(all[0]));
        (await service.ScalarAsync<long>("SELECT count(*) FROM certificate_documents WHERE certificate_id = $1", id)).ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_tried_once_and_says_so_without_telling_it()
    {
        await using var esign = await ESignServer.StartAsync();
        await using var replica = new Replica(service, esign.Settings(passphrase: "frasa yang salah"));
        var (id, nip) = await IssueAsync();
        using var answer = await replica.AsLearner(nip).GetAsync(Address(id));
        var body = await ProblemAsync(answer, HttpStatusCode.BadGateway);
        body.ShouldContain("urn:bpsdm:problem:signing-refused", Case.Sensitive);
        body.ShouldNotContain("frasa");
        esign.Asked.Count.ShouldBe(1);
        await NothingIsKeptAsync(id);
    }

    [Theory]
    [InlineData((int)Mood.Hangs)]
    [InlineData((int)Mood.ReturnsItUnsigned)]
    [InlineData((int)Mood.SaysNonsense)]
    [InlineData((int)Mood.Fails)]
    public async Task A_server_that_does_not_sign_leaves_nothing_behind_and_later_it_does(int mood)
    {
        await using var esign = await ESignServer.StartAsync();
        await using var replica = new Replica(service, esign.Settings(timeoutSeconds: mood == (int)Mood.Hangs ? 1 : 30));
        var (id, nip) = await IssueAsync();
        using var learner = replica.AsLearner(nip);
        esign.Mood = (Mood)mood;
        await UnavailableAsync(learner, id);
        await NothingIsKeptAsync(id);
        esign.Mood = Mood.Signs;
        (await learner.GetAsync(Address(id))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be()
    {
        (string, string)[] away;
        await using (var esign = await ESignServer.StartAsync())
            away = [.. esign.Settings().Where(s => s.Item1 != "Signing:ESign:Url"), ("Signing:ESign:Url", $"http://127.0.0.1:{FreePort.Next()}")];
        await using var replica = new Replica(service, away);
        var (id, nip) = await IssueAsync();
        await UnavailableAsync(replica.AsLearner(nip), id);
        await NothingIsKeptAsync(id);
    }

    private static async Task UnavailableAsync(HttpClient learner, Guid id)
    {
        using var answer = await learner.GetAsync(Address(id));
        (await ProblemAsync(answer, HttpStatusCode.ServiceUnavailable)).ShouldContain("urn:bpsdm:problem:signing-unavailable", Case.Sensitive);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
    }

    private async Task NothingIsKeptAsync(Guid id) =>
        (await service.ScalarAsync<long>("SELECT count(*) FROM certificate_documents WHERE certificate_id = $1", id)).ShouldBe(0);

    private static string Address(Guid id) => $"/api/certification/certificates/{id}/pdf";

    private async Task<(Guid Id, string Nip)> IssueAsync()
    {
        var person = service.Completed();
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [person] });
        return (await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", person.FactId), person.Person.Nip);
    }
}
