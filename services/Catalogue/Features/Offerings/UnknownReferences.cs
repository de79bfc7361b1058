using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Offerings;

/// <summary>Agencies and programmes that an offering's rules name have to be there.</summary>
internal static class UnknownReferences
{
    public static async Task<ProblemHttpResult?> FindUnknownAsync(
        this CatalogueDbContext db, OfferingTerms terms, string programmeCode, CancellationToken cancellationToken)
    {
        var conditions = terms.Eligibility.Conditions.SelectMany((condition, i) => condition.Values.Select((value, j) =>
            (condition.Kind, Value: value, Field: $"eligibility.conditions[{i}].values[{j}]"))).ToArray();
        var agencies = terms.Quotas.Select((quota, i) => (Value: quota.AgencyCode, Field: $"quotas[{i}].agencyCode"))
            .Concat(conditions.Where(c => c.Kind is ConditionKind.Agency).Select(c => (c.Value, c.Field))).ToArray();
        var programmes = conditions.Where(c => c.Kind is ConditionKind.Prerequisite).Select(c => (c.Value, c.Field)).ToArray();

        var known = await KnownAsync(db.Agencies.Select(a => a.Code), agencies, cancellationToken);
        if (agencies.FirstOrDefault(a => !known.Contains(a.Value)) is { Field: { } field } agency)
            return Problems.Unprocessable("unknown-agency", $"{field}: perangkat daerah '{agency.Value}' tidak terdaftar.");
        if (programmes.FirstOrDefault(p => string.Equals(p.Value, programmeCode, StringComparison.Ordinal)) is { Field: { } own })
            return Problems.Unprocessable("prerequisite-of-itself", $"{own}: program tidak dapat menjadi prasyarat dirinya sendiri.");
        known = await KnownAsync(db.Programmes.Select(p => p.Code), programmes, cancellationToken);
        return programmes.FirstOrDefault(p => !known.Contains(p.Value)) is { Field: { } missing } programme
            ? Problems.Unprocessable("unknown-programme", $"{missing}: program '{programme.Value}' tidak ada dalam katalog.")
            : null;
    }

    private static async Task<HashSet<string>> KnownAsync(
        IQueryable<string> codes, (string Value, string Field)[] asked, CancellationToken cancellationToken)
    {
        if (asked.Length == 0) return [];
        var values = asked.Select(a => a.Value).Distinct(StringComparer.Ordinal).ToArray();
        return await codes.Where(c => values.Contains(c)).ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
    }
}
