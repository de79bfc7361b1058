using System.Text.Json;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>Reads what others' programs wrote: what is not there, or is something else, is null.</summary>
internal static class NoticeJson
{
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }
        return element;
    }

    public static string? Text(this JsonElement element) => element.ValueKind is JsonValueKind.String ? element.GetString() : null;

    /// <param name="from">Seconds or milliseconds since 1970, and what they are.</param>
    public static DateTimeOffset? Moment(this JsonElement element, Func<long, DateTimeOffset> from)
    {
        if (element.ValueKind is not JsonValueKind.Number || !element.TryGetInt64(out var number)) return null;
        try
        {
            return from(number);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
