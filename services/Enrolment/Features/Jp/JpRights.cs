using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Jp;

/// <summary>Settings of the JP account, under <c>Jp</c> in the configuration; the <c>migrate</c> step applies them.</summary>
public sealed class JpOptions
{
    /// <summary>
    /// Learning hours a year that a PPPK has a right to. No figure was found in a regulation, so there is none until somebody
    /// sets it: without one a PPPK is neither fulfilled nor behind.
    /// </summary>
    public int? PppkRight { get; set; }

    /// <summary>The first year that <see cref="PppkRight"/> holds for.</summary>
    public int PppkRightFromYear { get; set; } = 2017;
}

/// <summary>The rights in one year.</summary>
internal sealed record JpRights(int? Pns, int? Pppk)
{
    public int? Of(EmploymentKind kind) => kind switch
    {
        EmploymentKind.Pns => Pns,
        EmploymentKind.Pppk => Pppk,
    };

    public static async Task<JpRights> InAsync(int year, EnrolmentDb db, CancellationToken cancellationToken)
    {
        var rules = await db.JpRights.AsNoTracking().Where(r => r.FromYear <= year).ToListAsync(cancellationToken);
        return new JpRights(Latest(EmploymentKind.Pns), Latest(EmploymentKind.Pppk));

        int? Latest(EmploymentKind kind) => rules.Where(r => r.Kind == kind).MaxBy(r => r.FromYear)?.Jp;
    }
}

/// <summary>Before any service starts: the right that is a setting becomes a rule, and the totals are counted by the rules.</summary>
public sealed class JpRightsStep(NpgsqlDataSource dataSource, IOptions<JpOptions> options) : IMigrationStep
{
    private const string Source = "Jp:PppkRight";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(
            """
            WITH old AS (DELETE FROM jp_rights WHERE source = $1 AND ($2 IS NULL OR from_year <> $3))
            INSERT INTO jp_rights (kind, from_year, jp, source) SELECT 'pppk', $3, $2, $1 WHERE $2 IS NOT NULL
            ON CONFLICT (kind, from_year) DO UPDATE SET jp = excluded.jp, source = excluded.source
            """, connection)
        {
            Parameters =
            {
                new() { Value = Source },
                new() { Value = (object?)options.Value.PppkRight ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = options.Value.PppkRightFromYear },
            },
        })
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        await JpTotals.RecountAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
