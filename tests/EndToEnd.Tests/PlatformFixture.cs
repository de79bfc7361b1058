using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.LocalOrchestrator;
using Bpsdm.Testing;
using Bpsdm.Testing.Otlp;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>The whole platform, started as <c>./bpsdm up</c> starts it, in a state folder of its own.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    public LocalPlatform Platform { get; private set; } = null!;

    public string StateFolder { get; init; } = Path.Combine(Path.GetTempPath(), $"bpsdm-e2e-{Guid.NewGuid():N}");

    /// <summary>Processes of each service and of the gateway.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>What all services tell: their logs, and those traces that a test begins, with a few of the others.</summary>
    public OtlpReceiver Telemetry { get; private set; } = null!;

    /// <summary>A client of the gateway without a token.</summary>
    public HttpClient Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Telemetry = await OtlpReceiver.StartAsync();
        var options = new LocalPlatformOptions { StateFolder = StateFolder, PreferDefaultPort = false, Replicas = Replicas };
        Platform = await LocalPlatform.StartAsync(options with
        {
            Environment = new Dictionary<string, string>([.. options.Environment, .. Telemetry.Environment]) { ["Telemetry__SampleRatio"] = "0.02", ["Telemetry__LogFormat"] = "json" },
        });
        Gateway = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Platform.GatewayUrl };
    }

    public async Task DisposeAsync()
    {
        Gateway.Dispose();
        await Platform.DisposeAsync();
        await Telemetry.DisposeAsync();
        Directory.Delete(StateFolder, recursive: true);
    }

    public Task<string> ServiceTokenAsync(string client) => TokenAsync(new()
    {
        ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = Platform.Secrets["seed-client-secret"],
    });

    public Task<string> EmployeeTokenAsync(string nip) => TokenAsync(new()
    {
        ["grant_type"] = "urn:bpsdm:grant-type:employee", ["client_id"] = "employee-portal",
        ["client_secret"] = Platform.Secrets["seed-client-secret"], ["nip"] = nip,
    });

    public Task<Books> BooksAsync() => Books.ReadAsync(Platform.AddressOf);

    /// <param name="path">Below <c>/api/v1/</c>.</param>
    public Task<string> AskPrometheusAsync(string path) =>
        Gateway.GetStringAsync(new Uri($"{Platform.Status.Single(s => s.Name == "prometheus").Address}/api/v1/{path}"));

    private async Task<string> TokenAsync(Dictionary<string, string> form)
    {
        using var response = await Gateway.PostAsync("/connect/token", new FormUrlEncodedContent(form));
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement.GetProperty("access_token").GetString()!;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json");
        // A body that is refused for its size need not be sent first; sending it anyway races with the answer.
        if (content?.Headers.ContentLength > 1024 * 1024) request.Headers.ExpectContinue = true;
        return await Gateway.SendAsync(request);
    }

    /// <summary>Sends JSON and reads the answer; anything but success fails the test with what was answered.</summary>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, string? token = null, object? body = null)
    {
        using var response = await SendAsync(method, path, token, body is null ? null : JsonContent.Create(body));
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path} -> {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>Starts <c>./bpsdm demo</c>'s program against this platform.</summary>
    public DemoProcess StartDemo(int participants) => DemoProcess.Start(Repository.AssemblyOf("bench/Demo"), Platform, participants);
}

/// <summary>A demo under way.</summary>
public sealed class DemoProcess(ProgramRun run)
{
    public bool Ended => run.Ended;

    /// <param name="program">The demo's assembly.</param>
    public static DemoProcess Start(string program, LocalPlatform platform, int participants) => new(ProgramRun.Start(
        program, "--gateway", platform.GatewayUrl.ToString(), "--secrets", Path.Combine(platform.StateFolder, "secrets.json"),
        "--state", platform.StateFolder, "--participants", participants.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Waits for its end; fails the test with its output unless everything added up.</summary>
    public async Task ReconcilesAsync(TimeSpan within) => (await run.EndsWellAsync(within)).ShouldContain("Everything adds up.");
}

[CollectionDefinition(Name)]
public sealed class PlatformCollection : ICollectionFixture<PlatformFixture>
{
    public const string Name = "platform";
}
