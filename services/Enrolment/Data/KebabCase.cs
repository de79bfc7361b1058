using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bpsdm.Enrolment.Data;

/// <summary>An enum as its name in kebab-case, as the set-based SQL and the API write it.</summary>
internal sealed class KebabCase<T>() : ValueConverter<T, string>(value => Write(value), text => Read(text))
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Write, StringComparer.Ordinal);

    public static string Write(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static T Read(string text) => Values[text];
}
