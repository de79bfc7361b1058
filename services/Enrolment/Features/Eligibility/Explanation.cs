using Npgsql;

namespace Bpsdm.Enrolment.Features.Eligibility;

/// <param name="Code">Stable name of the rule, the same as a rejected row of an upload carries.</param>
/// <param name="Reason">What is required and what was seen, in Indonesian.</param>
public sealed record RuleVerdict(string Code, bool Fulfilled, string Reason);

/// <summary>Every rule of an offering with its verdict on one employee. To be eligible is not yet to have a seat.</summary>
public sealed record EligibilityResponse(Guid OfferingId, string Nip, string Name, bool Eligible, IReadOnlyList<RuleVerdict> Rules);

/// <summary>The explanation of one employee's eligibility, out of the same rules that seat thousands.</summary>
internal static class Explanation
{
    /// <returns>Null where the register does not know the employee; with the agency that they belong to.</returns>
    public static async Task<(EligibilityResponse Response, string AgencyCode)?> FindAsync(
        NpgsqlConnection connection, Guid offeringId, DeclaredRules rules, string nip, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT e.name, e.agency_code{rules.Verdicts()}
            FROM employees e CROSS JOIN offerings o WHERE e.nip = @nip AND o.id = @offering
            """, connection);
        command.Parameters.Add(new("nip", nip));
        command.Parameters.Add(new("offering", offeringId));
        rules.AddParametersTo(command, leaving: null);

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        var verdicts = rules.All.Select((rule, i) => Read(reader, rule, 2 + (2 * i))).ToArray();
        return (new EligibilityResponse(offeringId, nip, reader.GetString(0), verdicts.All(v => v.Fulfilled), verdicts), reader.GetString(1));
    }

    private static RuleVerdict Read(NpgsqlDataReader reader, EligibilityRule rule, int column)
    {
        var seen = reader.IsDBNull(column + 1) ? null : reader.GetString(column + 1);
        var broken = rule.SeenIsBroken ? seen is not null : reader.GetBoolean(column);
        return new RuleVerdict(rule.Code, !broken, $"{rule.Requirement} {rule.Label}: {seen ?? "tidak ada"}.");
    }
}
