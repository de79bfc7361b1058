extern alias enrolment;
extern alias gateway;
using Bpsdm.EligibilityBench;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Bpsdm.SearchBench;

/// <summary>
/// The catalogue in this process, so that its statements can be seen; before it the gateway, a process of its own; beside
/// its database that of Enrolment, full, on the same server.
/// </summary>
internal sealed class Platform() : ServiceFixture<Program>("cataloguedb")
{
    private ServiceProcess? _gateway;

    public SqlRecorder Recorder { get; } = new();

    public Uri Gateway { get; private set; } = null!;

    public Uri Service => ClientOptions.BaseAddress;

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [new("Logging:LogLevel:Default", "Warning"), new("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Error")];

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<IInterceptor>(Recorder);

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
        await platform.OpenGatewayAsync();
        return platform;
    }

    /// <summary>A register and offerings as Enrolment holds them.</summary>
    public static async Task FillEnrolmentAsync(int employees, int offerings)
    {
        var servers = await TestServers.GetAsync();
        var database = await servers.CreateDatabaseAsync();
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:enrolmentdb"] = database,
            ["ConnectionStrings:messaging"] = await servers.CreateVirtualHostAsync(),
            ["services:identity:http:0"] = "http://127.0.0.1:9",
        };
        await using (var migration = await ServiceProcess.StartAsync(typeof(enrolment::Program).Assembly, settings, "migrate")) await migration.EndedAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await Population.LoadAsync(source, employees, offerings);
    }

    private async Task OpenGatewayAsync()
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = address,
            ["ConnectionStrings:cache"] = HostSettings["ConnectionStrings:cache"],
            ["Platform:PublicUrl"] = address,
            // One machine stands for a city: the limit of one address is not what is measured.
            ["RateLimits:Anonymous"] = "1000000",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var service in gateway::Bpsdm.Gateway.Services.All) settings[$"services:{service}:http:0"] = "http://127.0.0.1:9";
        settings["services:catalogue:http:0"] = Service.GetLeftPart(UriPartial.Authority);
        _gateway = await ServiceProcess.StartAsync(typeof(gateway::Program).Assembly, settings);
        Gateway = new Uri(address);
        using var client = new HttpClient { BaseAddress = Gateway };
        await Eventually.SeeAsync(() => client.GetAsync("/alive"), answer => answer.IsSuccessStatusCode, TimeSpan.FromSeconds(60));
    }

    public override async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
