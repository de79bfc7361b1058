using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features;

/// <summary>Whose employees a caller may act on.</summary>
internal static class AgencyScope
{
    /// <param name="user">The caller.</param>
    /// <param name="agency">The one agency, or null for all.</param>
    /// <param name="unbounded">Roles that may act on all.</param>
    /// <returns>False for an agency's admin whose token names no agency.</returns>
    public static bool TryRead(ClaimsPrincipal user, out string? agency, params ReadOnlySpan<string> unbounded)
    {
        agency = null;
        foreach (var role in unbounded)
        {
            if (user.IsInRole(role)) return true;
        }
        agency = user.Agency();
        return agency is not null;
    }

    public static ProblemHttpResult NoAgency() => Problems.Forbidden("Token tidak memuat perangkat daerah.");
}
