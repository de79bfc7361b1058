using System.Diagnostics;
using Spectre.Console;

namespace Bpsdm.Demo;

/// <summary>Runs the stages one after another under a progress bar each, and keeps what they did and how long they took.</summary>
internal sealed class Stages(ProgressContext progress)
{
    private readonly List<Row> _rows = [];

    public IReadOnlyList<Row> Rows => _rows;

    /// <param name="name">What is done, in the table.</param>
    /// <param name="total">Things to be done; the bar ends there.</param>
    /// <param name="run">Sets the bar to what is done so far.</param>
    public async Task<T> RunAsync<T>(string name, int total, Func<IProgress<double>, Task<T>> run)
    {
        var task = progress.AddTask(name, maxValue: total);
        var clock = Stopwatch.StartNew();
        var result = await run(new Bar(task));
        task.Value = total;
        task.StopTask();
        _rows.Add(new Row(name, total, clock.Elapsed));
        return result;
    }

    public Task RunAsync(string name, int total, Func<IProgress<double>, Task> run) =>
        RunAsync(name, total, async bar =>
        {
            await run(bar);
            return true;
        });

    internal sealed record Row(string Name, int Count, TimeSpan Elapsed)
    {
        public double PerSecond => Count / Math.Max(Elapsed.TotalSeconds, 0.001);
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
