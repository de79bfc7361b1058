using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests.Hr;

/// <summary>The AsyncAPI document, judged by the official parser, and the messages that were really published, judged by the document.</summary>
[Collection(CertificationTests.Name)]
public sealed class AsyncApiTests(CertificationFixture service)
{
    private const string Completion = "id.go.jakarta.bpsdm.completion.v1", Revocation = "id.go.jakarta.bpsdm.revocation.v1", Correction = "id.go.jakarta.bpsdm.correction.v1";

    [Fact]
    public async Task The_official_parser_finds_nothing_wrong_with_it()
    {
        using var answer = await service.Anonymous().GetAsync("/asyncapi.json");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.aai.asyncapi+json");
        (await Node.RunAsync("check-asyncapi.js", await answer.Content.ReadAsStringAsync())).ShouldBe(["3.0.0"]);
    }

    [Fact]
    public async Task The_parser_would_find_a_fault()
    {
        var document = await DocumentAsync();
        document["channels"]!["completions"]!["messages"]!["completion"]!["$ref"] = "#/components/messages/nothing";
        (await Node.RunAsync("check-asyncapi.js", document.ToJsonString())).Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_server_stands_in_it_where_HR_systems_are_to_be_told()
    {
        using var replica = new Replica(service, ("Hr:Broker:PublicUrl", "amqps://broker.jakarta.go.id:5671"));
        var document = await replica.CreateClient().GetStringAsync("/asyncapi.json");
        JsonNode.Parse(document)!["servers"]!["broker"]!["host"]!.GetValue<string>().ShouldBe("broker.jakarta.go.id:5671");
        (await Node.RunAsync("check-asyncapi.js", document)).ShouldBe(["3.0.0"]);
    }

    [Fact]
    public async Task What_is_published_is_what_it_says()
    {
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        var (sttpp, revoked) = (service.Completed(), service.Completed(name: "Ni Luh \"Ayu\" D'Arc"));
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering("leadership"), Participants = [sttpp] });
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering(), Participants = [revoked] });
        await ChangeAsync(sttpp.FactId, "replacement", new { name = "Siti Rahmawati Dewi", reason = "Nama tidak lengkap." });
        await ChangeAsync(revoked.FactId, "revocation", new { reason = "Terbit atas kekeliruan data kehadiran." });
        string[] nips = [sttpp.Person.Nip, revoked.Person.Nip];
        await Eventually.SeeAsync(
            () => Task.FromResult(hr.Events.Where(e => nips.Contains(e.Json.GetProperty("data").GetProperty("person").GetProperty("nip").GetString())).Select(e => e.Event.Type).Order()),
            types => types.SequenceEqual([Completion, Completion, Correction, Revocation]));

        var document = await DocumentAsync();
        var fitting = await FittingAsync(document, hr.Events.Select(e => JsonNode.Parse(e.Json.GetRawText())!));
        fitting.ShouldBe(hr.Events.Select(e => e.Event.Type));
    }

    [Theory]
    [InlineData("nip")]
    [InlineData("verificationUrl")]
    [InlineData("startDate")]
    [InlineData("specversion")]
    public async Task A_message_without_a_field_would_not_be(string field)
    {
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        await service.IssueAsync(service.Message(CertificationFixture.Offering(), 1));
        await Eventually.SeeAsync(() => Task.FromResult(hr.Events.Count), count => count > 0);
        var message = JsonNode.Parse(hr.Events.First().Json.GetRawText())!;
        Remove(message, field).ShouldBeTrue();
        (await FittingAsync(await DocumentAsync(), [message])).ShouldHaveSingleItem().ShouldContain(field);
    }

    private static bool Remove(JsonNode node, string field) =>
        node is JsonObject o && (o.Remove(field) || o.Any(p => p.Value is not null && Remove(p.Value, field)));

    private static Task<string[]> FittingAsync(JsonNode document, IEnumerable<JsonNode> events) =>
        Node.RunAsync("validate-events.js", new JsonObject { ["document"] = document, ["events"] = new JsonArray([.. events]) }.ToJsonString());

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await service.Anonymous().GetStringAsync("/asyncapi.json"))!;

    private async Task ChangeAsync(Guid completionId, string what, object body)
    {
        var id = await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE completion_id = $1", completionId);
        using var admin = service.AsTrainingAdmin();
        using var answer = await admin.PutAsJsonAsync($"/api/certification/certificates/{id}/{what}", body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
