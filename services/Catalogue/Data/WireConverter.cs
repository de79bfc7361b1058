using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bpsdm.Catalogue.Data;

/// <summary>Keeps an enum in the database under the name it has on the wire.</summary>
internal sealed class WireConverter<T>() : ValueConverter<T, string>(value => Wire.NameOf(value), name => Wire.Parse<T>(name))
    where T : struct, Enum;
