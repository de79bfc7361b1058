using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests.Webhooks;

/// <summary>A client of the HR side with one subscription, which ends with it.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private Subscriber(HttpClient client, Guid id, string secret) => (Client, Id, Secret) = (client, id, secret);

    public HttpClient Client { get; }
    public Guid Id { get; }
    public string Secret { get; }
    public string At => $"/api/hr/webhooks/{Id}";

    public static async Task<Subscriber> SubscribeAsync(CertificationFixture service, string url, string[]? agencies = null, string[]? kinds = null)
    {
        var client = service.WithToken(TestTokens.Create(Roles.HrSystem, subject: $"hr-{Guid.NewGuid()}"));
        var id = Guid.CreateVersion7();
        using var made = await client.PutAsJsonAsync($"/api/hr/webhooks/{id}", new { url, description = "SIMPEG", agencies, kinds });
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return new(client, id, (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!);
    }

    public Task<string> OwnerAsync(CertificationFixture service) => service.ScalarAsync<string>("SELECT owner FROM webhook_subscriptions WHERE id = $1", Id);

    public Task<JsonElement> ReadAsync(string what = "") => Client.GetFromJsonAsync<JsonElement>(At + what);

    public async Task<JsonElement> PostAsync(string what, object? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Client.PostAsJsonAsync(At + what, body);
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<List<JsonElement>> DeliveriesAsync(string status) =>
        [.. (await ReadAsync($"/deliveries?limit=500&status={status}")).GetProperty("items").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        (await Client.DeleteAsync(At)).Dispose();
        Client.Dispose();
    }
}
