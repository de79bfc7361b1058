namespace Bpsdm.Identity.Data;

/// <summary>Where the public clients may be sent back to: <c>Clients:Web:RedirectUris</c> and <c>Clients:Mobile:RedirectUris</c>, lists.</summary>
public static class RedirectUris
{
    public static Uri[] Web(IConfiguration configuration) => Read(configuration, "Web");
    public static Uri[] Mobile(IConfiguration configuration) => Read(configuration, "Mobile");
    public static IEnumerable<Uri> All(IConfiguration configuration) => [.. Web(configuration), .. Mobile(configuration)];

    private static Uri[] Read(IConfiguration configuration, string client) =>
        // The loopback address of RFC 8252 serves local work; an installation names its own.
        [.. (configuration.GetSection($"Clients:{client}:RedirectUris").Get<string[]>() ?? ["http://127.0.0.1/callback"]).Select(u => new Uri(u))];
}
