using System.Globalization;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Enrolment.Domain;

namespace Bpsdm.Enrolment.Features.Eligibility;

/// <summary>
/// One rule on who may take part, said once: both the seating of thousands and the explanation to one are made of these
/// fragments of SQL over an employee <c>e</c> and an offering <c>o</c>.
/// </summary>
/// <param name="Code">One of <see cref="Outcomes"/>.</param>
/// <param name="Broken">True where the rule forbids it; never null. <c>{values}</c> stands for the declared values.</param>
/// <param name="Requirement">What is required, in Indonesian.</param>
/// <param name="Label">What <paramref name="Seen"/> is called.</param>
/// <param name="Seen">What the verdict rests on: a text, or null for none.</param>
/// <param name="Values">The declared values.</param>
internal sealed record EligibilityRule(string Code, string Broken, string Requirement, string Label, string Seen, string[] Values)
{
    /// <summary>Something is seen where it is broken and only there, so an explanation need not look twice.</summary>
    public bool SeenIsBroken { get; private init; }

    private const string None = "NULL::text";
    private const string Group = "e.staff_group";

    private const string CompletedHere =
        "FROM completions k JOIN offerings p ON p.id = k.offering_id WHERE k.nip = e.nip AND k.revoked_at IS NULL AND p.programme_id = o.programme_id";

    // As an array: for a join with the values the planner would read all offerings, once an employee.
    private const string CompletedCodes =
        "ARRAY(SELECT p.programme_code FROM completions k JOIN offerings p ON p.id = k.offering_id WHERE k.nip = e.nip AND k.revoked_at IS NULL)";

    // The offerings with an overlapping session are found once a statement, not once an employee: nothing in the ARRAY
    // depends on the employee. A seat that is left in the same transaction (a transfer) does not count.
    private const string ClashingSeats =
        """
        FROM enrolments x WHERE x.nip = e.nip AND x.status = 'confirmed' AND x.offering_id IS DISTINCT FROM @leaving
          AND x.offering_id = ANY (ARRAY(
            SELECT theirs.offering_id FROM offering_sessions ours
            JOIN offering_sessions theirs ON theirs.during && ours.during AND theirs.offering_id <> @offering
            WHERE ours.offering_id = @offering))
        """;

    public static readonly EligibilityRule NoEducationTeacher = new(
        Outcomes.EducationTeacher, $"COALESCE({Group} = 'education-teacher', false)",
        "Guru Dinas Pendidikan tidak diikutsertakan karena mengajar jarak jauh.", "Kelompok pegawai", Group, []);

    public static readonly EligibilityRule NoCovidResponse = new(
        Outcomes.CovidResponse, $"COALESCE({Group} = 'covid-response', false)",
        "Petugas penanganan COVID-19 tidak diikutsertakan.", "Kelompok pegawai", Group, []);

    /// <summary>The rule of a declared condition. One that cannot be read forbids everybody: it was meant to forbid somebody.</summary>
    public static EligibilityRule Of(EligibilityCondition condition)
    {
        var values = condition.Values.Distinct(StringComparer.Ordinal).ToArray();
        return condition.Kind switch
        {
            "agency" => Among(Outcomes.AgencyNotEligible, condition, "e.agency_code", "perangkat daerah", values),
            "position" => Among(Outcomes.PositionNotEligible, condition, "lower(e.position)", "jabatan", [.. values.Select(v => v.ToLower(CultureInfo.InvariantCulture))])
                with { Seen = "e.position" },
            "employment-kind" => Among(Outcomes.EmploymentKindNotEligible, condition, "e.kind", "jenis kepegawaian", values),
            "staff-group" => Among(Outcomes.StaffGroupNotEligible, condition, Group, "kelompok pegawai", values),
            "rank-range" when condition.Values is [var from, var to] && Ranks.Between(from, to) is { Length: > 0 } ranks =>
                Among(Outcomes.RankNotEligible, condition, "e.rank", $"golongan {from} sampai {to}, yaitu", ranks) with { Label = "Golongan pegawai" },
            "prerequisite" => new(
                Outcomes.PrerequisiteMissing, $"NOT {{values}} <@ {CompletedCodes}",
                $"Harus sudah menyelesaikan program {string.Join(", ", values)}.", "Belum diselesaikan",
                $"(SELECT string_agg(code, ', ' ORDER BY code) FROM unnest({{values}}) AS code WHERE code <> ALL ({CompletedCodes}))", values) { SeenIsBroken = true },
            "not-completed-before" => new(
                Outcomes.CompletedBefore, Exists(CompletedHere), "Belum pernah menyelesaikan program ini.",
                "Sudah diselesaikan", $"(SELECT string_agg('angkatan ' || p.angkatan || ' tahun ' || p.year, ', ') {CompletedHere})", []) { SeenIsBroken = true },
            "no-clash" => new(
                Outcomes.SessionClash, Exists(ClashingSeats), "Jadwal tidak boleh bentrok dengan angkatan lain yang sudah diikuti.",
                "Bentrok dengan",
                $"(SELECT string_agg(y.programme_title || ' angkatan ' || y.angkatan, ', ') FROM offerings y WHERE y.id IN (SELECT x.offering_id {ClashingSeats}))", []) { SeenIsBroken = true },
            _ => new(
                Outcomes.UnknownCondition, "true", $"Syarat '{condition.Kind}' pada angkatan ini tidak dapat dinilai; hubungi BPSDM.", "Isi syarat", None, values),
        };
    }

    private static EligibilityRule Among(string code, EligibilityCondition condition, string column, string name, string[] values)
    {
        var among = $"COALESCE({column} = ANY ({{values}}), false)";
        var excludes = condition.Effect is "exclude";
        return new EligibilityRule(
            code, excludes ? among : $"NOT {among}",
            $"{(excludes ? "Tidak untuk" : "Hanya untuk")} {name} {string.Join(", ", condition.Kind is "position" ? condition.Values : values)}.",
            $"{char.ToUpperInvariant(name[0])}{name[1..]} pegawai", column, values);
    }

    // Of EXISTS the planner would make a hash of everybody's rows, read anew for each chunk of a file.
    private static string Exists(string rows) => $"(SELECT 1 {rows} LIMIT 1) IS NOT NULL";
}
