using System.Security.Claims;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Eligibility;

public static class GetEligibility
{
    /// <summary>Whether this employee may take part, rule by rule.</summary>
    public static async Task<Results<Ok<EligibilityResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid offeringId, string? nip, ClaimsPrincipal user, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (!Nip.TryParse(nip, out var parsed)) return Problems.Invalid("nip", Outcomes.Reason(Outcomes.MalformedNip));
        if (!AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin)) return AgencyScope.NoAgency();
        return await ExplainAsync(offeringId, parsed.Value, agency, dataSource, cancellationToken) switch
        {
            Ok<EligibilityResponse> ok => ok,
            ProblemHttpResult problem => problem,
            var other => throw new InvalidOperationException($"{other} is no answer."),
        };
    }

    /// <summary>Whether the learner of the token may take part, rule by rule.</summary>
    public static async Task<Results<Ok<EligibilityResponse>, ProblemHttpResult>> MineAsync(
        Guid offeringId, ClaimsPrincipal user, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Problems.Forbidden("Token tidak memuat NIP.");
        return await ExplainAsync(offeringId, nip, null, dataSource, cancellationToken) switch
        {
            Ok<EligibilityResponse> ok => ok,
            ProblemHttpResult problem => problem,
            var other => throw new InvalidOperationException($"{other} is no answer."),
        };
    }

    private static async Task<IResult> ExplainAsync(
        Guid offeringId, string nip, string? agency, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await RulesOfAsync(connection, offeringId, cancellationToken) is not { } rules) return Problems.NotFound("Angkatan");
        if (await Explanation.FindAsync(connection, offeringId, rules, nip, cancellationToken) is not var (response, home)) return Problems.NotFound("Pegawai");
        return agency is null || string.Equals(agency, home, StringComparison.Ordinal)
            ? TypedResults.Ok(response)
            : Problems.Forbidden("Pegawai ini bukan dari perangkat daerah Anda.");
    }

    private static async Task<DeclaredRules?> RulesOfAsync(NpgsqlConnection connection, Guid offeringId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT exclude_education_teachers, exclude_covid_response, conditions FROM offerings WHERE id = $1", connection)
        {
            Parameters = { new() { Value = offeringId } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? DeclaredRules.Of(reader.GetBoolean(0), reader.GetBoolean(1), reader.GetString(2))
            : null;
    }
}
