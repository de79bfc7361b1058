using Bpsdm.Gateway;
using Bpsdm.LocalOrchestrator;
using Npgsql;

namespace Bpsdm.Attendance;

/// <summary>One replica of SessionDelivery behind the gateway, on real servers.</summary>
internal sealed class Platform(Child service, Child gateway, string database) : IAsyncDisposable
{
    public Child Service => service;
    public Child Gateway => gateway;
    public string Database => database;

    public static async Task<Platform> StartAsync(LocalServers servers, string issuer, string folder)
    {
        await using (var connection = new NpgsqlConnection(servers.PostgresConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand("CREATE DATABASE deliverydb", connection);
            await create.ExecuteNonQueryAsync();
        }
        var database = new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString) { Database = "deliverydb" }.ConnectionString;
        var common = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Identity__Authority"] = issuer,
            ["Platform__PublicUrl"] = "http://127.0.0.1:9",
            ["ConnectionStrings__cache"] = servers.RedisConnectionString,
        };
        var service = new Child("services/SessionDelivery/Bpsdm.SessionDelivery.dll", new(common, StringComparer.Ordinal)
        {
            ["ConnectionStrings__deliverydb"] = database,
            ["ConnectionStrings__messaging"] = servers.RabbitMqUri,
        }, Path.Combine(folder, "service.log"));
        // Nobody calls the others here.
        var behind = Services.All.ToDictionary(name => $"services__{name}__http__0", name => name == Services.Delivery ? $"http://{service.Address}" : "http://127.0.0.1:9");
        var gateway = new Child("gateway/Bpsdm.Gateway.dll", new(common.Concat(behind), StringComparer.Ordinal), Path.Combine(folder, "gateway.log"));
        await service.MigrateAsync();
        await service.StartAsync();
        await gateway.StartAsync();
        return new(service, gateway, database);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await service.DisposeAsync();
    }
}
