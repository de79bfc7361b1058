using Bpsdm.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Certification.Tests;

/// <summary>A second host of the service on the database and the broker of the first.</summary>
public sealed class Replica : WebApplicationFactory<Program>
{
    private readonly CertificationFixture _first;

    public Replica(CertificationFixture first)
    {
        _first = first;
        // Not UseKestrel(0): it changes the addresses of a server that may have started already.
        UseKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        StartServer();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:certificationdb", _first.ConnectionString);
        builder.UseSetting("ConnectionStrings:messaging", _first.VirtualHost.ToString());
        builder.UseSetting("services:identity:http:0", "http://127.0.0.1:9");
        builder.UseSetting("Platform:PublicUrl", "https://bpsdm.test");
        builder.ConfigureTestServices(services =>
            services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, TestTokens.Trust));
    }
}
