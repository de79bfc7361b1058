using System.Diagnostics.CodeAnalysis;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Tables;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features.Jp;

/// <summary>Query of the JP accounts: <c>?year=&amp;format=</c>, and <c>&amp;after=&amp;limit=</c> where there are pages.</summary>
public sealed class JpQuery
{
    private const int FirstYear = 2000, LastYear = 2100;

    /// <summary>The present one (WIB) where it is left out.</summary>
    public int? Year { get; init; }

    /// <summary>json, csv or xlsx.</summary>
    public string? Format { get; init; }

    /// <summary>The last NIP of the page before.</summary>
    public string? After { get; init; }
    public int? Limit { get; init; }

    internal bool TryRead(TimeProvider time, [NotNullWhen(true)] out JpView? view, [NotNullWhen(false)] out ValidationProblem? problem)
    {
        var (year, limit, after) = (Year ?? Wib.YearOf(time.GetUtcNow()), Limit ?? 100, After is { Length: > 0 } ? After : null);
        problem =
            year is < FirstYear or > LastYear ? Problems.Invalid("year", $"Harus antara {FirstYear} dan {LastYear}.")
            : limit is < 1 or > PageQuery.MaxLimit ? Problems.Invalid("limit", $"Harus antara 1 dan {PageQuery.MaxLimit}.")
            : after is not null && !Nip.TryParse(after, out _) ? Problems.Invalid("after", "Bukan kursor dari halaman sebelumnya.")
            : null;
        if (!TableFormats.TryParse(Format, out var format)) problem ??= Problems.Invalid("format", "Harus json, csv, atau xlsx.");
        view = problem is null ? new JpView(year, format, after, limit) : null;
        return problem is null;
    }
}

internal sealed record JpView(int Year, TableFormat Format, string? After, int Limit);
