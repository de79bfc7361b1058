using System.Net.Http.Headers;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace Bpsdm.EligibilityBench;

/// <summary>The real service over real HTTP on real servers; it shares this process with whoever asks.</summary>
internal sealed class Platform() : ServiceFixture<Program>("enrolmentdb")
{
    private readonly string _token = TestTokens.Create(Roles.TrainingAdmin);

    protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Logging:LogLevel:Default", "Warning")];

    // The service has no files of its own that it reads here; where they would be is not looked for.
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseContentRoot(AppContext.BaseDirectory);
    }

    public static async Task<Platform> StartAsync()
    {
        var platform = new Platform();
        await ((IAsyncLifetime)platform).InitializeAsync();
        return platform;
    }

    public HttpClient Connect()
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = ClientOptions.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return client;
    }
}
