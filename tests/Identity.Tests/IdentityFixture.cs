using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bpsdm.Identity.Tests;

public sealed class IdentityFixture() : ServiceFixture<Program>("identitydb")
{
    public const string Issuer = "http://bpsdm.test/";
    public const string ClientSecret = "hB0x1ZyH3m6mWw3eVgq0Yk0Rr4vXb2cUqkq6s5dJm8A";
    public const string UserPassword = "kata-sandi-untuk-uji";
    public const string RedirectUri = "http://127.0.0.1/callback";
    public const string Nip = "198503152010012001";

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        // The session's cookie is for HTTPS only where this says https, and the tests' browser speaks HTTP.
        new("Platform:PublicUrl", Issuer),
        new("Identity:KeyPassword", "sandi-kunci-uji"),
        new("Identity:RefreshTokenReuseLeeway", "00:00:00"),
        new("Seed:ClientSecret", ClientSecret),
        new("Seed:UserPassword", UserPassword),
    ];

    /// <summary>A second replica over the same database.</summary>
    public Replica StartReplica(string issuer = Issuer, int port = 0, TimeSpan? pruneInterval = null) => new(
    [
        .. Settings, new("ConnectionStrings:identitydb", ConnectionString), new("Platform:PublicUrl", issuer),
        new("services:identity:http:0", "http://127.0.0.1:9"),
        new("Identity:PruneInterval", (pruneInterval ?? TimeSpan.FromHours(1)).ToString()),
    ], port);

    public Task<HttpResponseMessage> PostTokenAsync(params (string Name, string Value)[] form) => PostTokenAsync(Anonymous(), form);

    public static Task<HttpResponseMessage> PostTokenAsync(HttpClient client, params (string Name, string Value)[] form) =>
        client.PostAsync("/connect/token", new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public async Task<string> ClientTokenAsync(string clientId)
    {
        var answer = await PostTokenAsync(("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", ClientSecret));
        return (await answer.ReadAsync()).GetProperty("access_token").GetString()!;
    }

    /// <summary>An account of its own, so that a test may lock it.</summary>
    public async Task<string> CreateUserAsync()
    {
        var name = $"pengguna-{Guid.NewGuid():N}";
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Data.User>>();
        (await users.CreateAsync(new Data.User { UserName = name, DisplayName = name, Role = "operator" }, UserPassword)).Succeeded.ShouldBeTrue();
        return name;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string table)
    {
        await using var command = Database.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

public sealed class Replica : WebApplicationFactory<Program>
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _settings;

    public Replica(IReadOnlyList<KeyValuePair<string, string>> settings, int port)
    {
        _settings = settings;
        UseKestrel(port);
        StartServer();
    }

    protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
    }
}

public static class Answers
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>The answer is an OAuth error of RFC 6749, section 5.2.</summary>
    public static async Task ShouldBeErrorAsync(this HttpResponseMessage answer, System.Net.HttpStatusCode status, string error)
    {
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, body);
        JsonDocument.Parse(body).RootElement.GetProperty("error").GetString().ShouldBe(error);
    }
}

[CollectionDefinition(Name)]
public sealed class IdentityCollection : ICollectionFixture<IdentityFixture>
{
    public const string Name = "identity";
}
