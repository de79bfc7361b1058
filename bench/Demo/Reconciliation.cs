using Spectre.Console;

namespace Bpsdm.Demo;

/// <summary>Each number of one service against its counterpart in the next.</summary>
internal sealed class Reconciliation
{
    private readonly List<(string What, long Left, long Right)> _checks = [];

    public bool Holds => _checks.TrueForAll(c => c.Left == c.Right);

    /// <param name="what">Both sides of the equation, in words.</param>
    public void Equal(string what, long left, long right) => _checks.Add((what, left, right));

    public Table ToTable()
    {
        var table = new Table().Title("Reconciliation").AddColumn("what").AddColumn("is", c => c.RightAligned()).AddColumn("should be", c => c.RightAligned()).AddColumn("");
        foreach (var (what, left, right) in _checks)
            table.AddRow(Markup.Escape(what), $"{left:N0}", $"{right:N0}", left == right ? "[green]ok[/]" : "[red]DIFFERS[/]");
        return table;
    }
}
