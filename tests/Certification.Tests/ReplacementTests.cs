using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Certification;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>A certificate with a mistake is replaced by a correct one; what was issued stays to be seen.</summary>
[Collection(CertificationTests.Name)]
public sealed class ReplacementTests(CertificationFixture service)
{
    private const string Api = "/api/certification", Why = "Nama salah eja di data kepegawaian.";

    private readonly OfferingSummary _offering = CertificationFixture.Offering();

    [Fact]
    public async Task The_replacement_is_a_certificate_of_its_own_that_names_the_old_one_and_the_old_one_names_it()
    {
        var (completed, old) = await CertifiedAsync("Siti Rahmwati");
        var before = await ViewAsync(old);
        var replacement = await ReplacedAsync(old, new { name = " Siti Rahmawati ", reason = Why });
        var after = await ViewAsync(old);

        Text(replacement, "status", "name", "nip", "rank", "position", "completionId").ShouldBe(
            ["valid", "Siti Rahmawati", completed.Person.Nip, "III/b", "Analis Kepegawaian Ahli Pertama", completed.FactId.ToString()]);
        Text(replacement.GetProperty("replaces"), "id", "number", "reason").ShouldBe([old.ToString(), Text(before, "number")[0], Why]);
        foreach (var own in (string[])["id", "number", "verificationCode", "issuedAt"]) Text(replacement, own).ShouldNotBe(Text(before, own));
        Text(after, "status", "name", "number", "verificationCode", "issuedAt").ShouldBe(["replaced", .. Text(before, "name", "number", "verificationCode", "issuedAt")]);
        Text(after.GetProperty("replacedBy"), "id", "number", "verificationUrl", "reason", "at")
            .ShouldBe([.. Text(replacement, "id", "number", "verificationUrl"), Why, Text(replacement, "issuedAt")[0]]);
        await service.SeriesHaveNoGapAsync();
    }

    [Fact]
    public async Task Anybody_who_verifies_either_one_is_led_to_the_one_that_holds()
    {
        var (_, old) = await CertifiedAsync("Siti Rahmwati");
        var replacement = await ReplacedAsync(old, new { name = "Siti Rahmawati", reason = "Nama <salah> eja." });
        var (number, code) = (replacement.GetProperty("number").GetString()!, replacement.GetProperty("verificationCode").GetString()!);
        var (oldNumber, oldCode) = (Text(await ViewAsync(old), "number")[0], Text(await ViewAsync(old), "verificationCode")[0]);

        var page = await service.Anonymous().GetStringAsync($"/verify/{oldCode}");
        page.ShouldContain($"<a href=\"/verify/{code}\">sertifikat nomor {number}</a>", Case.Sensitive);
        page.ShouldContain("<dt>Status</dt><dd>Diganti</dd>", Case.Sensitive);
        page.ShouldContain("<dt>Yang keliru</dt><dd>Nama &lt;salah&gt; eja.</dd>", Case.Sensitive);
        page.ShouldNotContain("<strong>Sah", Case.Sensitive);
        var own = await service.Anonymous().GetStringAsync($"/verify/{code}");
        own.ShouldContain("<strong>Sah.</strong>", Case.Sensitive);
        own.ShouldContain($"<dt>Menggantikan nomor</dt><dd>{oldNumber}</dd>", Case.Sensitive);

        using var machine = service.Anonymous();
        machine.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        var json = await machine.GetFromJsonAsync<JsonElement>($"/verify/{oldCode}");
        Text(json, "status").ShouldBe(["replaced"]);
        Text(json.GetProperty("replacedBy"), "number", "verificationCode").ShouldBe([number, code]);
        Text(await machine.GetFromJsonAsync<JsonElement>($"/verify/{code}"), "status", "replaces").ShouldBe(["valid", oldNumber]);

        var pdf = await service.AsTrainingAdmin().GetByteArrayAsync($"{Api}/certificates/{replacement.GetProperty("id")}/pdf");
        var file = Path.Combine(Path.GetTempPath(), $"{code}.pdf");
        await File.WriteAllBytesAsync(file, pdf);
        var text = await Programs.RunAsync("pdftotext", "-layout", file, "-");
        File.Delete(file);
        text.ShouldContain($"Nomor: {number}, pengganti Nomor: {oldNumber}", Case.Sensitive);
        text.ShouldContain("Siti Rahmawati", Case.Sensitive);
    }

