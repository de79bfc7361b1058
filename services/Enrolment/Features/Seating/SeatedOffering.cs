using Bpsdm.Enrolment.Domain;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>An offering whose row this transaction has locked: nobody else seats anybody in it until the commit.</summary>
public sealed record SeatedOffering(Guid Id, int Angkatan, string ProgrammeTitle, EnrolmentWindow Window)
{
    /// <summary>Locks the offering. What the transaction reads after this includes every seat that was given before.</summary>
    public static async Task<SeatedOffering?> LockAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        // The tables grow from nothing to full within one import: a generic plan, cached while they were small, would
        // scan them once a candidate later. So each statement of this transaction is planned for the tables as they are.
        await using var command = new NpgsqlCommand(
            """
            SELECT angkatan, programme_title, enrolment_opens_at, enrolment_closes_at,
                   set_config('plan_cache_mode', 'force_custom_plan', true)
            FROM offerings WHERE id = $1 FOR UPDATE
            """, connection) { Parameters = { new() { Value = id } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return new SeatedOffering(
            id, reader.GetInt32(0), reader.GetString(1),
            new EnrolmentWindow(reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3)));
    }
}
