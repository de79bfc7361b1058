using Bpsdm.ServiceDefaults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features;

/// <summary>
/// Who leads an offering: training admins every one, an instructor the ones they teach, and of a session only their own. A
/// service account with the role of instructor has no NIP: it acts for a system that knows by itself who teaches (decision 0051).
/// </summary>
internal static class Teaching
{
    /// <summary>For routes with the offering's <c>id</c>, and a <c>sessionId</c> where it is about one session.</summary>
    public static TBuilder RequireTeaching<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireRoles(Roles.Instructor, Roles.TrainingAdmin).AddEndpointFilter(NeedsToTeachAsync);

    private static async ValueTask<object?> NeedsToTeachAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (await LeadsAsync(context.HttpContext)) return await next(context);
        return Problems.Forbidden(SessionOf(context.HttpContext) is null ? "Anda tidak mengajar pada angkatan ini." : "Anda tidak mengajar sesi ini.");
    }

    /// <summary>Whether the caller leads what the route names.</summary>
    public static async Task<bool> LeadsAsync(HttpContext http)
    {
        if (http.User.IsInRole(Roles.TrainingAdmin)) return true;
        if (!http.User.IsInRole(Roles.Instructor)) return false;
        return http.User.Nip() is not { } nip || await TeachesAsync(
            http.RequestServices.GetRequiredService<NpgsqlDataSource>(), Guid.Parse((string)http.GetRouteValue("id")!), SessionOf(http), nip, http.RequestAborted);
    }

    private static Guid? SessionOf(HttpContext http) => http.GetRouteValue("sessionId") is string value ? Guid.Parse(value) : null;

    private static async Task<bool> TeachesAsync(NpgsqlDataSource database, Guid offering, Guid? session, string nip, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT EXISTS (SELECT FROM session_instructors WHERE offering_id = $1 AND instructor_id = $2 AND ($3::uuid IS NULL OR session_id = $3))");
        command.Parameters.Add(new() { Value = offering });
        command.Parameters.Add(new() { Value = nip });
        command.Parameters.Add(new() { Value = (object?)session ?? DBNull.Value });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