    [Fact]
    public async Task HR_and_the_other_services_are_told_once_which_took_the_place_of_which()
    {
        await using var queue = await HrQueue.BindAsync(service.VirtualHost, "#");
        var (completed, old) = await CertifiedAsync("Siti Rahmwati");
        var replacement = await ReplacedAsync(old, new { name = "Siti Rahmawati", reason = Why });
        await ReplacedAsync(old, new { name = "Siti Rahmawati", reason = Why });
        var id = replacement.GetProperty("id").GetGuid();

        var items = await service.FeedOfAsync(completed.Person.Nip);
        items.Select(i => i.GetProperty("type").GetString()).ShouldBe(["completion", "correction"]);
        Text(items[0].GetProperty("person"), "name").ShouldBe(["Siti Rahmwati"]);
        Text(items[1].GetProperty("person"), "name").ShouldBe(["Siti Rahmawati"]);
        Text(items[1], "id", "occurredAt").ShouldBe(Text(replacement, "id", "issuedAt"));
        Text(items[1].GetProperty("correction"), "completionId", "replacedCertificateId", "reason").ShouldBe([completed.FactId.ToString(), old.ToString(), Why]);
        await Eventually.SeeAsync(() => Task.FromResult(queue.Ids), ids => ids.Contains(id));
        queue.Events.First(e => e.Event.Id == id.ToString()).Event.Type.ShouldBe("id.go.jakarta.bpsdm.correction.v1");

        var told = (await service.Broker.ReceivedAsync<CertificateReplaced>(all => all.Any(m => m.OfferingId == _offering.OfferingId)))
            .Where(m => m.OfferingId == _offering.OfferingId).SelectMany(m => m.Certificates).ShouldHaveSingleItem();
        (told.FactId, told.Certificate.CertificateId, told.Replacement.CertificateId, told.Reason).ShouldBe((id, old, id, Why));
        (told.Certificate.CompletionId, told.Replacement.CompletionId, told.Replacement.Jp).ShouldBe((completed.FactId, completed.FactId, 32));
    }

