namespace Bpsdm.Catalogue.Features;

internal static class Once
{
    /// <summary>Whether no two of the list have the same key. What is null is for another rule.</summary>
    public static bool AreDistinct<T, TKey>(this IReadOnlyList<T?>? list, Func<T, TKey> key) where T : class =>
        list is null || list.OfType<T>().Select(key).ToArray() is var keys && keys.Distinct().Count() == keys.Length;
}
