using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Npgsql;

namespace Bpsdm.Catalogue.Tests;

/// <summary>What every service lets operators do with the messages that its outbox has parked; the catalogue stands for all.</summary>
[Collection(CatalogueTests.Name)]
public sealed class ParkedMessageTests(CatalogueFixture service)
{
    private const string Path = "/api/catalogue/operations/parked-messages";

    [Fact]
    public async Task A_parked_message_is_shown_without_data_and_goes_out_once_when_released()
    {
        var code = $"OPD-{Guid.NewGuid():n}"[..20];
        var id = await ParkAsync(code, "No contract for 198706142010012003.\nsecond line");
        using var client = service.As(Roles.Operator);

        var text = await client.GetStringAsync(Path);
        text.ShouldNotContain("198706142010012003");
        text.ShouldNotContain(code);
        var shown = JsonDocument.Parse(text).RootElement.GetProperty("messages").EnumerateArray().Single(m => m.GetProperty("messageId").GetGuid() == id);
        shown.GetProperty("reason").GetString().ShouldBe("No contract for ********.");
        shown.GetProperty("type").GetString().ShouldBe(Urn);

        (await ReleaseAsync(client, $"{Path}/{id}/release")).ShouldBe(1);

        await service.Broker.ReceivedAsync<AgenciesRegistered>(all => all.Any(m => m.Agencies.Any(a => a.Code == code)));
        await Eventually.SeeAsync(async () => (await client.PostAsync($"{Path}/{id}/release", null)).StatusCode, status => status == HttpStatusCode.NotFound);
        service.Broker.Received<AgenciesRegistered>().Count(m => m.Agencies.Any(a => a.Code == code)).ShouldBe(1);
    }

    [Fact]
    public async Task All_are_released_at_once_and_a_second_time_there_is_nothing_to_release()
    {
        string[] codes = [$"OPD-{Guid.NewGuid():n}"[..20], $"OPD-{Guid.NewGuid():n}"[..20]];
        foreach (var code in codes) await ParkAsync(code, "x");
        using var client = service.As(Roles.Operator);

        (await ReleaseAsync(client, $"{Path}/release")).ShouldBe(2);
        (await ReleaseAsync(client, $"{Path}/release")).ShouldBe(0);

        await service.Broker.ReceivedAsync<AgenciesRegistered>(all => codes.All(code => all.Any(m => m.Agencies.Any(a => a.Code == code))));
        (await client.GetFromJsonAsync<JsonElement>(Path)).GetProperty("messages").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("GET", Path)]
    [InlineData("POST", $"{Path}/release")]
    [InlineData("POST", $"{Path}/0199aaaa-0000-7000-8000-000000000000/release")]
    public async Task Only_operators_may(string method, string path)
    {
        foreach (var role in (string[])[Roles.Learner, Roles.Instructor, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem])
        {
            using var client = service.As(role);
            (await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, role);
        }
        (await service.Anonymous().SendAsync(new HttpRequestMessage(new HttpMethod(method), path))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    [InlineData("?limit=x")]
    [InlineData("?after=x")]
    public async Task A_page_that_cannot_be_is_refused(string query) =>
        (await service.As(Roles.Operator).GetAsync(Path + query)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    private static string Urn => MassTransit.MessageUrn.ForTypeString<AgenciesRegistered>();

    /// <summary>A message as the relay parks it.</summary>
    private async Task<Guid> ParkAsync(string code, string error)
    {
        var id = Guid.CreateVersion7();
        var body = JsonSerializer.SerializeToUtf8Bytes(new AgenciesRegistered { Agencies = [new(code, "Dinas")] }, JsonSerializerOptions.Web);
        await using var command = service.Database.CreateCommand(
            """
            INSERT INTO messaging.outbox_messages (lane, aggregate_id, message_id, type, body, occurred_at, attempts, parked_at, error)
            VALUES (3, $1, $1, $2, $3, now(), 5, now(), $4)
            """);
        foreach (var value in (object[])[id, Urn, body, error]) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    private static async Task<int> ReleaseAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsync(path, null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("released").GetInt32();
    }
}
