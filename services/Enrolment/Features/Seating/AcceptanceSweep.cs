using Bpsdm.Enrolment.Domain;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>Ends offers that nobody accepted in time, and offers the seats to the next. Any number of replicas may sweep.</summary>
public sealed partial class AcceptanceSweep(NpgsqlDataSource dataSource, OutboxSignal signal, TimeProvider time, ILogger<AcceptanceSweep> logger)
    : RecurringService(TimeSpan.FromSeconds(30), time)
{
    protected override Task WorkAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    /// <summary>One transaction an offering; a failure leaves the rest to the next time.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var offering in await OverdueAsync(cancellationToken)) await SweepAsync(offering, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            LogFailed(e.Message);
        }
    }

    private async Task<List<Guid>> OverdueAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT DISTINCT offering_id FROM enrolments WHERE status = 'offered' AND accept_until <= $1");
        command.Parameters.Add(new() { Value = Time.GetUtcNow() });
        return await command.GuidsAsync(cancellationToken);
    }

    private async Task SweepAsync(Guid offeringId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await SeatedOffering.LockAsync(connection, offeringId, cancellationToken) is not { } offering) return;

        var now = Time.GetUtcNow();
        await using var command = new NpgsqlCommand(
            "SELECT id FROM enrolments WHERE offering_id = $1 AND status = 'offered' AND accept_until <= $2", connection)
        {
            Parameters = { new() { Value = offeringId }, new() { Value = now } },
        };
        var overdue = await command.GuidsAsync(cancellationToken);
        var departure = new Departure(EnrolmentStatus.Expired, "", EnrolmentChange.System, "Tidak diterima sampai batas waktu.");
        await Departures.RunAsync(connection, offeringId, [.. overdue], departure, now, cancellationToken);
        await Promotions.RunAsync(connection, offering, "kursi yang ditawarkan tidak diterima sampai batas waktu.", now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Set();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Offers whose time is over could not be ended and will be next time: {Error}")]
    private partial void LogFailed(string error);
}

internal static class Ids
{
    public static async Task<List<Guid>> GuidsAsync(this NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken)) ids.Add(reader.GetGuid(0));
        return ids;
    }
}
