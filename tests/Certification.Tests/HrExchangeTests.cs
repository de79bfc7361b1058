using System.Globalization;
using System.Text.Json;
using Bpsdm.Testing;
using CloudNative.CloudEvents;
using RabbitMQ.Client;

namespace Bpsdm.Certification.Tests;

[Collection(CertificationTests.Name)]
public sealed class HrExchangeTests(CertificationFixture service)
{
    [Fact]
    public async Task Each_completion_is_a_cloud_event_of_its_own_with_the_data_of_the_feed()
    {
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        await using var oneAgency = await HrQueue.BindAsync(service.VirtualHost, "opd-7-a.sttpp");
        var message = service.Message(CertificationFixture.Offering(), 1200);
        await service.IssueAsync(message);
        var sttpp = CertificationFixture.Offering("leadership");
        var elsewhere = service.Completed(agency: "OPD.7 A");
        await service.IssueAsync(new() { Offering = sttpp, Participants = [elsewhere] });

        var expected = message.Participants.Append(elsewhere).Select(p => p.FactId.ToString()).ToHashSet();
        await Eventually.SeeAsync(
            () => Task.FromResult(hr.Events.Select(e => e.Event.Id!).Where(expected.Contains).Distinct().Count()), count => count == expected.Count);

        var (cloudEvent, _, properties) = hr.Events.First(e => e.Event.Id == message.Participants[0].FactId.ToString());
        cloudEvent.IsValid.ShouldBeTrue();
        cloudEvent.SpecVersion.ShouldBe(CloudEventsSpecVersion.V1_0);
        cloudEvent.Type.ShouldBe("id.go.jakarta.bpsdm.completion.v1");
        cloudEvent.Source!.ToString().ShouldBe("urn:bpsdm:certification");
        cloudEvent.Time.ShouldBe(message.Participants[0].CompletedAt);
        cloudEvent.DataContentType.ShouldBe("application/json");
        properties.ContentType.ShouldBe("application/cloudevents+json");
        properties.DeliveryMode.ShouldBe(DeliveryModes.Persistent);
        properties.MessageId.ShouldBe(cloudEvent.Id);

        var inFeed = await FeedItemAsync(cloudEvent.Id!);
        cloudEvent.Subject.ShouldBe(inFeed.GetProperty("certificate").GetProperty("id").GetString());
        JsonElement.DeepEquals((JsonElement)cloudEvent.Data!, inFeed).ShouldBeTrue($"{cloudEvent.Data} is not {inFeed}");
        oneAgency.Events.Select(e => e.Event.Id).Distinct().ShouldBe([elsewhere.FactId.ToString()]);
    }

    /// <summary>By the specification's text rather than by a library that may be as wrong as the sender: CloudEvents 1.0, 3.1 and the JSON format 3.</summary>
    [Fact]
    public async Task Every_message_has_the_attributes_that_CloudEvents_requires()
    {
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        var message = service.Message(CertificationFixture.Offering(), 20);
        await service.IssueAsync(message);
        await Eventually.SeeAsync(() => Task.FromResult(hr.Ids), ids => message.Participants.All(p => ids.Contains(p.FactId)));

        foreach (var (_, json, properties) in hr.Events)
        {
            json.GetProperty("specversion").GetString().ShouldBe("1.0");
            json.GetProperty("id").GetString().ShouldBe(json.GetProperty("data").GetProperty("id").GetString());
            json.GetProperty("id").GetString().ShouldBe(properties.MessageId);
            Uri.TryCreate(json.GetProperty("source").GetString(), UriKind.Absolute, out _).ShouldBeTrue();
            json.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
            json.GetProperty("subject").GetString().ShouldNotBeNullOrEmpty();
            DateTimeOffset.Parse(json.GetProperty("time").GetString()!, CultureInfo.InvariantCulture)
                .ShouldBe(json.GetProperty("data").GetProperty("occurredAt").GetDateTimeOffset());
            json.EnumerateObject().ShouldAllBe(attribute => attribute.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
        }
        hr.Events.Select(e => (e.Event.Source, e.Event.Id)).Distinct().Count().ShouldBe(hr.Events.Count, "source and id name one event");
    }

    [Fact]
    public async Task What_was_issued_before_a_relay_came_is_told_from_the_stored_position_and_each_replica_waits_its_turn()
    {
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        await using var replica = new Replica(service);
        var messages = Enumerable.Range(0, 10).Select(_ => service.Message(CertificationFixture.Offering(), 100)).ToList();
        foreach (var message in messages) await service.IssueAsync(message);
        var expected = messages.SelectMany(m => m.Participants).Select(p => p.FactId.ToString()).ToHashSet();
        await Eventually.SeeAsync(
            () => Task.FromResult(hr.Events.Count(e => expected.Contains(e.Event.Id!))), count => count >= expected.Count);
        hr.Events.Count(e => expected.Contains(e.Event.Id!)).ShouldBe(expected.Count, "two relays told the same entries");

        // The broker's order is that of the feed, since one relay walks it.
        var order = await service.ScalarAsync<string[]>(
            "SELECT array_agg(fact_id::text ORDER BY position) FROM hr_entries WHERE fact_id::text = ANY($1)", (object)expected.ToArray());
        hr.Events.Select(e => e.Event.Id!).Where(expected.Contains).ShouldBe(order);
    }

    private async Task<JsonElement> FeedItemAsync(string id)
    {
        using var client = service.AsHrSystem();
        var cursor = "";
        while (true)
        {
            var page = JsonDocument.Parse(await client.GetStringAsync($"/api/hr/completions?limit=1000&after={cursor}")).RootElement;
            foreach (var item in page.GetProperty("items").EnumerateArray())
                if (item.GetProperty("id").GetString() == id) return item;
            if (page.GetProperty("items").GetArrayLength() == 0) throw new InvalidOperationException($"{id} is not in the feed.");
            cursor = page.GetProperty("next").GetString()!;
        }
    }
}
