using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Bpsdm.ServiceDefaults;

/// <summary>
/// The setting <c>Platform:RestoredAt</c> of the <c>migrate</c> step: the moment at which the databases were put back to an earlier
/// state (ISO 8601, with an offset). Steps that depend on it can be run twice with the same moment.
/// </summary>
public static class RestoredDatabase
{
    public const string Setting = "Platform:RestoredAt";

    /// <returns>Null where nothing was restored.</returns>
    /// <exception cref="FormatException">The setting is no moment.</exception>
    public static DateTimeOffset? At(IConfiguration configuration) =>
        configuration[Setting] is { Length: > 0 } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
}
