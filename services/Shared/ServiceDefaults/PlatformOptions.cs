using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bpsdm.ServiceDefaults;

/// <summary>Settings under <c>Platform</c>.</summary>
public sealed class PlatformOptions
{
    /// <summary>
    /// Address of the gateway as people reach it. Whoever hands out an address takes this one: what a request was sent to is the
    /// service's own, or whatever a client wrote into its Host.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <param name="path">From the root, with its slash.</param>
    public string Address(string path) => PublicUrl.TrimEnd('/') + path;
}

public static class PlatformSettings
{
    /// <summary>For a service that hands out addresses; it does not start without the setting.</summary>
    public static void AddPlatformOptions(this IHostApplicationBuilder builder) =>
        builder.Services.AddOptions<PlatformOptions>().Bind(builder.Configuration.GetSection("Platform"))
            .Validate(
                o => Uri.TryCreate(o.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https",
                "Platform:PublicUrl must be the http(s) address of the gateway.")
            .ValidateOnStart();
}
