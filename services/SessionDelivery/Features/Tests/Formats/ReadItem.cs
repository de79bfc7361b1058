using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>What became of one question of a file.</summary>
/// <param name="File">The file in a package; null where there is only one.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Identifier">What the file calls it, where it does.</param>
/// <param name="Item">Null where there is an error.</param>
/// <param name="Warnings">What the file says and an item cannot keep.</param>
internal sealed record ReadItem(string? File, int Line, string? Identifier, Item? Item, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    /// <summary>An item counts as read when the rules of all items hold for it.</summary>
    public static ReadItem Of(string? file, int line, string? identifier, Item item, IReadOnlyList<string> warnings)
    {
        var errors = ItemRules.Check(item).Select(b => $"{b.Field}: {b.Message}").Distinct(StringComparer.Ordinal).ToList();
        return new(file, line, identifier, errors.Count == 0 ? item : null, errors, warnings);
    }

    public static ReadItem Failed(string? file, int line, string? identifier, string error) => new(file, line, identifier, null, [error], []);
}

/// <summary>One question cannot be read; the others can.</summary>
internal sealed class ItemFormatException(string message) : Exception(message);
