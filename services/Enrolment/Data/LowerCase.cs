using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bpsdm.Enrolment.Data;

/// <summary>An enum as its name in lower case, as the set-based SQL writes it.</summary>
internal sealed class LowerCase<T>() : ValueConverter<T, string>(value => Write(value), text => Enum.Parse<T>(text, true))
    where T : struct, Enum
{
    public static string Write(T value) => value.ToString().ToLowerInvariant();
}
