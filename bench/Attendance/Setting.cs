using Npgsql;

namespace Bpsdm.Attendance;

internal sealed record Session(Guid Offering, Guid Id);

/// <summary>Offerings with a session that runs and a seat for everyone; and the rows without a service.</summary>
internal sealed class Setting(NpgsqlDataSource database, string[] nips) : IAsyncDisposable
{
    private const string Insert = "INSERT INTO bare VALUES ($1, $2, $3, $4)";

    public async Task<Session> NewSessionAsync()
    {
        var session = new Session(Guid.CreateVersion7(), Guid.CreateVersion7());
        var now = DateTimeOffset.UtcNow;
        var sessions = $$"""[{"id":"{{session.Id}}","moduleId":"{{Guid.CreateVersion7()}}","number":1,"title":"Sesi","mode":"live","startsAt":"{{now.AddMinutes(-5):O}}","endsAt":"{{now.AddHours(3):O}}"}]""";
        await ExecuteAsync(
            """
            INSERT INTO offerings (id, programme_code, programme_title, category, angkatan, year, jp, delivery_mode, place, start_date, end_date, modules, sessions,
              scheduled_at, min_attendance_percent, all_modules_required, passing_grade, max_attempts)
            VALUES ($1, 'EB-01', 'e-Bimtek', 'technical', 1, 2026, 3, 'distance', 'Daring', '2026-06-01', '2026-06-02', '[]', $2::jsonb, now(), 100, false, 70, 3)
            """, session.Offering, sessions);
        await ExecuteAsync(
            """
            INSERT INTO seats (participant_id, offering_id, nip, name, birth_date, rank, position, agency_code, agency_name, confirmed_at)
            SELECT gen_random_uuid(), $1, nip, 'Peserta', '1980-01-01', 'III/a', 'Pelaksana', 'OPD-07', 'Dinas Kesehatan', now() FROM unnest($2::text[]) AS nip
            """, session.Offering, nips);
        await ExecuteAsync("VACUUM ANALYZE seats");
        return session;
    }

    public async Task<long> AttendedAsync(Session session)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM attendances WHERE offering_id = $1");
        command.Parameters.Add(new() { Value = session.Offering });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task CopyBareRowsAsync()
    {
        await EmptyTableAsync();
        await using var connection = await database.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("COPY bare FROM STDIN (FORMAT binary)");
        var offering = Guid.CreateVersion7();
        foreach (var _ in nips) await copy.WriteRowAsync(default, Guid.CreateVersion7(), offering, offering, DateTime.UtcNow);
        await copy.CompleteAsync();
    }

    /// <summary>What a service would do that writes each check-in when it comes: a commit each.</summary>
    public async Task InsertBareRowsAsync(int connections)
    {
        await EmptyTableAsync();
        var offering = Guid.CreateVersion7();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(Insert, connection)
            {
                Parameters = { new() { Value = offering }, new() { Value = offering }, new() { Value = offering }, new() { Value = DateTime.UtcNow } },
            };
            await command.PrepareAsync();
            while (Interlocked.Increment(ref next) < nips.Length)
            {
                command.Parameters[0].Value = Guid.CreateVersion7();
                await command.ExecuteNonQueryAsync();
            }
        }));
    }

    /// <summary>With the keys and indexes of the real table.</summary>
    private async Task EmptyTableAsync()
    {
        await ExecuteAsync("DROP TABLE IF EXISTS bare");
        await ExecuteAsync("CREATE TABLE bare (LIKE attendances INCLUDING ALL)");
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => new(ExecuteAsync("DROP TABLE IF EXISTS bare"));
}
