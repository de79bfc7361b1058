using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Catalogue.Features;

/// <summary>One page of a list, and the cursor of the one after it.</summary>
/// <param name="Next">To be sent as <c>after</c>; null on the last page.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <param name="rows">One row more than the page holds, where there are more.</param>
    /// <param name="limit">Rows of a page.</param>
    /// <param name="keyOf">The row's place in the order.</param>
    public static Page<T> Of(List<T> rows, int limit, Func<T, string[]> keyOf) =>
        rows.Count <= limit ? new(rows, null) : new(rows[..limit], Cursor.Encode(keyOf(rows[limit - 1])));
}

/// <summary>The query of a list: <c>?after=&amp;limit=</c>.</summary>
/// <param name="After">The cursor of the page before.</param>
/// <param name="Limit">Text, so that the answer to what is no number names the field as the client wrote it.</param>
internal readonly record struct PageQuery(string? After, string? Limit)
{
    private const int Max = 500;
    private const int Default = 100;

    public int Size => Limit is null ? Default : int.Parse(Limit, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <param name="parts">How many parts the list's key has.</param>
    /// <param name="key">The key to go on after, or null for the first page.</param>
    /// <param name="invalid">What is wrong with the query.</param>
    public bool IsInvalid(int parts, out string[]? key, out ValidationProblem invalid)
    {
        key = null;
        invalid = null!;
        if (Limit is not null && !(int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= Max))
            invalid = Problems.Invalid("limit", $"Nilai 'limit' harus 1 sampai {Max}.");
        else if (After is not null && (key = Cursor.Decode(After)) is not { } found) invalid = NoCursor;
        else if (key is not null && key.Length != parts) invalid = NoCursor;
        return invalid is not null;
    }

    public static ValidationProblem NoCursor => Problems.Invalid("after", "Nilai 'after' bukan kursor dari jawaban sebelumnya.");
}

/// <summary>A place in an ordered list, opaque to clients.</summary>
internal static class Cursor
{
    private const int MaxLength = 200;

    public static string Encode(params string[] key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', key)));

    public static string[]? Decode(string cursor)
    {
        if (cursor.Length is 0 or > MaxLength || !Base64Url.IsValid(cursor)) return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return text.Any(c => c is '\0' or '\uFFFD') ? null : text.Split('\n');
    }
}
