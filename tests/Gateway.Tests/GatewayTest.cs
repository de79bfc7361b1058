using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Bpsdm.Gateway.Tests;

/// <summary>What the tests of the gateway share: services that answer, and what an error must look like.</summary>
public abstract class GatewayTest : IAsyncLifetime
{
    private protected const string Imports = "/api/enrolment/employees/imports";

    /// <summary>Where nobody listens.</summary>
    private protected const string Nowhere = "http://127.0.0.1:9";

    private protected Backend Backend { get; private set; } = null!;

    public async Task InitializeAsync() => Backend = await Backend.StartAsync();

    public async Task DisposeAsync() => await Backend.DisposeAsync();

    private protected static StringContent Csv() => new("nip\n", Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));

    private protected static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
    }
}
