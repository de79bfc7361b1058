using System.Collections.Concurrent;
using MassTransit;

namespace Bpsdm.Testing;

/// <summary>Another service, seen from the one under test: publishes contracts to it and keeps what it publishes.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    /// <summary>A bus waits for its broker without end; a test should say that it was away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IBusControl _bus;
    private readonly ConcurrentQueue<(Guid MessageId, object Message)> _received = new();

    private TestBroker(Uri virtualHost, IEnumerable<Type> observed) =>
        _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(virtualHost);
            rabbit.ReceiveEndpoint($"test-{Guid.NewGuid():N}", endpoint =>
            {
                endpoint.SetQuorumQueue();
                // One after another: what is kept is the order of delivery.
                endpoint.ConcurrentMessageLimit = 1;
                foreach (var type in observed)
                    endpoint.Consumer(typeof(Observer<>).MakeGenericType(type), t => Activator.CreateInstance(t, _received)!);
            });
        });

    /// <param name="virtualHost">AMQP address with the virtual host of the service under test.</param>
    /// <param name="observed">Contracts to keep.</param>
    public static async Task<TestBroker> StartAsync(Uri virtualHost, params Type[] observed)
    {
        var broker = new TestBroker(virtualHost, observed);
        await broker._bus.StartAsync().WaitAsync(Patience);
        return broker;
    }

    /// <param name="message">A contract.</param>
    /// <param name="messageId">To deliver the same message again.</param>
    public Task PublishAsync<T>(T message, Guid? messageId = null) where T : class =>
        _bus.Publish(message, context => context.MessageId = messageId ?? Guid.CreateVersion7()).WaitAsync(Patience);

    /// <summary>What was received so far, each delivery.</summary>
    public IReadOnlyList<T> Received<T>() => [.. _received.Select(r => r.Message).OfType<T>()];

    /// <summary>Waits until the received messages of this kind satisfy the condition.</summary>
    public Task<IReadOnlyList<T>> ReceivedAsync<T>(Func<IReadOnlyList<T>, bool> until, TimeSpan? within = null) =>
        Eventually.SeeAsync(() => Task.FromResult(Received<T>()), until, within, $"{typeof(T).Name} messages");

    public async ValueTask DisposeAsync() => await _bus.StopAsync(TimeSpan.FromSeconds(5)).WaitAsync(Patience);

    private sealed class Observer<T>(ConcurrentQueue<(Guid, object)> received) : IConsumer<T> where T : class
    {
        public Task Consume(ConsumeContext<T> context)
        {
            received.Enqueue((context.MessageId!.Value, context.Message));
            return Task.CompletedTask;
        }
    }
}
