using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bpsdm.ServiceDefaults;

internal static class Kestrel
{
    /// <summary>Bodies are small unless an endpoint says otherwise (imports raise it by <c>RequestSizeLimit</c>): 1 MiB.</summary>
    private const long MaxBodyBytes = 1024 * 1024;

    public static void ConfigureKestrelLimits(this IWebHostBuilder host) =>
        host.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
            options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 100, gracePeriod: TimeSpan.FromSeconds(10));
        });
}
