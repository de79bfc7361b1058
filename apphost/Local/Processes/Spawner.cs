using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bpsdm.LocalOrchestrator;

/// <summary>
/// Starts every child from one thread that lives as long as this process. The kernel's parent-death signal is sent when the
/// <em>thread</em> that forked ends, so a child started from the thread pool would be stopped when the pool shrinks.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Work = [];

    static Spawner() => new Thread(Run) { IsBackground = true, Name = "spawner" }.Start();

    public static Task<Process> StartAsync(ProcessSpec spec)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(spec.ToStartInfo()) ?? throw new InvalidOperationException($"{spec.Name} did not start."));
            }
            catch (Exception e)
            {
                started.SetException(new LocalRunException($"{spec.Name} could not be started ({spec.FileName}): {e.Message}", e));
            }
        });
        return started.Task;
    }

    private static void Run()
    {
        foreach (var start in Work.GetConsumingEnumerable()) start();
    }
}
