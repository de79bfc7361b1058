namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>What became of the rows of a chunk: how many of each outcome, and the rejected ones themselves.</summary>
internal sealed class ChunkOutcome
{
    /// <summary>Rows of the file.</summary>
    public int Rows { get; private set; }
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);
    public List<RowOutcome> Rejected { get; } = [];

    /// <param name="outcome">One of <see cref="Domain.Outcomes"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="isRow">False for those who are not in the file.</param>
    public void Count(string outcome, int count, bool isRow = true)
    {
        if (count == 0) return;
        Counts[outcome] = Counts.GetValueOrDefault(outcome) + count;
        if (isRow) Rows += count;
    }
}

/// <summary>A row of the file that had no effect.</summary>
internal readonly record struct RowOutcome(int LineNumber, string Value, string Outcome);
