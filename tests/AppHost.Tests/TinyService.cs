using System.Collections;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Bpsdm.LocalOrchestrator.Tests;

/// <summary>The smallest project that a manifest can run: migrates a real database, answers /health, and tells its environment.</summary>
internal static class TinyService
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["migrate", ..]) return await MigrateAsync();
        // The orchestrator in a process of its own, which a test can kill.
        if (args is ["servers", ..]) return await Commands.RunAsync(args);

        await using var app = WebApplication.CreateSlimBuilder(args).Build();
        app.MapGet("/health", () => "sehat");
        app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value));
        await app.RunAsync();
        return 0;
    }

    private static async Task<int> MigrateAsync()
    {
        if (Environment.GetEnvironmentVariable("TINY_FAIL") == "yes")
        {
            await Console.Error.WriteLineAsync("the migration was told to fail");
            return 3;
        }
        await using var connection = new NpgsqlConnection(Environment.GetEnvironmentVariable("ConnectionStrings__tinydb"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CREATE TABLE IF NOT EXISTS migrated (at timestamptz DEFAULT now()); INSERT INTO migrated DEFAULT VALUES", connection);
        await command.ExecuteNonQueryAsync();
        return 0;
    }
}
