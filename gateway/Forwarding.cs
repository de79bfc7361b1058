namespace Bpsdm.Gateway;

/// <summary>
/// What a client says of where it came from is taken away: the services believe the gateway, and it says what its connection
/// says. Behind a proxy of the installation's own, <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> makes the gateway believe that
/// proxy, before this.
/// </summary>
internal static class Forwarding
{
    public static void UseOwnForwardedHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Request.Headers;
        foreach (var name in headers.Keys.Where(IsClaim).ToList()) headers.Remove(name);
        return next(context);
    });

    private static bool IsClaim(string name) =>
        name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase);
}
