using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Certification;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests;

/// <summary>Outcomes that turn after they were told: certificates that come late, and those that a person takes back.</summary>
[Collection(CertificationTests.Name)]
public sealed class RevocationTests(CertificationFixture service)
{
    private const string Api = "/api/certification", Why = "Kehadiran ternyata dititipkan.", Decision = "Diperiksa bersama inspektorat.";

    private readonly OfferingSummary _offering = CertificationFixture.Offering();

    [Fact]
    public async Task Who_failed_and_completed_after_all_is_certified_once()
    {
        var corrected = Correction(service.Completed(), Guid.CreateVersion7(), completed: true);
        await TellAsync(corrected, corrected);
        var number = await service.ScalarAsync<string>("SELECT string_agg(number, ',') FROM certificates WHERE completion_id = $1", corrected.FactId);
        number.ShouldEndWith($"/BPSDM/{corrected.CorrectedAt.ToOffset(TimeSpan.FromHours(7)).Year}");
        var issued = await service.Broker.ReceivedAsync<CertificateIssued>(all => all.Any(m => m.OfferingId == _offering.OfferingId));
        issued.Where(m => m.OfferingId == _offering.OfferingId).SelectMany(m => m.Certificates).ShouldHaveSingleItem().CompletionId.ShouldBe(corrected.FactId);
        (await RequestOfAsync(corrected.FactId)).ShouldBeNull();
    }

