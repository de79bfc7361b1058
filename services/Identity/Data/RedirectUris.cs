namespace Bpsdm.Identity.Data;

/// <summary>
/// Where the public clients may be sent back to: <c>Clients:Web:RedirectUris</c> and <c>Clients:Mobile:RedirectUris</c>, lists. The
/// page of operators is the platform's own.
/// </summary>
public static class RedirectUris
{
    public static Uri[] Web(IConfiguration configuration) => Read(configuration, "Web");
    public static Uri[] Mobile(IConfiguration configuration) => Read(configuration, "Mobile");
    public static Uri[] OperationsPage(IConfiguration configuration) => [new($"{configuration["Platform:PublicUrl"]?.TrimEnd('/')}/operations/")];
    public static IEnumerable<Uri> All(IConfiguration configuration) => [.. Web(configuration), .. Mobile(configuration), .. OperationsPage(configuration)];

    private static Uri[] Read(IConfiguration configuration, string client) =>
        // The loopback address of RFC 8252 serves local work; an installation names its own.
        [.. (configuration.GetSection($"Clients:{client}:RedirectUris").Get<string[]>() ?? ["http://127.0.0.1/callback"]).Select(u => new Uri(u))];
}
