using System.Text.Json;
using Bpsdm.SessionDelivery.Domain.Tests;
using Npgsql;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>The bank of a module: by the programme's code and the number of the module in it.</summary>
public sealed record Bank(string ProgrammeCode, int ModuleNumber);

/// <summary>Reads and writes banks as sets, whether one item is corrected or two thousand are imported.</summary>
internal static class BankStore
{
    // PostgreSQL keeps the keys of jsonb in an order of its own, so the kind does not come first.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    /// <summary>A module is known here by the offerings of its programme.</summary>
    public static async Task<bool> ExistsAsync(NpgsqlDataSource dataSource, Bank bank, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT EXISTS (SELECT FROM offerings WHERE programme_code = $1 AND modules @> jsonb_build_array(jsonb_build_object('number', $2::int)))");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = bank.ProgrammeCode }, new() { Value = bank.ModuleNumber } });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Items under new codes are added, changed ones take the place of the old, equal ones are left: a repeated import changes nothing.</summary>
    public static async Task<BankChange> PutAsync(
        NpgsqlDataSource dataSource, Bank bank, IReadOnlyList<Item> items, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, bank, cancellationToken);
        var (codes, contents) = (items.Select(i => i.Code).ToArray(), items.Select(Write).ToArray());
        await using var retire = new NpgsqlCommand(
            """
            UPDATE bank_items b SET retired_at = $5 FROM unnest($3::text[], $4::jsonb[]) AS g(code, content)
            WHERE b.programme_code = $1 AND b.module_number = $2 AND b.code = g.code AND b.retired_at IS NULL AND b.content <> g.content
            """, connection)
        {
            Parameters =
            {
                new() { Value = bank.ProgrammeCode }, new() { Value = bank.ModuleNumber }, new() { Value = codes }, new() { Value = contents },
                new() { Value = now.UtcDateTime },
            },
        };
        var changed = await retire.ExecuteNonQueryAsync(cancellationToken);
        await using var add = new NpgsqlCommand(
            """
            INSERT INTO bank_items (id, programme_code, module_number, code, content, created_at, created_by)
            SELECT g.id, $1, $2, g.code, g.content, $6, $7 FROM unnest($3::uuid[], $4::text[], $5::jsonb[]) AS g(id, code, content)
            WHERE NOT EXISTS (SELECT FROM bank_items b WHERE b.programme_code = $1 AND b.module_number = $2 AND b.code = g.code AND b.retired_at IS NULL)
            """, connection)
        {
            Parameters =
            {
                new() { Value = bank.ProgrammeCode }, new() { Value = bank.ModuleNumber }, new() { Value = items.Select(_ => Guid.CreateVersion7(now)).ToArray() },
                new() { Value = codes }, new() { Value = contents }, new() { Value = now.UtcDateTime }, new() { Value = by },
            },
        };
        var added = await add.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(added - changed, changed, items.Count - added);
    }

    /// <returns>False where there was none.</returns>
    public static async Task<bool> RetireAsync(NpgsqlDataSource dataSource, Bank bank, string code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "UPDATE bank_items SET retired_at = $4 WHERE programme_code = $1 AND module_number = $2 AND code = $3 AND retired_at IS NULL");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = bank.ProgrammeCode }, new() { Value = bank.ModuleNumber }, new() { Value = code }, new() { Value = now.UtcDateTime } });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>The bank's items by their codes, which is the order of pages and of an export.</summary>
    public static Task<List<BankItem>> ListAsync(
        NpgsqlDataSource dataSource, Bank bank, string? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(dataSource, "code > $3 ORDER BY code LIMIT $4", bank, after ?? "", limit, cancellationToken);

    public static async Task<BankItem?> FindAsync(NpgsqlDataSource dataSource, Bank bank, string code, CancellationToken cancellationToken) =>
        (await ReadAsync(dataSource, "code = $3 LIMIT $4", bank, code, 1, cancellationToken)).SingleOrDefault();

    private static async Task<List<BankItem>> ReadAsync(
        NpgsqlDataSource dataSource, string which, Bank bank, string code, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"SELECT id, content, created_at, created_by FROM bank_items WHERE programme_code = $1 AND module_number = $2 AND retired_at IS NULL AND {which}");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = bank.ProgrammeCode }, new() { Value = bank.ModuleNumber }, new() { Value = code }, new() { Value = limit } });
        var items = new List<BankItem>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            items.Add(new(reader.GetGuid(0), Read<Item>(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3)));
        return items;
    }

    /// <summary>Two who write to one bank follow each other.</summary>
    private static async Task LockAsync(NpgsqlConnection connection, Bank bank, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))", connection)
        {
            Parameters = { new() { Value = bank.ProgrammeCode }, new() { Value = (long)bank.ModuleNumber } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

internal sealed record BankItem(Guid Id, Item Item, DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>How many items were new, changed, and as before.</summary>
internal sealed record BankChange(int Added, int Changed, int Unchanged);
