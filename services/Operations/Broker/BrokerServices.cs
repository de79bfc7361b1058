using System.Net.Http.Headers;
using System.Text;
using RabbitMQ.Client;

namespace Bpsdm.Operations.Broker;

/// <summary>The broker did not answer, or not in time.</summary>
internal sealed class BrokerAwayException(Exception cause) : Exception("The broker is away.", cause);

internal static class BrokerServices
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The broker of <c>ConnectionStrings:messaging</c> (AMQP; its path is the virtual host) and its management API, <c>Broker:ManagementUrl</c>.</summary>
    /// <exception cref="InvalidOperationException">One of them is not set.</exception>
    public static void AddBroker(this WebApplicationBuilder builder)
    {
        var uri = builder.Configuration.GetConnectionString("messaging") ?? throw new InvalidOperationException("ConnectionStrings:messaging is not set.");
        var management = builder.Configuration["Broker:ManagementUrl"] ?? throw new InvalidOperationException("Broker:ManagementUrl is not set.");
        var factory = new ConnectionFactory
        {
            Uri = new Uri(uri), AutomaticRecoveryEnabled = false, ClientProvidedName = "operations",
            RequestedConnectionTimeout = Patience, ContinuationTimeout = Patience, HandshakeContinuationTimeout = Patience,
        };
        builder.Services.AddSingleton(factory);
        builder.Services.AddSingleton<ErrorQueues>();
        builder.Services.AddHttpClient<BrokerManagement>(client =>
        {
            client.BaseAddress = new Uri(management);
            client.Timeout = Patience;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{factory.UserName}:{factory.Password}")));
        });
    }
}
