using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bpsdm.Catalogue.Data;

/// <summary>A list that is written and read only as a whole, in one jsonb column.</summary>
internal static class JsonList<T>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static readonly ValueConverter<IReadOnlyList<T>, string> Converter = new(list => Write(list), json => Read(json));

    public static readonly ValueComparer<IReadOnlyList<T>> Comparer = new((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list);

    private static string Write(IReadOnlyList<T> list) => JsonSerializer.Serialize(list, Json);

    private static IReadOnlyList<T> Read(string json) => JsonSerializer.Deserialize<List<T>>(json, Json)!;
}
