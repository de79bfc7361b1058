using System.Net;
using Bpsdm.Identity.Data;
using Bpsdm.Identity.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using IPNetwork = System.Net.IPNetwork;

namespace Bpsdm.Identity;

public static class Accounts
{
    /// <summary>Accounts with hashed passwords and lockout, and the session cookie of the login page.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddIdentityCore<User>(options =>
        {
            // Length over composition rules (NIST SP 800-63B).
            options.Password.RequiredLength = 12;
            options.Password.RequireDigit = false;
            options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        }).AddSignInManager().AddEntityFrameworkStores<IdentityDb>();

        var secure = builder.Configuration["Platform:PublicUrl"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true
            ? CookieSecurePolicy.Always
            : CookieSecurePolicy.SameAsRequest;
        builder.Services.AddAuthentication().AddCookie(IdentityConstants.ApplicationScheme, options =>
        {
            options.Cookie.Name = "bpsdm.session";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = secure;
            options.ExpireTimeSpan = TimeSpan.FromHours(8);
            options.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
        });
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "bpsdm.antiforgery";
            // Not Always, which refuses to work at all where TLS ends before the gateway and the scheme is not passed on.
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder.Services.AddDataProtection().SetApplicationName("bpsdm-identity").PersistKeysToDbContext<IdentityDb>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<IConfiguration>(
            (options, configuration) => options.XmlEncryptor = new XmlSealer(KeyRing.Password(configuration)));

        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Only the gateway reaches this service, from loopback or from a private network.
            foreach (var network in (string[])["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"])
                options.KnownIPNetworks.Add(IPNetwork.Parse(network));
        });
    }
}
