using System.Globalization;
using Bpsdm.Enrolment.Domain;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>The columns of a file, and what each row has to look like before it is compared with what is known.</summary>
internal sealed record ImportFormat(string[] Header, Func<string[], RowContent> Read, string? Optional = null)
{
    public const string LeftAt = "left_at";
    private const string Date = "yyyy-MM-dd";

    public static readonly ImportFormat Nominations = new(["nip"], ReadNomination);

    /// <param name="today">In WIB: nobody has left on a later day.</param>
    public static ImportFormat Employees(DateOnly today) =>
        new(["nip", "name", "birth_place", "agency_code", "rank", "position", "staff_group"], fields => ReadEmployee(fields, today), LeftAt);

    /// <summary>The columns as a file may name them, with or without the optional last one.</summary>
    public bool Fits(ReadOnlySpan<string> header) =>
        header.Length == Header.Length + 1 ? Optional is not null && Is(header[^1], Optional) && Fits(header[..^1])
        : header.SequenceEqual(Header, StringComparer.OrdinalIgnoreCase);

    public string Describe() => $"judul kolom harus '{string.Join(',', Header)}'{(Optional is null ? "" : $" dan boleh ditambah '{Optional}'")}.";

    private static bool Is(string name, string column) => string.Equals(name, column, StringComparison.OrdinalIgnoreCase);

    private static RowContent ReadNomination(string[] fields) =>
        new() { Value = fields[0], Code = Nip.TryParse(fields[0], out _) ? null : Outcomes.MalformedNip };

    private static RowContent ReadEmployee(string[] fields, DateOnly today)
    {
        if (fields is not [var value, var name, var birthPlace, var agency, var rank, var position, var group, .. var rest])
            throw new InvalidOperationException();
        var wellFormed = Nip.TryParse(value, out var nip);
        DateOnly? leftAt = null;
        var code =
            !wellFormed ? Outcomes.MalformedNip
            : name.Length is < 1 or > 200 ? Outcomes.BadName
            : birthPlace.Length > 100 ? Outcomes.BadBirthPlace
            : agency.Length is < 1 or > 50 ? Outcomes.UnknownAgency
            : !Ranks.Fits(rank, nip.Kind) ? Outcomes.BadRank
            : position.Length is < 1 or > 200 ? Outcomes.BadPosition
            : group.Length > 0 && !StaffGroups.IsKnown(group) ? Outcomes.BadStaffGroup
            : rest is [{ Length: > 0 } date] && !TryReadDate(date, nip.BirthDate, today, out leftAt) ? Outcomes.BadLeftAt
            : null;
        if (code is not null) return new RowContent { Value = value, Code = code };
        return new RowContent
        {
            Value = value,
            Name = name,
            BirthPlace = birthPlace.Length == 0 ? null : birthPlace,
            BirthDate = nip.BirthDate,
            Kind = nip.Kind,
            AgencyCode = agency,
            Rank = rank,
            Position = position,
            StaffGroup = group.Length == 0 ? null : group,
            LeftAt = leftAt,
        };
    }

    private static bool TryReadDate(string text, DateOnly after, DateOnly upTo, out DateOnly? date)
    {
        var isDate = DateOnly.TryParseExact(text, Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        date = read;
        return isDate && read > after && read <= upTo;
    }
}

/// <summary>A row of the file; the columns of the register are null in a nomination and in a row that was rejected.</summary>
internal readonly record struct RowContent
{
    public required string Value { get; init; }
    public string? Code { get; init; }
    public string? Name { get; init; }
    public string? BirthPlace { get; init; }
    public DateOnly? BirthDate { get; init; }
    public EmploymentKind? Kind { get; init; }
    public string? AgencyCode { get; init; }
    public string? Rank { get; init; }
    public string? Position { get; init; }
    public string? StaffGroup { get; init; }
    public DateOnly? LeftAt { get; init; }
}
