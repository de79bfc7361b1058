using System.Net;
using System.Text;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;
using MassTransit;
using Npgsql;
using RabbitMQ.Client;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>The page of operators in a real browser, over a platform at work.</summary>
[Collection(PlatformCollection.Name)]
public sealed class OperationsPageTests(PlatformFixture fixture)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task An_operator_sends_again_what_was_parked_and_what_failed()
    {
        var (parked, failed) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await ParkAsync(parked, "PARKED-1");
        await FailAsync(failed, "FAILED-1");

        await Node.RunAsync("operations-page.js", JsonSerializer.Serialize(new
        {
            address = new Uri(fixture.Platform.GatewayUrl, "operations/"), password = fixture.Platform.Secrets["seed-password"], parked, failed,
        }, Json));

        // Enrolment learns of both agencies: the button had the effect, not only the message gone.
        await using var enrolment = NpgsqlDataSource.Create(fixture.Platform.AddressOf("enrolmentdb"));
        await Eventually.SeeAsync(async () =>
        {
            await using var command = enrolment.CreateCommand("SELECT count(*)::int FROM agencies WHERE code IN ('PARKED-1', 'FAILED-1')");
            return (int)(await command.ExecuteScalarAsync())!;
        }, count => count == 2);
    }

    [Fact]
    public async Task A_learners_token_opens_the_shell_and_nothing_in_it()
    {
        var learner = await fixture.EmployeeTokenAsync("198001012005011001");
        using var shell = await fixture.SendAsync(HttpMethod.Get, "/operations/");
        shell.StatusCode.ShouldBe(HttpStatusCode.OK);
        shell.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; script-src 'self'");
        foreach (var path in (string[])["/api/operations/broker", "/api/operations/monitoring", "/api/operations/boards/participant", "/api/catalogue/operations/parked-messages"])
            (await fixture.SendAsync(HttpMethod.Get, path, learner)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
    }

    private static AgenciesRegistered Message(string code) => new() { Agencies = [new RegisteredAgency(code, $"Dinas {code}")] };

    private async Task ParkAsync(Guid id, string code)
    {
        await using var catalogue = NpgsqlDataSource.Create(fixture.Platform.AddressOf("cataloguedb"));
        await using var command = catalogue.CreateCommand(
            """
            INSERT INTO messaging.outbox_messages (lane, aggregate_id, message_id, type, body, occurred_at, attempts, parked_at, error)
            VALUES (3, $1, $1, $2, $3, now(), 5, now(), 'Broken for a test.')
            """);
        foreach (var value in (object[])[id, MessageUrn.ForTypeString<AgenciesRegistered>(), JsonSerializer.SerializeToUtf8Bytes(Message(code), Json)])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task FailAsync(Guid id, string code)
    {
        var envelope = JsonSerializer.SerializeToUtf8Bytes(new { messageId = id, messageType = new[] { MessageUrn.ForTypeString<AgenciesRegistered>() }, message = Message(code) }, Json);
        await using var connection = await new ConnectionFactory { Uri = new Uri(fixture.Platform.AddressOf("messaging")) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync("", "enrolment-agencies-registered_error", mandatory: true, new BasicProperties
        {
            MessageId = id.ToString(), ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?>
            {
                ["MT-Fault-ExceptionType"] = "System.InvalidOperationException", ["MT-Fault-Message"] = Encoding.UTF8.GetBytes("Broken for a test."), ["MT-Reason"] = "fault",
            },
        }, envelope);
    }
}
