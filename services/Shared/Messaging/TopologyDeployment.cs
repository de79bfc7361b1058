using Bpsdm.ServiceDefaults;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Messaging;

/// <summary>
/// Declares the service's queues and their bindings in the <c>migrate</c> step, without consuming. An exchange drops what
/// no queue is bound to, so every subscriber's queue has to be there before the first publisher starts.
/// </summary>
internal sealed class TopologyDeployment(IServiceProvider services) : IMigrationStep
{
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);

    /// <summary>Whether the bus of this process only declares: read when it is made.</summary>
    public bool Active { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Active = true;
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync(cancellationToken);
        try
        {
            await bus.StopAsync(cancellationToken).WaitAsync(StopDeadline, cancellationToken);
        }
        catch (TimeoutException)
        {
            // All is declared. An endpoint of MassTransit 8.5 says that it is ready a moment before it can be stopped (its
            // TransportReadyFilter), and one that was stopped in that moment never ends; the process does.
        }
    }
}
