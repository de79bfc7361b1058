using Npgsql;

namespace Bpsdm.Attendance;

internal sealed record Session(Guid Offering, Guid Id);

/// <summary>Offerings with a session that runs and a seat for everyone; and the rows without a service.</summary>
internal sealed class Setting(NpgsqlDataSource database, string[] nips) : IAsyncDisposable
{
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
            SELECT gen_random_uuid(), $1, nip, 'Peserta', '1980-01-01', 'III/a', 'Pelaksana', 'OPD-' || lpad((n % 42 + 1)::text, 2, '0'), 'Dinas ' || n % 42, now()
            FROM unnest($2::text[]) WITH ORDINALITY AS p(nip, n)
            """, session.Offering, nips);
        await ExecuteAsync("VACUUM ANALYZE seats");
        return session;
    }

    /// <summary>Every accepted check-in is recorded, once, and with the time that was answered; and nothing else is.</summary>
    public async Task ShouldHoldAsync(Session session, IReadOnlyDictionary<string, DateTimeOffset> accepted)
    {
        await using var command = database.CreateCommand(
            "SELECT s.nip, a.attended_at FROM attendances a JOIN seats s USING (participant_id) WHERE a.offering_id = $1 AND a.session_id = $2");
        command.Parameters.Add(new() { Value = session.Offering });
        command.Parameters.Add(new() { Value = session.Id });
        var recorded = 0;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            recorded++;
            var (nip, at) = (reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1));
            if (accepted.GetValueOrDefault(nip) != at) throw new InvalidOperationException($"{nip} is recorded at {at:O}, and was answered {accepted.GetValueOrDefault(nip):O}.");
        }
        if (recorded != accepted.Count || recorded != nips.Length) throw new InvalidOperationException($"{recorded} are recorded, {accepted.Count} were accepted, of {nips.Length}.");
    }

    public async Task CopyBareRowsAsync()
    {
        await EmptyTableAsync();
        await using var connection = await database.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("COPY bare (participant_id, offering_id, session_id, attended_at) FROM STDIN (FORMAT binary)");
        var offering = Guid.CreateVersion7();
        foreach (var _ in nips) await copy.WriteRowAsync(default, Guid.CreateVersion7(), offering, offering, DateTime.UtcNow);
        await copy.CompleteAsync();
    }

    /// <summary>With the keys and indexes of the real table.</summary>
    public async Task EmptyTableAsync()
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
