using System.Globalization;
using Bpsdm.Catalogue;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Catalogue.Features;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SearchBench;

internal enum Kind { Words, Programmes, Offerings, Calendar }

internal sealed record Question(Kind Kind, string Path);

/// <summary>What people may ask the catalogue; no question comes twice.</summary>
internal sealed class Questions
{
    private const string Root = "/api/catalogue";
    private readonly Random _random = new(2020);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly (Guid Id, string Code, string Title)[] _programmes;
    private readonly (Guid Id, DateOnly Start)[] _offerings;

    private Questions((Guid, string, string)[] programmes, (Guid, DateOnly)[] offerings) => (_programmes, _offerings) = (programmes, offerings);

    /// <summary>What a visitor sees first, and so the same for all.</summary>
    public static IReadOnlyList<Question> FrontPage { get; } =
        [new(Kind.Programmes, $"{Root}/programmes?limit=20"), new(Kind.Offerings, $"{Root}/offerings?limit=20&status=scheduled")];

    public static async Task<Questions> AboutAsync(CatalogueDbContext db) => new(
        [.. (await db.Programmes.OrderBy(p => p.Code).Select(p => new { p.Id, p.Code, p.Title }).ToListAsync()).Select(p => (p.Id, p.Code, p.Title))],
        [.. (await db.Offerings.OrderBy(o => o.Id).Select(o => new { o.Id, o.StartDate }).ToListAsync()).Select(o => (o.Id, o.StartDate))]);

    /// <summary>Half of them words, a quarter lists of programmes, a quarter lists of offerings; all with filters and pages.</summary>
    public Question[] Distinct(int count) => Distinct(count, () => _random.Next(4) switch
    {
        0 => new(Kind.Programmes, $"{Root}/programmes?limit={Limit}{Filters(2)}{After(_programmes[Any(_programmes.Length)].Code)}"),
        1 => new(Kind.Offerings, $"{Root}/offerings?limit={Limit}{OfferingFilter()}"),
        _ => new(Kind.Words, $"{Root}/programmes?q={Uri.EscapeDataString(Words())}&limit={Limit}{Filters(4)}"),
    });

    /// <summary>Seven in ten of them distinct, the others the front page.</summary>
    public Question[] Mix(int count) => [.. Distinct(count).Select((question, i) => i % 10 < 3 ? FrontPage[i % 2] : question)];

    public Question[] Months(int count) => Distinct(count, () =>
    {
        var from = _offerings[Any(_offerings.Length)].Start.AddDays(-_random.Next(15));
        return new(Kind.Calendar, $"{Root}/calendar?from={from:yyyy-MM-dd}&to={from.AddDays(27 + _random.Next(4)):yyyy-MM-dd}");
    });

    private int Limit => 10 + _random.Next(40);

    private int Any(int count) => _random.Next(count);

    private Question[] Distinct(int count, Func<Question> next)
    {
        var questions = new List<Question>(count);
        while (questions.Count < count)
            if (next() is var question && _asked.Add(question.Path)) questions.Add(question);
        return [.. questions];
    }

    /// <summary>One to three words out of a title, the last one often not finished; now and then a code.</summary>
    private string Words()
    {
        var (_, code, title) = _programmes[Any(_programmes.Length)];
        if (_random.Next(10) == 0) return code[..^_random.Next(3)];
        var words = title.Split(' ').Where(w => w.Length > 3).ToArray();
        _random.Shuffle(words);
        var some = words[..Math.Min(words.Length, 1 + _random.Next(3))];
        if (_random.Next(2) == 0) some[^1] = some[^1][..Math.Max(3, some[^1].Length - 1 - _random.Next(4))];
        return string.Join(' ', some).ToLower(CultureInfo.InvariantCulture);
    }

    /// <param name="oneIn">How seldom each of the filters is set.</param>
    private string Filters(int oneIn) =>
        One<Category>("category", oneIn) + One<Verdict>("mode", oneIn * 2) + One<PracticeNeed>("practice", oneIn * 2) + One<ProgrammeStatus>("status", oneIn * 2);

    private string One<T>(string name, int oneIn) where T : struct, Enum =>
        _random.Next(oneIn) == 0 ? $"&{name}={Wire.NameOf(Enum.GetValues<T>()[Any(Enum.GetValues<T>().Length)])}" : "";

    private string OfferingFilter()
    {
        var (id, start) = _offerings[Any(_offerings.Length)];
        return _random.Next(3) switch
        {
            0 => $"&programme={_programmes[Any(_programmes.Length)].Id}",
            1 => One<OfferingStatus>("status", 1) + After(start.ToString("O", CultureInfo.InvariantCulture), id.ToString()),
            _ => After(start.ToString("O", CultureInfo.InvariantCulture), id.ToString()),
        };
    }

    private static string After(params string[] key) => $"&after={Cursor.Encode(key)}";
}
