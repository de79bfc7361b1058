using Npgsql;

namespace Bpsdm.EligibilityBench;

/// <summary>A register and a year of offerings, the same in every run: each employee has two seats and two completions.</summary>
internal static class Population
{
    /// <summary>Two exclusions and six declared conditions.</summary>
    public const int Rules = 8;

    private const string Sql =
        """
        CREATE FUNCTION pg_temp.nth(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $f$ SELECT md5(kind || n)::uuid $f$;

        INSERT INTO agencies SELECT 'OPD-' || lpad(n::text, 2, '0'), 'Dinas ' || n FROM generate_series(1, 42) n ON CONFLICT DO NOTHING;

        INSERT INTO employees (nip, name, birth_date, kind, agency_code, rank, position, staff_group, posted_from, updated_at)
        SELECT to_char(date '1965-01-01' + (n / 900)::int, 'YYYYMMDD') || CASE WHEN n % 10 = 9 THEN '202121' ELSE '200003' END || 1 + n % 2 || lpad((1 + n % 900)::text, 3, '0'),
          'Pegawai ' || n, '1970-01-01', CASE WHEN n % 10 = 9 THEN 'pppk' ELSE 'pns' END, 'OPD-' || lpad((1 + n % 42)::text, 2, '0'),
          CASE WHEN n % 10 = 9 THEN 'IX' ELSE (ARRAY['II/c', 'III/a', 'III/b', 'III/c', 'III/d', 'IV/a'])[1 + n % 6] END,
          (ARRAY['Pelaksana', 'Pengawas', 'Ahli Pertama', 'Ahli Muda'])[1 + n % 4],
          CASE n % 20 WHEN 3 THEN 'education-teacher' WHEN 7 THEN 'covid-response' END, '2020-01-01', now()
        FROM generate_series(0, $1 - 1) n;

        INSERT INTO offerings (id, programme_id, programme_code, programme_title, category, angkatan, year, jp, delivery_mode, place, start_date, end_date,
          enrolment_opens_at, enrolment_closes_at, capacity, exclude_education_teachers, exclude_covid_response, conditions, scheduled_at)
        SELECT pg_temp.nth('offering', n), pg_temp.nth('programme', n % 500), 'DKL-' || n % 500, 'Diklat ' || n % 500, 'technical', 1 + n / 500, 2026, 20, 'distance', 'Daring',
          date '2026-01-01' + (n % 250)::int, date '2026-01-05' + (n % 250)::int, now() - interval '1 day', now() + interval '30 days', 100000, true, true,
          format('[{"kind":"agency","effect":"exclude","values":["OPD-%s"]},{"kind":"rank-range","effect":"include","values":["II/c","IV/e"]},'
            '{"kind":"position","effect":"include","values":["Pelaksana","Pengawas","Ahli Pertama"]},'
            '{"kind":"prerequisite","effect":"include","values":["DKL-%s"]},{"kind":"not-completed-before","effect":"include","values":[]},'
            '{"kind":"no-clash","effect":"include","values":[]}]', lpad((1 + n % 42)::text, 2, '0'), n % 7)::jsonb, now()
        FROM generate_series(0, $2 - 1) n;

        INSERT INTO offering_sessions (offering_id, session_id, starts_at, ends_at)
        SELECT pg_temp.nth('offering', n), pg_temp.nth('session', n * 4 + s), t, t + interval '2 hours'
        FROM generate_series(0, $2 - 1) n CROSS JOIN generate_series(0, 3) s
        CROSS JOIN LATERAL (SELECT timestamptz '2026-01-01 01:00Z' + make_interval(days => (n % 250 + s)::int, hours => (n / 250 % 4 * 2)::int) AS t) x;

        INSERT INTO enrolments (id, offering_id, nip, agency_code, fact_id, confirmed_at)
        SELECT gen_random_uuid(), pg_temp.nth('offering', (hashtext(e.nip || s)::bigint + 2147483648) % $2), e.nip, e.agency_code, gen_random_uuid(), now()
        FROM employees e CROSS JOIN generate_series(1, 2) s ON CONFLICT DO NOTHING;

        INSERT INTO completions (id, nip, offering_id, completed_at)
        SELECT gen_random_uuid(), e.nip, pg_temp.nth('offering', s), now()
        FROM employees e CROSS JOIN LATERAL (VALUES (abs(hashtext(e.nip)) % 7), (abs(hashtext(e.nip)) % 5 + 100)) AS done(s);

        UPDATE offerings o SET seats_taken = s.seats FROM (SELECT offering_id, count(*) AS seats FROM enrolments GROUP BY 1) s WHERE s.offering_id = o.id;
        """;

    public static async Task LoadAsync(NpgsqlDataSource database, int employees, int offerings)
    {
        await using var connection = await database.OpenConnectionAsync();
        foreach (var statement in Sql.Split(";\n\n").Append("ANALYZE"))
        {
            // Written in: a statement with a parameter cannot be one of DDL, and these are our own numbers.
            await using var command = new NpgsqlCommand(
                statement.Replace("$1", $"{employees}", StringComparison.Ordinal).Replace("$2", $"{offerings}", StringComparison.Ordinal), connection) { CommandTimeout = 300 };
            await command.ExecuteNonQueryAsync();
        }
    }

    public static async Task<(string[] Nips, Guid[] Offerings)> AllAsync(NpgsqlDataSource database) => (
        await ColumnAsync<string>(database, "SELECT nip FROM employees ORDER BY nip"),
        await ColumnAsync<Guid>(database, "SELECT id FROM offerings ORDER BY id"));

    public static async Task<Guid> WithoutRulesAsync(NpgsqlDataSource database, Guid offering)
    {
        await using var command = database.CreateCommand(
            "UPDATE offerings SET exclude_education_teachers = false, exclude_covid_response = false, conditions = '[]' WHERE id = $1");
        command.Parameters.Add(new() { Value = offering });
        await command.ExecuteNonQueryAsync();
        return offering;
    }

    private static async Task<T[]> ColumnAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync()) values.Add(reader.GetFieldValue<T>(0));
        return [.. values];
    }
}
