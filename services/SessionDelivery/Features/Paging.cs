using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features;

public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Paging
{
    public const int MaxLimit = 500;

    /// <summary>Reads <c>after</c> and <c>limit</c> of a list that is ordered by an id.</summary>
    /// <returns>What is wrong with them, or null.</returns>
    public static ValidationProblem? Read(string? after, string? limit, out Guid afterId, out int size)
    {
        afterId = Guid.Empty;
        size = 100;
        if (after is not null && !Guid.TryParseExact(after, "N", out afterId))
            return Problems.Invalid("after", "Penunjuk halaman tidak dikenal; pakai nilai 'next' dari halaman sebelumnya.");
        if (limit is not null && (!int.TryParse(limit, out size) || size is < 1 or > MaxLimit))
            return Problems.Invalid("limit", $"Batas harus bilangan antara 1 dan {MaxLimit}.");
        return null;
    }

    /// <param name="rows">One more than <paramref name="size"/> where there is a next page.</param>
    public static Page<T> PageOf<T>(this List<T> rows, int size, Func<T, Guid> id) =>
        rows.Count <= size ? new(rows, null) : new(rows[..size], id(rows[size - 1]).ToString("N"));
}
