using System.Collections.Concurrent;
using System.Net.Mime;
using System.Text.Json;
using Bpsdm.Testing;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

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

        var (cloudEvent, properties, _) = hr.Events.First(e => e.Event.Id == message.Participants[0].FactId.ToString());
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

    /// <summary>An HR system's own queue.</summary>
    private sealed class HrQueue(IConnection connection, IChannel channel) : IAsyncDisposable
    {
        private static readonly JsonEventFormatter Formatter = new();

        public ConcurrentQueue<(CloudEvent Event, IReadOnlyBasicProperties Properties, string RoutingKey)> Events { get; } = new();

        public static async Task<HrQueue> BindAsync(Uri broker, string routingKey)
        {
            var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
            var channel = await connection.CreateChannelAsync();
            var queue = new HrQueue(connection, channel);
            await channel.ExchangeDeclareAsync("bpsdm.hr.completions", ExchangeType.Topic, durable: true);
            var name = (await channel.QueueDeclareAsync()).QueueName;
            await channel.QueueBindAsync(name, "bpsdm.hr.completions", routingKey);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) =>
            {
                var read = Formatter.DecodeStructuredModeMessage(delivery.Body.ToArray(), new ContentType(delivery.BasicProperties.ContentType!), null);
                queue.Events.Enqueue((read, new BasicProperties(delivery.BasicProperties), delivery.RoutingKey));
                return Task.CompletedTask;
            };
            await channel.BasicConsumeAsync(name, autoAck: true, consumer);
            return queue;
        }

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
