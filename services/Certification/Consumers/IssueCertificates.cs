using Bpsdm.Certification.Data;
using Bpsdm.Certification.Hr;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using MassTransit;
using Npgsql;

namespace Bpsdm.Certification.Consumers;

/// <summary>Issues a certificate for each completion, once. Completions that come one by one share a transaction: each waits for the lock of its series only as one of a batch.</summary>
public sealed class IssueCertificates(
    IServiceScopeFactory scopes, OutboxSignal outbox, HrSignal hr, CertificationMetrics metrics, TimeProvider time) : IConsumer<Batch<ParticipantCompleted>>
{
    public async Task Consume(ConsumeContext<Batch<ParticipantCompleted>> context)
    {
        ConsumeContext<ParticipantCompleted>[] deliveries = [.. context.Message];
        try
        {
            await HandleAsync(deliveries, context.CancellationToken);
        }
        catch (Exception e) when (deliveries.Length > 1 && e.GetBaseException() is PostgresException { IsTransient: false } or NullReferenceException)
        {
            // One of them is broken: alone, each of the others still gets its certificates, and the batch fails for that one only.
            var broken = new List<Exception>();
            foreach (var delivery in deliveries)
            {
                try
                {
                    await HandleAsync([delivery], context.CancellationToken);
                }
                catch (Exception alone) when (alone is not OperationCanceledException)
                {
                    broken.Add(alone);
                }
            }
            if (broken.Count > 0) throw new AggregateException("Completions that cannot be certified.", broken);
        }
    }

    private async Task HandleAsync(ConsumeContext<ParticipantCompleted>[] deliveries, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertificationDb>();
        DateTimeOffset[] issued = [];
        var handled = await db.HandleOnceAsync(deliveries, outbox, "issue-certificates", async (connection, messages) =>
        {
            Completion[] completions = [.. messages.SelectMany(m => m.Participants.Select(p => new Completion(m.Offering, p)))];
            // The event must say the very time that is stored.
            var now = time.Now();
            var certificates = await CertificateIssuing.IssueAsync(connection, completions, now, cancellationToken);
            await CertificateEvents.PublishIssuedAsync(connection, completions, certificates, now, cancellationToken);
            issued = completions.DecisionsOf(certificates);
        }, cancellationToken);
        if (!handled || issued.Length == 0) return;
        metrics.Issued(issued, time.Now());
        hr.Set();
    }
}

public sealed class IssueCertificatesDefinition : ConsumerDefinition<IssueCertificates>
{
    /// <summary>16 bulk messages are some 8,000 certificates in a transaction, and some 10 MB.</summary>
    private const int Batch = 16;

    /// <summary>One batch is made ready while the other one holds the series.</summary>
    private const int Batches = 2;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<IssueCertificates> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = Batch * Batches;
        endpointConfigurator.ConcurrentMessageLimit = Batch * Batches;
        consumerConfigurator.Options<BatchOptions>(options => options
            .SetMessageLimit(Batch).SetConcurrencyLimit(Batches).SetTimeLimit(TimeSpan.FromMilliseconds(50)));
    }
}
