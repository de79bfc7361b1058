using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Certification;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Testing;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Bpsdm.Certification.Tests;

[CollectionDefinition(Name)]
public sealed class CertificationTests : ICollectionFixture<CertificationFixture>
{
    public const string Name = "certification";
}

/// <summary>The service on real servers, and completions to feed it with.</summary>
public class CertificationFixture() : ServiceFixture<Program>("certificationdb", typeof(CertificateIssued), typeof(CertificateRevoked), typeof(CertificateReplaced))
{
    public const string HrPassword = "a password of tests only";

    private int _serial;

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Webhooks:Key", "a key of tests only, forty characters long"),
        new("Credentials:KeyPassword", "a password of tests only, forty characters"),
        new("Webhooks:AllowPrivateTargets", "true"),
        new("Webhooks:Timeout", "00:00:05"),
        .. Enumerable.Range(0, 3).Select(i => new KeyValuePair<string, string>($"Webhooks:Pauses:{i}", "00:00:00.100")),
        new("Hr:Broker:ManagementUrl", TestServers.GetAsync().GetAwaiter().GetResult().Management.BaseAddress!.ToString()),
        new("Hr:Broker:Password", HrPassword),
        new("Signing:Pkcs12Path", SigningKeys.Rsa),
        new("Signing:Pkcs12Password", SigningKeys.Password),
    ];

    /// <summary>The virtual host, as HR systems reach it.</summary>
    public Uri HrVirtualHost => new UriBuilder(VirtualHost) { UserName = "hr", Password = Uri.EscapeDataString(HrPassword) }.Uri;

    public static OfferingSummary Offering(string category = "technical", string title = "E-Bimtek Pengelolaan Arsip Dinamis", string place = "Jakarta (daring)") => new(
        Guid.CreateVersion7(), "DKL-2020-17", title, category, 3, 2020, 32, "distance", place, new(2020, 5, 28), new(2020, 6, 1));

    public CompletedParticipant Completed(string? nip = null, string name = "Siti Rahmawati", string agency = "OPD-24", DateTimeOffset? at = null) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(),
        new Person(
            nip ?? $"19900101201501{Interlocked.Increment(ref _serial) + 1000:0000}", name, "Jakarta", new(1990, 1, 1), "III/b",
            "Analis Kepegawaian Ahli Pertama", agency, "Dinas Perpustakaan dan Kearsipan"),
        87.5m, at ?? new DateTimeOffset(2020, 6, 1, 8, 0, 0, TimeSpan.Zero));

    public ParticipantCompleted Message(OfferingSummary offering, int count) =>
        new() { Offering = offering, Participants = [.. Enumerable.Range(0, count).Select(_ => Completed())] };

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public Task<long> IssuedAsync(Guid offeringId) => ScalarAsync<long>("SELECT count(*) FROM certificates WHERE offering_id = $1", offeringId);

    /// <summary>Publishes the completions and waits for their certificates.</summary>
    public async Task IssueAsync(ParticipantCompleted message, int? expected = null)
    {
        await Broker.PublishAsync(message);
        await Eventually.SeeAsync(() => IssuedAsync(message.Offering.OfferingId), issued => issued == (expected ?? message.Participants.Count));
    }

    /// <summary>Waits until messages with these ids were handled, and as many batches after them as can be in work at once, so that repeated deliveries were seen too.</summary>
    public async Task HandledAsync(params Guid[] messageIds)
    {
        await Eventually.SeeAsync(
            () => ScalarAsync<long>("SELECT count(*) FROM messaging.inbox_messages WHERE message_id = ANY($1)", messageIds),
            handled => handled == messageIds.Distinct().Count());
        for (var batch = 0; batch < 3; batch++) await IssueAsync(Message(Offering(), 1));
    }

    /// <summary>What HR is told of a person, in the order of the feed.</summary>
    public async Task<List<JsonElement>> FeedOfAsync(string nip)
    {
        using var hr = AsHrSystem();
        var (cursor, mine) = ("", new List<JsonElement>());
        while (true)
        {
            var page = await hr.GetFromJsonAsync<JsonElement>($"/api/hr/completions?limit=1000&after={cursor}");
            cursor = page.GetProperty("next").GetString()!;
            mine.AddRange(page.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("person").GetProperty("nip").GetString() == nip));
            if (page.GetProperty("items").GetArrayLength() == 0) return mine;
        }
    }

    /// <summary>Messages that wait in a queue; none where it does not exist yet.</summary>
    public Task<uint> MessagesInAsync(string queue) => AskBrokerAsync(channel => channel.MessageCountAsync(queue));

    /// <summary>Hosts that read from a queue.</summary>
    public Task<uint> ConsumersOfAsync(string queue) => AskBrokerAsync(channel => channel.ConsumerCountAsync(queue));

    private async Task<uint> AskBrokerAsync(Func<IChannel, Task<uint>> ask)
    {
        await using var connection = await new ConnectionFactory { Uri = VirtualHost }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await ask(channel);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return 0;
        }
    }

    /// <summary>Every series runs from 1 to its last number, and the feed from 1 to its last position.</summary>
    public async Task SeriesHaveNoGapAsync()
    {
        (await ScalarAsync<long>(
            """
            SELECT count(*) FROM (
              SELECT 1 FROM certificates c JOIN number_series s ON s.kind = c.kind AND s.year = c.series_year
              GROUP BY c.kind, c.series_year, s.next
              HAVING min(c.sequence) <> 1 OR max(c.sequence) <> count(*) OR s.next <> count(*) + 1) AS broken
            """)).ShouldBe(0);
        (await ScalarAsync<long>(
            """
            SELECT (SELECT coalesce(max(position), 0) - count(*) FROM hr_entries)
                 + (SELECT abs(last_position - (SELECT count(*) FROM certificates) - (SELECT count(*) FROM hr_entries WHERE type = 'revocation')) FROM hr_feed)
            """)).ShouldBe(0);
    }
}
