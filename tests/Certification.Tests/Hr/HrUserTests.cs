using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Bpsdm.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Bpsdm.Certification.Tests.Hr;

/// <summary>What the broker lets the user of HR systems do, and what it refuses.</summary>
[Collection(CertificationTests.Name)]
public sealed class HrUserTests(CertificationFixture service)
{
    private const string Exchange = "bpsdm.hr.completions";
    private const string OfOurs = "certification-issue-certificates";
    private const ushort AccessRefused = 403;

    [Fact]
    public async Task It_has_a_queue_of_its_own_on_the_exchange_from_the_first_completion_on()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await DeclareAsync(channel, "hr.own");
        await channel.QueueBindAsync("hr.own", Exchange, "#");
        var person = service.Completed();
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [person] });
        var received = await Eventually.SeeAsync(() => channel.BasicGetAsync("hr.own", autoAck: false), got => got is not null);
        await channel.BasicNackAsync(received!.DeliveryTag, multiple: false, requeue: true);
        (await channel.QueuePurgeAsync("hr.own")).ShouldBeGreaterThan(0u);
        await channel.QueueDeleteAsync("hr.own");
    }

    public static TheoryData<string> Refused => new(Refusals.Keys);

    private static readonly Dictionary<string, Func<IChannel, Task>> Refusals = new()
    {
        ["reading one message of another's queue"] = c => c.BasicGetAsync(OfOurs, autoAck: true),
        ["consuming from another's queue"] = c => c.BasicConsumeAsync(OfOurs, autoAck: false, new AsyncEventingBasicConsumer(c)),
        ["reading another HR system's queue"] = c => c.BasicGetAsync("simpeg.queue", autoAck: true),
        ["emptying another's queue"] = c => c.QueuePurgeAsync(OfOurs),
        ["deleting another's queue"] = c => c.QueueDeleteAsync(OfOurs),
        ["making a queue under another name"] = c => DeclareAsync(c, "simpeg.stolen"),
        ["making a queue whose name only begins alike"] = c => DeclareAsync(c, "hrx"),
        ["telling a completion that is none"] = c => PublishAsync(c, Exchange, "opd-24.sertifikat"),
        ["writing into another's queue"] = c => PublishAsync(c, "", OfOurs),
        ["telling the platform's services something"] = c => PublishAsync(c, "bpsdm.session-delivery.participant-completed.v1", ""),
        ["hearing what the platform's services tell each other"] = c => c.QueueBindAsync("hr.refused", "bpsdm.session-delivery.participant-completed.v1", ""),
        ["leading completions into another's queue"] = c => c.QueueBindAsync(OfOurs, Exchange, "#"),
        ["taking another's queue off its exchange"] = c => c.QueueUnbindAsync(OfOurs, OfOurs, ""),
        ["making the exchange anew"] = c => c.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true),
        ["deleting the exchange"] = c => c.ExchangeDeleteAsync(Exchange),
        ["a dead-letter exchange that it may not write to"] = c => c.QueueDeclareAsync(
            "hr.refused-dead", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-dead-letter-exchange"] = Exchange }),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_is_refused(string what)
    {
        await OtherQueueAsync("simpeg.queue");
        await using var connection = await ConnectAsync();
        await using (var own = await connection.CreateChannelAsync()) await DeclareAsync(own, "hr.refused");
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var closed = new TaskCompletionSource<ShutdownEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            closed.TrySetResult(reason);
            return Task.CompletedTask;
        };
        try
        {
            await Refusals[what](channel);
        }
        catch (Exception e) when (e is OperationInterruptedException or PublishException)
        {
            // The reason is what counts.
        }
        (await closed.Task.WaitAsync(TimeSpan.FromSeconds(10))).ReplyCode.ShouldBe(AccessRefused, what);
    }

    [Fact]
    public async Task It_is_no_user_of_another_virtual_host_nor_of_the_management_API_and_has_a_password()
    {
        var elsewhere = new UriBuilder(service.HrVirtualHost) { Path = "" }.Uri;
        (await RefusalAsync(elsewhere)).ShouldContain("NOT_ALLOWED");
        (await RefusalAsync(new UriBuilder(service.HrVirtualHost) { Password = "guest" }.Uri)).ShouldContain("ACCESS_REFUSED");

        using var management = new HttpClient { BaseAddress = (await TestServers.GetAsync()).Management.BaseAddress };
        management.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"hr:{CertificationFixture.HrPassword}")));
        (await management.GetAsync("/api/queues")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>As docs/decisions/0065 tells an administrator to set one up.</summary>
    [Fact]
    public async Task A_user_of_one_agency_can_bind_its_own_completions_only()
    {
        var management = (await TestServers.GetAsync()).Management;
        var host = service.VirtualHost.AbsolutePath[1..];
        await PutAsync("/api/users/opd24", new { password = CertificationFixture.HrPassword, tags = "" });
        await PutAsync($"/api/permissions/{host}/opd24", new { configure = @"^opd24\..*$", write = @"^opd24\..*$", read = @"^(opd24\..*|bpsdm\.hr\.completions)$" });
        await PutAsync($"/api/topic-permissions/{host}/opd24", new { exchange = Exchange, write = "^$", read = @"^opd-24\." });

        await using var connection = await new ConnectionFactory { Uri = new UriBuilder(service.HrVirtualHost) { UserName = "opd24" }.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await DeclareAsync(channel, "opd24.q");
        await channel.QueueBindAsync("opd24.q", Exchange, "opd-24.*");
        foreach (var key in (string[])["#", "*.sertifikat", "opd-2.*", "opd-240.*"])
        {
            await using var attempt = await connection.CreateChannelAsync();
            (await Should.ThrowAsync<OperationInterruptedException>(() => attempt.QueueBindAsync("opd24.q", Exchange, key))).ShutdownReason!.ReplyCode.ShouldBe(AccessRefused, key);
        }

        async Task PutAsync(string path, object body) => (await management.PutAsJsonAsync(path, body)).EnsureSuccessStatusCode();
    }

    /// <summary>The client throws, or gives a connection that the broker has closed already.</summary>
    private static async Task<string> RefusalAsync(Uri broker)
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
            return (await Eventually.SeeAsync(() => Task.FromResult(connection.CloseReason), reason => reason is not null))!.ToString();
        }
        catch (BrokerUnreachableException e)
        {
            return e.ToString();
        }
    }

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = service.HrVirtualHost }.CreateConnectionAsync();

    private async Task OtherQueueAsync(string name)
    {
        await using var connection = await new ConnectionFactory { Uri = service.VirtualHost }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await DeclareAsync(channel, name);
    }

    private static Task<QueueDeclareOk> DeclareAsync(IChannel channel, string queue) => channel.QueueDeclareAsync(
        queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });

    private static Task PublishAsync(IChannel channel, string exchange, string key) => channel.BasicPublishAsync(exchange, key, mandatory: true, body: "{}"u8.ToArray()).AsTask();
}
