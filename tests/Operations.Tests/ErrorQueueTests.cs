using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Bpsdm.Operations.Tests;

/// <summary>Messages that a consumer failed on: what is shown of them, and how they come back to it.</summary>
[Collection(OperationsTests.Name)]
public sealed class ErrorQueueTests(OperationsFixture service) : IAsyncLifetime
{
    private readonly string _queue = $"test-{Guid.NewGuid():n}";
    private IChannel _channel = null!;

    private string Path => $"/api/operations/error-queues/{_queue}_error";

    public async Task InitializeAsync()
    {
        _channel = await service.ChannelAsync();
        foreach (var name in (string[])[_queue, $"{_queue}_error"])
            await _channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
    }

    public async Task DisposeAsync() => await _channel.CloseAsync();

    [Fact]
    public async Task What_failed_is_shown_with_its_reason_and_without_anybodys_data()
    {
        var id = await FailAsync("Pegawai 198706142010012003 tidak dikenal\nat Rahasia()", "{\"nip\":\"198706142010012003\"}");

        var text = await service.Operator().GetStringAsync($"{Path}/messages");

        text.ShouldNotContain("198706142010012003");
        text.ShouldNotContain("Rahasia");
        var message = JsonDocument.Parse(text).RootElement[0];
        message.GetProperty("messageId").GetGuid().ShouldBe(id);
        message.GetProperty("reason").GetString().ShouldBe("System.InvalidOperationException: Pegawai ******** tidak dikenal");
        message.GetProperty("type").GetString().ShouldBe("Bpsdm.Contracts.Test");
        message.GetProperty("failedAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 11, 27, 1, 2, 3, TimeSpan.Zero));
    }

    [Fact]
    public async Task However_often_it_is_looked_at_it_stays()
    {
        var id = await FailAsync("x", "{}");
        // A quorum queue of RabbitMQ 4 gives up on what came back twenty times.
        for (var look = 0; look < 25; look++) (await ShownAsync()).ShouldBe([id]);
    }

    [Fact]
    public async Task One_is_sent_to_its_consumer_again_as_it_was_and_the_others_stay()
    {
        var (first, second, third) = (await FailAsync("a", "{\"n\":1}"), await FailAsync("b", "{\"n\":2}"), await FailAsync("c", "{\"n\":3}"));

        (await RedeliverAsync($"/messages/{second}/redelivery")).ShouldBe(1);

        (await ShownAsync()).Order().ShouldBe(new[] { first, third }.Order());
        var again = (await _channel.BasicGetAsync(_queue, autoAck: true))!;
        again.BasicProperties.MessageId.ShouldBe(second.ToString());
        Encoding.UTF8.GetString(again.Body.Span).ShouldBe("{\"n\":2}");
        // What begins with x- is the broker's and the client's own.
        again.BasicProperties.Headers!.Keys.Where(k => !k.StartsWith("x-", StringComparison.Ordinal)).ShouldBe(["Kept"]);
        again.BasicProperties.ContentType.ShouldBe("application/vnd.masstransit+json");
        using var twice = await service.Operator().PostAsync($"{Path}/messages/{second}/redelivery", null);
        twice.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _channel.MessageCountAsync(_queue)).ShouldBe(0u);
    }

    [Fact]
    public async Task All_are_sent_again_each_once_by_two_operators_at_once()
    {
        var ids = new HashSet<string>();
        for (var n = 0; n < 30; n++) ids.Add((await FailAsync("x", "{}")).ToString());

        var sent = await Task.WhenAll(RedeliverAsync("/redelivery"), RedeliverAsync("/redelivery"));

        sent.Sum().ShouldBe(30);
        (await ShownAsync()).ShouldBeEmpty();
        var arrived = new List<string>();
        while (await _channel.BasicGetAsync(_queue, autoAck: true) is { } message) arrived.Add(message.BasicProperties.MessageId!);
        arrived.Order().ShouldBe(ids.Order());
    }

    [Fact]
    public async Task Where_the_consumers_queue_is_gone_the_message_stays()
    {
        var id = await FailAsync("x", "{}");
        await _channel.QueueDeleteAsync(_queue);

        using var answer = await service.Operator().PostAsync($"{Path}/redelivery", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, await answer.Content.ReadAsStringAsync());
        (await ShownAsync()).ShouldBe([id]);
    }

    private async Task<Guid> FailAsync(string why, string body)
    {
        var id = Guid.CreateVersion7();
        await _channel.BasicPublishAsync("", $"{_queue}_error", mandatory: true, new BasicProperties
        {
            MessageId = id.ToString(), ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?>
            {
                ["MT-Fault-ExceptionType"] = "System.InvalidOperationException", ["MT-Fault-Message"] = why, ["MT-Fault-StackTrace"] = "at X()",
                ["MT-Fault-MessageType"] = "Bpsdm.Contracts.Test", ["MT-Fault-Timestamp"] = "2026-11-27T01:02:03.0000000Z",
                ["MT-Reason"] = "fault", ["MT-Host-MachineName"] = "x", ["Kept"] = "yes",
            },
        }, Encoding.UTF8.GetBytes(body));
        return id;
    }

    private async Task<Guid[]> ShownAsync() =>
        [.. (await service.Operator().GetFromJsonAsync<JsonElement[]>($"{Path}/messages"))!.Select(m => m.GetProperty("messageId").GetGuid())];

    private async Task<int> RedeliverAsync(string path)
    {
        using var answer = await service.Operator().PostAsync(Path + path, null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("redelivered").GetInt32();
    }
}
