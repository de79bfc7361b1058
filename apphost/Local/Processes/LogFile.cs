using System.Text;

namespace Bpsdm.LocalOrchestrator;

/// <summary>A child's output: a file that starts empty with each run and never grows past twice <see cref="Limit"/>.</summary>
internal sealed class LogFile : IDisposable
{
    private const long Limit = 32 << 20;
    private readonly Lock gate = new();
    private readonly Queue<string> tail = new();
    private StreamWriter? writer;

    public LogFile(string path)
    {
        Path = path;
        File.Delete(path + ".1");
        writer = Open();
    }

    public string Path { get; }

    public void Write(string line)
    {
        lock (gate)
        {
            if (writer is null) return;
            tail.Enqueue(line);
            if (tail.Count > 40) tail.Dequeue();
            writer.WriteLine(line);
            if (writer.BaseStream.Length < Limit) return;
            writer.Dispose();
            File.Move(Path, Path + ".1", overwrite: true);
            writer = Open();
        }
    }

    public string Tail(int lines = 25)
    {
        lock (gate) return string.Join('\n', tail.TakeLast(lines));
    }

    public void Dispose()
    {
        lock (gate)
        {
            writer?.Dispose();
            writer = null;
        }
    }

    private StreamWriter Open() => new(Path, append: false, Encoding.UTF8) { AutoFlush = true };
}
