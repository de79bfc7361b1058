using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features;

/// <summary>One page of a list; <paramref name="Next"/> is the cursor of the page after it, or null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Query of a list: <c>?after=&amp;limit=</c>.</summary>
public sealed class PageQuery
{
    public const int MaxLimit = 500;

    public string? After { get; init; }
    public int? Limit { get; init; }

    /// <summary>The last id of the page before; ids are version 7, so it sorts by time.</summary>
    internal bool TryRead(out Guid? after, out int limit, out ValidationProblem problem)
    {
        (after, limit, problem) = (null, Limit ?? 100, null!);
        if (limit is < 1 or > MaxLimit)
        {
            problem = Problems.Invalid("limit", $"Harus antara 1 dan {MaxLimit}.");
            return false;
        }
        if (string.IsNullOrEmpty(After)) return true;
        if (!Guid.TryParseExact(After, "N", out var id))
        {
            problem = Problems.Invalid("after", "Bukan kursor dari halaman sebelumnya.");
            return false;
        }
        after = id;
        return true;
    }

    /// <param name="rows">One row more than the limit, where there is one.</param>
    /// <param name="limit">Of the page.</param>
    /// <param name="id">The key of a row.</param>
    internal static Page<T> Of<T>(List<T> rows, int limit, Func<T, Guid> id)
    {
        if (rows.Count <= limit) return new Page<T>(rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, id(rows[^1]).ToString("N"));
    }
}
