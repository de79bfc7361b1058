using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Eligibility;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>An offering whose row this transaction has locked: nobody else seats anybody in it until the commit.</summary>
internal sealed record SeatedOffering
{
    public required Guid Id { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required int Angkatan { get; init; }
    public required string ProgrammeTitle { get; init; }
    public required EnrolmentWindow Window { get; init; }
    public required bool IsCancelled { get; init; }
    public required bool NeedsAgencyApproval { get; init; }
    public required DateTimeOffset WithdrawalDeadline { get; init; }
    public required DateTimeOffset PromotionDeadline { get; init; }
    public required DeclaredRules Rules { get; init; }

    /// <summary>Locks the offering. What the transaction reads after this includes every seat that was given before.</summary>
    public static async Task<SeatedOffering?> LockAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        await LockAsync(connection, [id], cancellationToken) is [var offering] ? offering : null;

    /// <summary>Locks those of the offerings that exist, in the order of their ids: two transactions that lock the same ones cannot block each other.</summary>
    public static async Task<List<SeatedOffering>> LockAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, programme_id, angkatan, programme_title, enrolment_opens_at, enrolment_closes_at, start_date,
                   cancelled_at IS NOT NULL, needs_agency_approval, withdrawal_closes_at, postponed_at IS NOT NULL,
                   exclude_education_teachers, exclude_covid_response, conditions
            FROM offerings WHERE id = ANY ($1) ORDER BY id FOR UPDATE
            """, connection) { Parameters = { new() { Value = ids } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var offerings = new List<SeatedOffering>(ids.Length);
        while (await reader.ReadAsync(cancellationToken)) offerings.Add(Read(reader));
        return offerings;
    }

    private static SeatedOffering Read(NpgsqlDataReader reader)
    {
        var window = new EnrolmentWindow(reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5));
        var start = reader.GetFieldValue<DateOnly>(6);
        DateTimeOffset? withdrawal = reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9);
        return new SeatedOffering
        {
            Id = reader.GetGuid(0),
            ProgrammeId = reader.GetGuid(1),
            Angkatan = reader.GetInt32(2),
            ProgrammeTitle = reader.GetString(3),
            Window = window,
            IsCancelled = reader.GetBoolean(7),
            NeedsAgencyApproval = reader.GetBoolean(8),
            WithdrawalDeadline = Deadlines.Withdrawal(withdrawal, reader.GetBoolean(10), start, window.ClosesAt),
            PromotionDeadline = Deadlines.Promotion(start, window.ClosesAt),
            Rules = DeclaredRules.Of(reader.GetBoolean(11), reader.GetBoolean(12), reader.GetString(13)),
        };
    }
}
