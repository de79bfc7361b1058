using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Bpsdm.Messaging;

public static class MessagingExtensions
{
    /// <summary>
    /// Adds MassTransit over RabbitMQ (quorum queues, publisher confirms), the relay of the outbox and the cleaning of old messages.
    /// </summary>
    /// <param name="builder">The application; its data source is the service's own database.</param>
    /// <param name="service">Prefix of the service's queues, for example <c>enrolment</c>.</param>
    /// <param name="configure">Adds the consumers.</param>
    /// <exception cref="InvalidOperationException"><c>ConnectionStrings:messaging</c> is not set.</exception>
    public static IHostApplicationBuilder AddMessaging(
        this IHostApplicationBuilder builder, string service, Action<IBusRegistrationConfigurator>? configure = null)
    {
        var uri = new Uri(builder.Configuration.GetConnectionString("messaging")
            ?? throw new InvalidOperationException("ConnectionStrings:messaging is not set."));

        builder.Services.AddOptions<OutboxOptions>().Bind(builder.Configuration.GetSection("Outbox"))
            .Validate(o => o.SentRetention < o.InboxRetention, "Outbox:SentRetention must be shorter than Outbox:InboxRetention.")
            .ValidateOnStart();
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<IInterceptor, OutboxInterceptor>();
        builder.Services.AddSingleton<OutboxPublisher>();
        builder.Services.AddPulse(OutboxRelay.Name, patience: TimeSpan.FromSeconds(30));
        builder.Services.AddHostedService<OutboxRelay>();
        builder.Services.AddHostedService<MessageCleaner>();
        builder.Services.AddSingleton<OutboxMetrics>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OutboxMetrics>());
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ErrorQueueMetrics>(services, uri));

        builder.Services.AddSingleton<IMigrationStep, Restoration>();
        builder.Services.AddSingleton<TopologyDeployment>();
        builder.Services.AddSingleton<IMigrationStep>(services => services.GetRequiredService<TopologyDeployment>());

        builder.Services.AddMassTransit(bus =>
        {
            // It would call home from inside a government network.
            bus.DisableUsageTelemetry();
            // Without the broker, what needs only the database goes on: commands write to the outbox.
            bus.ConfigureHealthCheckOptions(health =>
            {
                health.Name = "broker";
                health.MinimalFailureStatus = HealthStatus.Degraded;
            });
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            configure?.Invoke(bus);
            bus.AddConfigureEndpointsCallback((_, endpoint) =>
            {
                if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit) rabbit.SetQuorumQueue();
                // A bulk message is some 200 kB and one transaction: a few in flight keep the database busy and the memory flat.
                endpoint.PrefetchCount = 16;
                endpoint.ConcurrentMessageLimit = 4;
            });
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.DeployTopologyOnly = context.GetRequiredService<TopologyDeployment>().Active;
                // Connected from the start, so that a service that only publishes knows whether the broker is there, too.
                rabbit.AutoStart = true;
                rabbit.Host(uri, host => host.PublisherConfirmation = true);
                // A fault of the message's own: a few tries, then the error queue, where it is watched.
                rabbit.UseMessageRetry(retry =>
                {
                    retry.Exponential(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
                    retry.Ignore<Exception>(Outage.Is);
                });
                // The database is away: no message is to blame, so they wait here, unacknowledged, until it is back.
                rabbit.UseMessageRetry(retry =>
                {
                    retry.Interval(1200, TimeSpan.FromSeconds(1));
                    retry.Handle<Exception>(Outage.Is);
                });
                rabbit.ConfigureEndpoints(context);
            });
        });
        return builder;
    }
}
