using System.Text;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Eligibility;

/// <summary>The rules of one offering in their order, as SQL: for a verdict over a set, and for all verdicts on one.</summary>
internal sealed class DeclaredRules
{
    private DeclaredRules(IReadOnlyList<EligibilityRule> rules) => All = rules;

    public IReadOnlyList<EligibilityRule> All { get; }

    /// <param name="excludeEducationTeachers">As the offering declares it.</param>
    /// <param name="excludeCovidResponse">As the offering declares it.</param>
    /// <param name="conditions">JSON, as <see cref="Write"/> makes it.</param>
    public static DeclaredRules Of(bool excludeEducationTeachers, bool excludeCovidResponse, string conditions)
    {
        var rules = new List<EligibilityRule>();
        if (excludeEducationTeachers) rules.Add(EligibilityRule.NoEducationTeacher);
        if (excludeCovidResponse) rules.Add(EligibilityRule.NoCovidResponse);
        rules.AddRange(Read(conditions).Select(EligibilityRule.Of));
        return new DeclaredRules(rules);
    }

    public static string Write(IReadOnlyList<EligibilityCondition> conditions) => JsonSerializer.Serialize(conditions, JsonSerializerOptions.Web);

    public static EligibilityCondition[] Read(string conditions) => JsonSerializer.Deserialize<EligibilityCondition[]>(conditions, JsonSerializerOptions.Web)!;

    /// <summary>Branches of a CASE: the code of the first broken rule.</summary>
    public string FirstBroken() => Join((rule, i) => $"WHEN {Bind(rule.Broken, i)} THEN '{rule.Code}'\n");

    /// <summary>Columns: of each rule whether it is broken (null where what was seen says it), and what was seen; each preceded by a comma.</summary>
    public string Verdicts() => Join((rule, i) => $",\n  {(rule.SeenIsBroken ? "NULL::boolean" : Bind(rule.Broken, i))}, {Bind(rule.Seen, i)}");

    /// <summary>What the fragments name, besides <c>@offering</c>.</summary>
    /// <param name="leaving">The offering whose seat is given up for this one, or null.</param>
    public void AddParametersTo(NpgsqlCommand command, Guid? leaving)
    {
        command.Parameters.Add(new("leaving", NpgsqlTypes.NpgsqlDbType.Uuid) { Value = (object?)leaving ?? DBNull.Value });
        for (var i = 0; i < All.Count; i++) command.Parameters.Add(new($"values{i}", All[i].Values));
    }

    private static string Bind(string sql, int index) => sql.Replace("{values}", $"@values{index}", StringComparison.Ordinal);

    private string Join(Func<EligibilityRule, int, string> write)
    {
        var sql = new StringBuilder();
        for (var i = 0; i < All.Count; i++) sql.Append(write(All[i], i));
        return sql.ToString();
    }
}
