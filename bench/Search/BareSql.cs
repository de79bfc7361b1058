using Npgsql;

namespace Bpsdm.SearchBench;

/// <summary>What the database alone takes for the statements of the answers, and how it goes about them.</summary>
internal static class BareSql
{
    public static async Task<List<(Question Question, Statement[] Statements)>> RecordAsync(Platform platform, IEnumerable<Question> questions)
    {
        var recorded = new List<(Question, Statement[])>();
        using var client = new HttpClient { BaseAddress = platform.Service };
        platform.Recorder.Records = true;
        foreach (var question in questions)
        {
            _ = await client.GetByteArrayAsync(question.Path);
            recorded.Add((question, platform.Recorder.Take()));
        }
        platform.Recorder.Records = false;
        return recorded;
    }

    public static async Task<Latencies> RunAsync(string connectionString, int connections, List<(Question Question, Statement[] Statements)> recorded)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 100, MaxPoolSize = connections });
        return await Crowd.RunAsync(connections, recorded.Count, i => recorded[i].Question.Kind, async ask =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await ask(async i =>
            {
                foreach (var statement in recorded[i].Statements)
                {
                    await using var command = statement.On(connection);
                    await using var reader = await command.ExecuteReaderAsync();
                    while (await reader.ReadAsync()) { }
                }
            });
        });
    }

    /// <summary>
    /// Explains each statement that differs in more than its values. Where a word is in a fifth of all titles, the planner
    /// may rather read a small table from end to end than go by the index; there must be one all the same.
    /// </summary>
    /// <returns>How many have no index to go by.</returns>
    public static async Task<int> ExplainAsync(NpgsqlDataSource database, List<(Question Question, Statement[] Statements)> recorded)
    {
        await using var connection = await database.OpenConnectionAsync();
        var (statements, rather, without) = (0, 0, 0);
        foreach (var (statement, question) in recorded.SelectMany(r => r.Statements.Select(s => (s, r.Question))).DistinctBy(s => s.s.Sql))
        {
            statements++;
            var plan = await ExplainAsync(connection, statement, "on");
            if (!ReadsAll(plan)) continue;
            var byIndex = await ExplainAsync(connection, statement, "off");
            if (ReadsAll(byIndex)) without++;
            else rather++;
            Console.WriteLine($"Reads all: {question.Path}\n  {string.Join("\n  ", ReadsAll(byIndex) ? byIndex : plan.Where(ReadsAll).Append($"by index: {byIndex[0].Trim()}"))}");
        }
        Console.WriteLine($"{statements} different statements: {without} without an index, {rather} where the planner rather reads all.");
        return without;
    }

    private static async Task<List<string>> ExplainAsync(NpgsqlConnection connection, Statement statement, string seqScan)
    {
        await using (var setting = new NpgsqlCommand($"SET enable_seqscan = {seqScan}", connection)) await setting.ExecuteNonQueryAsync();
        await using var command = statement.On(connection, "EXPLAIN ");
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(0));
        return plan;
    }

    private static bool ReadsAll(List<string> plan) => plan.Exists(ReadsAll);

    private static bool ReadsAll(string line) => line.Contains("Seq Scan on", StringComparison.Ordinal);
}
