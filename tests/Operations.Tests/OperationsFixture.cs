using System.Net.Http.Headers;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Bpsdm.Operations.Tests;

/// <summary>The service over a real broker, in a virtual host of its own. Prometheus is away: the browser's tests have one.</summary>
public sealed class OperationsFixture : WebApplicationFactory<Program>, IAsyncLifetime
{
    private string _management = "";

    public Uri VirtualHost { get; private set; } = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        var servers = await TestServers.GetAsync();
        VirtualHost = new Uri(await servers.CreateVirtualHostAsync());
        _management = servers.Management.BaseAddress!.GetLeftPart(UriPartial.Authority);
        UseKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        StartServer();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:messaging", VirtualHost.ToString());
        builder.UseSetting("Broker:ManagementUrl", _management);
        builder.UseSetting("Prometheus:Url", "http://127.0.0.1:9");
        builder.ConfigureTestServices(services => services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, TestTokens.Trust));
    }

    public HttpClient As(string? role)
    {
        var client = CreateClient();
        client.BaseAddress = ClientOptions.BaseAddress;
        if (role is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Create(role));
        return client;
    }

    public HttpClient Operator() => As(Roles.Operator);

    public async Task<IChannel> ChannelAsync()
    {
        var connection = await new ConnectionFactory { Uri = VirtualHost }.CreateConnectionAsync();
        return await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
    }
}

[CollectionDefinition(Name)]
public sealed class OperationsTests : ICollectionFixture<OperationsFixture>
{
    public const string Name = "operations";
}
