using System.Text.RegularExpressions;
using Npgsql;

namespace Bpsdm.SearchBench;

/// <summary>What the database alone takes for the statements of the answers, and how it goes about them.</summary>
internal static partial class BareSql
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

    /// <summary>Explains each statement that differs in more than its values.</summary>
    /// <returns>How many read a table from end to end.</returns>
    public static async Task<int> ExplainAsync(NpgsqlDataSource database, List<(Question Question, Statement[] Statements)> recorded)
    {
        await using var connection = await database.OpenConnectionAsync();
        var (statements, scans) = (0, 0);
        foreach (var (statement, question) in recorded.SelectMany(r => r.Statements.Select(s => (s, r.Question))).DistinctBy(s => s.s.Sql))
        {
            await using var command = statement.On(connection, "EXPLAIN ");
            await using var reader = await command.ExecuteReaderAsync();
            var plan = new List<string>();
            while (await reader.ReadAsync()) plan.Add(reader.GetString(0));
            statements++;
            if (!plan.Exists(ReadsAll().IsMatch)) continue;
            scans++;
            Console.WriteLine($"Reads all for {question.Path}\n{statement.Sql}\n  {string.Join("\n  ", plan)}");
        }
        Console.WriteLine($"{statements} different statements explained; {scans} of them read a whole table.");
        return scans;
    }

    [GeneratedRegex("Seq Scan on", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadsAll();
}
