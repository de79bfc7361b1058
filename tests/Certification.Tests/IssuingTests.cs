using Bpsdm.Contracts.Certification;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests;

[Collection(CertificationTests.Name)]
public sealed class IssuingTests(CertificationFixture service)
{
    [Fact]
    public async Task A_completion_is_certified_once_however_often_and_in_whatever_company_it_is_told()
    {
        var offering = CertificationFixture.Offering();
        CompletedParticipant[] people = [.. Enumerable.Range(0, 30).Select(_ => service.Completed())];
        var first = new ParticipantCompleted { Offering = offering, Participants = people[..20] };
        var overlapping = new ParticipantCompleted { Offering = offering, Participants = people[10..] };
        Guid[] ids = [.. Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7())];

        await Task.WhenAll(
            service.Broker.PublishAsync(first, ids[0]), service.Broker.PublishAsync(first, ids[0]), service.Broker.PublishAsync(first, ids[0]),
            service.Broker.PublishAsync(overlapping, ids[1]), service.Broker.PublishAsync(first, ids[2]), service.Broker.PublishAsync(overlapping, ids[3]));
        await service.HandledAsync(ids);

        (await service.IssuedAsync(offering.OfferingId)).ShouldBe(30);
        var issued = await service.Broker.ReceivedAsync<CertificateIssued>(all => Of(all, offering).Count >= 30);
        Of(issued, offering).Select(c => c.CompletionId).ShouldBe(people.Select(p => p.FactId), ignoreOrder: true);
        Of(issued, offering).ShouldAllBe(c => c.Number.EndsWith("/SERTIFIKAT/BPSDM/2020") && c.Kind == "sertifikat" && c.Jp == 32);
    }

    [Fact]
    public async Task A_person_who_completes_the_same_enrolment_under_two_facts_is_certified_once()
    {
        var offering = CertificationFixture.Offering();
        var one = service.Completed();
        await service.IssueAsync(new ParticipantCompleted { Offering = offering, Participants = [one, one with { FactId = Guid.CreateVersion7() }] }, 1);
        var again = Guid.CreateVersion7();
        await service.Broker.PublishAsync(
            new ParticipantCompleted { Offering = offering, Participants = [one with { FactId = Guid.CreateVersion7() }] }, again);
        await service.HandledAsync(again);
        (await service.IssuedAsync(offering.OfferingId)).ShouldBe(1);
    }

    [Theory]
    [InlineData("leadership", "sttpp", "STTPP")]
    [InlineData("basic", "sttpp", "STTPP")]
    [InlineData("technical", "sertifikat", "SERTIFIKAT")]
    public async Task The_kind_follows_the_category_and_the_year_is_that_of_the_completion_in_WIB(string category, string kind, string inNumber)
    {
        var offering = CertificationFixture.Offering(category);
        // 17:30 UTC on New Year's Eve is 00:30 in Jakarta.
        var completed = service.Completed(at: new DateTimeOffset(2031, 12, 31, 17, 30, 0, TimeSpan.Zero));
        await service.IssueAsync(new ParticipantCompleted { Offering = offering, Participants = [completed] });
        var number = await service.ScalarAsync<string>("SELECT kind || ' ' || number FROM certificates WHERE completion_id = $1", completed.FactId);
        number.ShouldMatch($"^{kind} [0-9]+/{inNumber}/BPSDM/2032$");
    }

    [Fact]
    public async Task A_broken_message_keeps_nobody_else_from_a_certificate()
    {
        var (good, bad) = (service.Message(CertificationFixture.Offering(), 5), service.Message(CertificationFixture.Offering(), 5));
        // PostgreSQL stores no U+0000.
        bad = bad with { Participants = [.. bad.Participants.Take(4), service.Completed(name: "Rusak\0")] };
        var other = service.Message(CertificationFixture.Offering(), 5);
        await Task.WhenAll(service.Broker.PublishAsync(good), service.Broker.PublishAsync(bad), service.Broker.PublishAsync(other));

        await Eventually.SeeAsync(() => service.IssuedAsync(good.Offering.OfferingId), issued => issued == 5);
        await Eventually.SeeAsync(() => service.IssuedAsync(other.Offering.OfferingId), issued => issued == 5);
        await Eventually.SeeAsync(() => service.MessagesInAsync("certification-issue-certificates_error"), count => count >= 1, TimeSpan.FromSeconds(60));
        (await service.IssuedAsync(bad.Offering.OfferingId)).ShouldBe(0);
        await service.SeriesHaveNoGapAsync();
    }

    private static List<IssuedCertificate> Of(IEnumerable<CertificateIssued> messages, OfferingSummary offering) =>
        [.. messages.Where(m => m.OfferingId == offering.OfferingId).SelectMany(m => m.Certificates)];
}