    [Fact]
    public async Task Of_many_at_once_one_replaces_and_who_asked_for_the_same_gets_the_same()
    {
        var (_, old) = await CertifiedAsync();
        string[] names = ["Siti Rahmawati, S.E.", "Siti Rahmawati, M.M."];
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async n =>
        {
            using var answer = await ReplaceAsync(old, new { name = names[n % 2], reason = Why });
            return (Name: names[n % 2], answer.StatusCode, Body: await answer.Content.ReadAsStringAsync());
        }));
        var winner = Text(await ViewAsync((await ViewAsync(old)).GetProperty("replacedBy").GetProperty("id").GetGuid()), "name")[0];
        answers.ShouldAllBe(a => a.StatusCode == (a.Name == winner ? HttpStatusCode.OK : HttpStatusCode.Conflict));
        answers.Where(a => a.StatusCode == HttpStatusCode.OK).Select(a => a.Body).Distinct().ShouldHaveSingleItem();
        (await service.IssuedAsync(_offering.OfferingId)).ShouldBe(2);
        await service.SeriesHaveNoGapAsync();
    }

    [Fact]
    public async Task A_replacement_is_replaced_and_revoked_like_any_certificate_and_the_replaced_one_no_more()
    {
        var (completed, first) = await CertifiedAsync();
        var second = (await ReplacedAsync(first, new { rank = "III/c", reason = Why })).GetProperty("id").GetGuid();
        var third = await ReplacedAsync(second, new { birthPlace = "Bandung", reason = Why });
        Text(third, "name", "rank", "birthPlace").ShouldBe(["Siti Rahmawati", "III/c", "Bandung"]);
        (await ProblemAsync(await RevokeAsync(second), HttpStatusCode.Conflict)).ShouldContain(Text(third, "number")[0]);
        (await RevokeAsync(third.GetProperty("id").GetGuid())).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ProblemAsync(await ReplaceAsync(third.GetProperty("id").GetGuid(), new { rank = "III/d", reason = Why }), HttpStatusCode.Conflict);
        (await service.FeedOfAsync(completed.Person.Nip)).Select(i => i.GetProperty("type").GetString()).ShouldBe(["completion", "correction", "correction", "revocation"]);
    }

    [Fact]
    public async Task The_completion_told_again_issues_nothing_and_taken_back_it_asks_for_the_replacement()
    {
        var (completed, old) = await CertifiedAsync();
        var replacement = (await ReplacedAsync(old, new { position = "Arsiparis Ahli Pertama", reason = Why })).GetProperty("id").GetGuid();
        var again = Guid.CreateVersion7();
        await service.Broker.PublishAsync(new ParticipantCompleted { Offering = _offering, Participants = [completed] }, again);
        await service.HandledAsync(again);
        (await service.IssuedAsync(_offering.OfferingId)).ShouldBe(2);

        var back = new CorrectedCompletion(Guid.CreateVersion7(), completed.FactId, completed.ParticipantId, completed.Person, true, false, 40, Why, DateTimeOffset.UtcNow);
        await service.Broker.PublishAsync(new CompletionCorrected { Offering = _offering, Participants = [back] });
        await Eventually.SeeAsync(() => service.ScalarAsync<long>("SELECT count(*) FROM revocation_requests WHERE id = $1", back.FactId), asked => asked == 1);
        using var admin = service.AsTrainingAdmin();
        using var decided = await admin.PutAsJsonAsync($"{Api}/revocation-requests/{back.FactId}/decision", new { decision = "confirmed", reason = Why });
        Text(JsonElement.Parse(await decided.Content.ReadAsStringAsync()), "certificateId").ShouldBe([replacement.ToString()]);
        Text(await ViewAsync(replacement), "status").ShouldBe(["revoked"]);
        Text(await ViewAsync(old), "status").ShouldBe(["replaced"]);
    }

    [Fact]
    public async Task Only_BPSDM_replaces_with_a_reason_something_that_is_wrong_and_holds()
    {
        var (completed, id) = await CertifiedAsync();
        foreach (var role in (string[])[Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.HrSystem, Roles.Operator])
        {
            using var client = service.As(role, agency: "OPD-24", nip: completed.Person.Nip);
            await ProblemAsync(await client.PutAsJsonAsync($"{Api}/certificates/{id}/replacement", new { name = "Siti", reason = Why }), HttpStatusCode.Forbidden);
        }
        (object Body, string Field)[] bad =
        [
            (new { name = "Siti" }, "reason"), (new { name = "Siti", reason = "pendek" }, "reason"), (new { name = "  ", reason = Why }, "name"),
            (new { name = new string('x', 201), reason = Why }, "name"), (new { name = "Siti\0", reason = Why }, "name"), (new { name = "Siti\nR", reason = Why }, "name"),
            (new { birthPlace = "", reason = Why }, "birthPlace"), (new { rank = new string('I', 21), reason = Why }, "rank"),
            (new { position = new string('x', 201), reason = Why }, "position"), (new { name = "Siti", reason = "Nama salah\0eja." }, "bad-character"),
        ];
        foreach (var (body, field) in bad) (await ProblemAsync(await ReplaceAsync(id, body), HttpStatusCode.BadRequest)).ShouldContain(field);
        (await ProblemAsync(await ReplaceAsync(id, new { name = "Siti Rahmawati", reason = Why }), HttpStatusCode.UnprocessableEntity)).ShouldContain("nothing-to-correct");
        await ProblemAsync(await ReplaceAsync(Guid.CreateVersion7(), new { name = "Siti", reason = Why }), HttpStatusCode.NotFound);
        Text(await ViewAsync(id), "status").ShouldBe(["valid"]);
        (await RevokeAsync(id)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ProblemAsync(await ReplaceAsync(id, new { name = "Siti", reason = Why }), HttpStatusCode.Conflict)).ShouldContain("revoked");
        (await service.IssuedAsync(_offering.OfferingId)).ShouldBe(1);
    }

    private async Task<(CompletedParticipant Completed, Guid Certificate)> CertifiedAsync(string name = "Siti Rahmawati")
    {
        var completed = service.Completed(name: name);
        await service.IssueAsync(new() { Offering = _offering, Participants = [completed] });
        return (completed, await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", completed.FactId));
    }

    private async Task<JsonElement> ViewAsync(Guid id)
    {
        using var admin = service.AsTrainingAdmin();
        return await admin.GetFromJsonAsync<JsonElement>($"{Api}/certificates/{id}");
    }

    private async Task<HttpResponseMessage> ReplaceAsync(Guid id, object body)
    {
        using var admin = service.AsTrainingAdmin();
        return await admin.PutAsJsonAsync($"{Api}/certificates/{id}/replacement", body);
    }

    private async Task<JsonElement> ReplacedAsync(Guid id, object body)
    {
        using var answer = await ReplaceAsync(id, body);
        var json = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, json);
        return JsonElement.Parse(json);
    }

    private async Task<HttpResponseMessage> RevokeAsync(Guid id)
    {
        using var admin = service.AsTrainingAdmin();
        return await admin.PutAsJsonAsync($"{Api}/certificates/{id}/revocation", new { reason = Why });
    }

    private static string[] Text(JsonElement json, params string[] names) => [.. names.Select(n => json.GetProperty(n).ToString())];
}
