using System.Net.Http.Headers;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Bpsdm.Testing;

/// <summary>
/// One service under test: real HTTP on loopback, its own fresh database (migrated and seeded by its own <c>migrate</c> step),
/// its own virtual host on a real broker, a real Redis; tokens of <see cref="TestTokens"/>.
/// </summary>
/// <param name="connectionName">Key of the service's connection string, for example <c>cataloguedb</c>.</param>
/// <param name="observed">Contracts whose messages <see cref="Broker"/> keeps.</param>
public abstract class ServiceFixture<TEntryPoint>(string connectionName, params Type[] observed)
    : WebApplicationFactory<TEntryPoint>, IAsyncLifetime
    where TEntryPoint : class
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    /// <summary>The service's database, for looking at rows.</summary>
    public NpgsqlDataSource Database { get; private set; } = null!;
    public TestBroker Broker { get; private set; } = null!;
    public string ConnectionString => _settings[$"ConnectionStrings:{connectionName}"];
    public Uri VirtualHost => new(_settings["ConnectionStrings:messaging"]);

    /// <summary>All settings of the host, for another one beside it.</summary>
    public IReadOnlyDictionary<string, string> HostSettings => _settings;

    /// <summary>More settings of the service.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Settings => [];

    /// <summary>Replaces services, for example the clock.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    async Task IAsyncLifetime.InitializeAsync()
    {
        var servers = await TestServers.GetAsync();
        _settings[$"ConnectionStrings:{connectionName}"] = await servers.CreateDatabaseAsync();
        _settings["ConnectionStrings:messaging"] = await servers.CreateVirtualHostAsync();
        _settings["ConnectionStrings:cache"] = servers.RedisConnectionString();
        _settings["services:identity:http:0"] = "http://127.0.0.1:9";
        _settings["Platform:PublicUrl"] = "https://bpsdm.test";
        foreach (var (key, value) in Settings) _settings[key] = value;

        Database = NpgsqlDataSource.Create(ConnectionString);
        await MigrateAsync();
        Broker = await TestBroker.StartAsync(VirtualHost, observed);
        // Not UseKestrel(0): it changes the addresses of a server that may have started already.
        UseKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        StartServer();
    }

    /// <summary>The service's own step, as before a start: <c>dotnet Bpsdm.X.dll migrate</c>.</summary>
    public Task MigrateAsync()
    {
        string[] args = ["migrate", .. _settings.Select(s => $"--{s.Key}={s.Value}")];
        return Task.Run(() => typeof(TEntryPoint).Assembly.EntryPoint!.Invoke(null, [args]));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
        await (await TestServers.GetAsync()).DropDatabaseAsync(ConnectionString);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, TestTokens.Trust);
            ConfigureServices(services);
        });
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = ClientOptions.BaseAddress });

    /// <summary>A client with this access token.</summary>
    public HttpClient WithToken(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public HttpClient As(string role, string? agency = null, string? nip = null) => WithToken(TestTokens.Create(role, agency: agency, nip: nip));
    public HttpClient AsTrainingAdmin() => As(Roles.TrainingAdmin);
    public HttpClient AsAgencyAdmin(string agency) => As(Roles.AgencyAdmin, agency);
    public HttpClient AsInstructor(string? nip = null) => As(Roles.Instructor, nip: nip);
    public HttpClient AsLearner(string nip) => As(Roles.Learner, nip: nip);
    public HttpClient AsHrSystem() => As(Roles.HrSystem);
}