    [Fact]
    public async Task A_completion_that_was_taken_back_waits_for_a_person_who_revokes_its_certificate()
    {
        var (completed, id) = await CertifiedAsync();
        var back = Correction(completed, completed.FactId, completed: false);
        await TellAsync(back);
        (await StatusAsync(id)).ShouldBe("valid");
        var asked = (await RequestOfAsync(back.FactId)).ShouldNotBeNull();
        (asked.GetProperty("certificateId").GetGuid(), asked.GetProperty("reason").GetString(), asked.GetProperty("nip").GetString())
            .ShouldBe((id, Why, completed.Person.Nip));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DecideAsync(back.FactId, "confirmed")));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        await ProblemAsync(await DecideAsync(back.FactId, "declined"), HttpStatusCode.Conflict);
        (await StatusAsync(id)).ShouldBe("revoked");
        (await RequestOfAsync(back.FactId)).ShouldBeNull();
        (await RequestOfAsync(back.FactId, "confirmed")).ShouldNotBeNull().GetProperty("decisionReason").GetString().ShouldBe(Decision);

        var told = (await service.Broker.ReceivedAsync<CertificateRevoked>(all => all.Any(m => m.OfferingId == _offering.OfferingId)))
            .Where(m => m.OfferingId == _offering.OfferingId).SelectMany(m => m.Certificates).ShouldHaveSingleItem();
        (told.FactId, told.Certificate.CertificateId, told.Certificate.CompletionId, told.Reason).ShouldBe((back.FactId, id, completed.FactId, Decision));
        await service.SeriesHaveNoGapAsync();
    }

    [Fact]
    public async Task HR_reads_the_revocation_as_an_entry_of_its_own_in_the_feed_and_on_the_exchange()
    {
        await using var queue = await HrQueue.BindAsync(service.VirtualHost, "#");
        var (completed, id) = await CertifiedAsync();
        var back = Correction(completed, completed.FactId, completed: false);
        await TellAsync(back);
        await DecideAsync(back.FactId, "confirmed");

        var items = await service.FeedOfAsync(completed.Person.Nip);
        items.Select(i => i.GetProperty("type").GetString()).ShouldBe(["completion", "revocation"]);
        items[0].GetProperty("id").GetGuid().ShouldBe(completed.FactId);
        items[0].GetProperty("revocation").ValueKind.ShouldBe(JsonValueKind.Null);
        items[1].GetProperty("id").GetGuid().ShouldBe(back.FactId);
        items[1].GetProperty("revocation").GetProperty("completionId").GetGuid().ShouldBe(completed.FactId);
        items[1].GetProperty("revocation").GetProperty("reason").GetString().ShouldBe(Decision);
        items[1].GetProperty("certificate").GetProperty("id").GetGuid().ShouldBe(id);

        await Eventually.SeeAsync(() => Task.FromResult(queue.Ids), ids => ids.Contains(back.FactId));
        var (cloudEvent, json, _) = queue.Events.First(e => e.Event.Id == back.FactId.ToString());
        cloudEvent.Type.ShouldBe("id.go.jakarta.bpsdm.revocation.v1");
        JsonElement.DeepEquals(json.GetProperty("data"), items[1]).ShouldBeTrue();
    }

    [Fact]
    public async Task A_declined_request_leaves_the_certificate_valid()
    {
        var (completed, id) = await CertifiedAsync();
        var back = Correction(completed, completed.FactId, completed: false);
        await TellAsync(back);
        using var answer = await DecideAsync(back.FactId, "declined");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(id)).ShouldBe("valid");
        (await service.FeedOfAsync(completed.Person.Nip)).Count.ShouldBe(1);
        await ProblemAsync(await DecideAsync(back.FactId, "confirmed"), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Whose_certificate_was_revoked_and_who_completes_after_all_gets_another_one()
    {
        var (completed, first) = await CertifiedAsync();
        var back = Correction(completed, completed.FactId, completed: false);
        await TellAsync(back);
        await DecideAsync(back.FactId, "confirmed");
        var again = Correction(completed, back.FactId, completed: true);
        await TellAsync(again);
        (await StatusAsync(first)).ShouldBe("revoked");
        (await service.ScalarAsync<string>("SELECT status FROM certificates WHERE completion_id = $1", again.FactId)).ShouldBe("valid");
        await service.SeriesHaveNoGapAsync();
    }

    /// <summary>Completion, taken back, completed again, each told in every order: one valid certificate and nothing to decide.</summary>
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task In_whatever_order_corrections_come_the_last_of_the_line_holds(params int[] order)
    {
        var completed = service.Completed();
        var back = Correction(completed, completed.FactId, completed: false);
        var again = Correction(completed, back.FactId, completed: true);
        foreach (var n in order)
        {
            if (n > 0)
            {
                await TellAsync(n == 1 ? back : again);
                continue;
            }
            var id = Guid.CreateVersion7();
            await service.Broker.PublishAsync(new ParticipantCompleted { Offering = _offering, Participants = [completed] }, id);
            await service.HandledAsync(id);
        }
        (await service.ScalarAsync<long>("SELECT count(*) FROM certificates WHERE participant_id = $1 AND status = 'valid'", completed.ParticipantId)).ShouldBe(1);
        (await service.ScalarAsync<long>("SELECT count(*) FROM certificates WHERE participant_id = $1", completed.ParticipantId)).ShouldBe(1);
        (await service.ScalarAsync<long>("SELECT count(*) FROM revocation_requests WHERE participant_id = $1 AND status = 'open'", completed.ParticipantId)).ShouldBe(0);
    }

    [Fact]
    public async Task A_completion_taken_back_before_it_was_heard_of_gets_no_certificate()
    {
        var completed = service.Completed();
        await TellAsync(Correction(completed, completed.FactId, completed: false));
        var id = Guid.CreateVersion7();
        await service.Broker.PublishAsync(new ParticipantCompleted { Offering = _offering, Participants = [completed] }, id);
        await service.HandledAsync(id);
        (await service.IssuedAsync(_offering.OfferingId)).ShouldBe(0);
    }

    [Fact]
    public async Task A_certificate_is_revoked_directly_once_and_the_first_reason_stands()
    {
        var (completed, id) = await CertifiedAsync();
        using var admin = service.AsTrainingAdmin();
        var first = await (await admin.PutAsJsonAsync($"{Api}/certificates/{id}/revocation", new { reason = Why })).Content.ReadAsStringAsync();
        (await (await admin.PutAsJsonAsync($"{Api}/certificates/{id}/revocation", new { reason = Decision })).Content.ReadAsStringAsync()).ShouldBe(first);
        JsonElement.Parse(first).GetProperty("revocationReason").GetString().ShouldBe(Why);
        (await service.FeedOfAsync(completed.Person.Nip)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_BPSDM_revokes_and_never_without_a_reason()
    {
        var (completed, id) = await CertifiedAsync();
        var back = Correction(completed, completed.FactId, completed: false);
        await TellAsync(back);
        var (revocation, decision) = ($"{Api}/certificates/{id}/revocation", $"{Api}/revocation-requests/{back.FactId}/decision");
        foreach (var role in (string[])[Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.HrSystem, Roles.Operator])
        {
            using var client = service.As(role, agency: "OPD-24", nip: completed.Person.Nip);
            await ProblemAsync(await client.PutAsJsonAsync(revocation, new { reason = Why }), HttpStatusCode.Forbidden);
            await ProblemAsync(await client.PutAsJsonAsync(decision, new { decision = "confirmed", reason = Why }), HttpStatusCode.Forbidden);
        }
        using var admin = service.AsTrainingAdmin();
        (await ProblemAsync(await admin.PutAsJsonAsync(revocation, new { reason = "  pendek  " }), HttpStatusCode.BadRequest)).ShouldContain("reason");
        (await ProblemAsync(await admin.PutAsJsonAsync(decision, new { decision = "maybe", reason = Why }), HttpStatusCode.BadRequest)).ShouldContain("decision");
        (await ProblemAsync(await admin.PutAsJsonAsync(decision, new { decision = "confirmed" }), HttpStatusCode.BadRequest)).ShouldContain("reason");
        await ProblemAsync(await admin.PutAsJsonAsync($"{Api}/revocation-requests/{id}/decision", new { decision = "confirmed", reason = Why }), HttpStatusCode.NotFound);
        await ProblemAsync(await admin.PutAsJsonAsync($"{Api}/certificates/{back.FactId}/revocation", new { reason = Why }), HttpStatusCode.NotFound);
        foreach (var query in (string[])["status=0", "status=nonsense", "limit=0", "after=AgAAAAAAAAAAAAAAAAAAAAA"])
            await ProblemAsync(await admin.GetAsync($"{Api}/revocation-requests?{query}"), HttpStatusCode.BadRequest);
        (await StatusAsync(id)).ShouldBe("valid");
    }

    private static CorrectedCompletion Correction(CompletedParticipant of, Guid corrected, bool completed) => new(
        Guid.CreateVersion7(), corrected, of.ParticipantId, of.Person, !completed, completed, of.Score, Why, DateTimeOffset.UtcNow);

    /// <summary>Each in a message of its own, and all handled.</summary>
    private async Task TellAsync(params CorrectedCompletion[] corrections)
    {
        foreach (var correction in corrections)
        {
            var id = Guid.CreateVersion7();
            await service.Broker.PublishAsync(new CompletionCorrected { Offering = _offering, Participants = [correction] }, id);
            await Eventually.SeeAsync(() => service.ScalarAsync<long>("SELECT count(*) FROM messaging.inbox_messages WHERE message_id = $1", id), handled => handled == 1);
        }
    }

    private async Task<(CompletedParticipant Completed, Guid Certificate)> CertifiedAsync()
    {
        var completed = service.Completed();
        await service.IssueAsync(new() { Offering = _offering, Participants = [completed] });
        return (completed, await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", completed.FactId));
    }

    private Task<string> StatusAsync(Guid id) => service.ScalarAsync<string>("SELECT status FROM certificates WHERE id = $1", id);

    private async Task<HttpResponseMessage> DecideAsync(Guid request, string decision)
    {
        using var admin = service.AsTrainingAdmin();
        return await admin.PutAsJsonAsync($"{Api}/revocation-requests/{request}/decision", new { decision, reason = Decision });
    }

    private async Task<JsonElement?> RequestOfAsync(Guid id, string status = "open")
    {
        using var admin = service.AsTrainingAdmin();
        for (string? next = ""; next is not null;)
        {
            var page = await admin.GetFromJsonAsync<JsonElement>($"{Api}/revocation-requests?status={status}&limit=2&after={next}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
                if (item.GetProperty("id").GetGuid() == id) return item;
            next = page.GetProperty("next").GetString();
        }
        return null;
    }
}
