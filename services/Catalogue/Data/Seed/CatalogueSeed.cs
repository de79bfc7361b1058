using System.Text.Json;
using System.Text.Json.Serialization;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Contracts;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Data.Seed;

/// <summary>What the catalogue starts with: agencies, rules of JP a day, the 40 diklat. Run again, it adds only what is new.</summary>
internal static class CatalogueSeed
{
    /// <summary>All messages about agencies keep one order.</summary>
    private static readonly Guid Agencies = new("01970000-0000-7000-8000-000000000001");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CatalogueDbContext>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two replicas may be migrated at once: the second one then finds everything there.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('catalogue seed'))", cancellationToken);
        await AddAgenciesAsync(db, cancellationToken);
        await AddRulesAsync(db, cancellationToken);
        await AddProgrammesAsync(db, now, cancellationToken);
        await AddHolidaysAsync(db, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task AddAgenciesAsync(CatalogueDbContext db, CancellationToken cancellationToken)
    {
        var agencies = Read<Agency>("opd.json");
        var codes = agencies.Select(a => a.Code).ToArray();
        var names = agencies.Select(a => a.Name).ToArray();
        var changed = await db.Agencies.FromSql(
            $"""
            INSERT INTO agencies AS a (code, name) SELECT * FROM unnest({codes}, {names})
            ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE a.name <> excluded.name
            RETURNING code, name
            """).AsNoTracking().ToListAsync(cancellationToken);
        var messages = changed.Select(a => new RegisteredAgency(a.Code, a.Name)).Chunk(Contract.MaxFacts)
            .Select(chunk => new AgenciesRegistered { Agencies = chunk }).ToArray();
        await db.PublishAsync(Agencies, messages, cancellationToken);
    }

    private static async Task AddRulesAsync(CatalogueDbContext db, CancellationToken cancellationToken)
    {
        if (await db.DeliveryRules.AnyAsync(cancellationToken)) return;
        db.DeliveryRules.Add(new DeliveryRules(
            version: 1, validFrom: new DateOnly(2020, 1, 1), selfPaced: 3, live: 8, faceToFace: 8,
            "Tabel nasional pengembangan kompetensi: e-learning paling banyak 3 JP sehari (cukup pasti); "
            + "kelas dengan pengajar dihitung menurut JP sebenarnya, 8 JP sehari sebagaimana hari kelas (ketetapan BPSDM, dapat diubah dengan versi baru)."));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task AddProgrammesAsync(CatalogueDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await db.Programmes.Select(p => p.Code).ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        db.Programmes.AddRange(Read<SeedProgramme>("diklat.json").Where(p => !known.Contains(p.Code)).Select(p => Programme.Create(
            Guid.CreateVersion7(), p.Code, p.Title, p.Category, p.Practice, p.ClassroomDays, p.JpSetBy,
            p.Jp is { } jp ? SeedCurriculum.Of(p.Title, p.Practice, jp) : [], "seed", now)));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task AddHolidaysAsync(CatalogueDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A day that somebody has removed is still known, and stays removed.
        var known = await db.Holidays.Select(h => h.Date).ToHashSetAsync(cancellationToken);
        db.Holidays.AddRange(Read<SeedHoliday>("holidays.json").Where(h => !known.Contains(h.Date))
            .Select(h => new Holiday(h.Date, h.Name, h.Kind, h.Source, h.Certainty, "seed", now)));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static List<T> Read<T>(string file)
    {
        using var stream = typeof(CatalogueSeed).Assembly.GetManifestResourceStream($"seed/{file}")
            ?? throw new InvalidOperationException($"The resource seed/{file} is missing.");
        return JsonSerializer.Deserialize<List<T>>(stream, Json)!;
    }

    private sealed record SeedProgramme(
        string Code, string Title, Category Category, PracticeNeed Practice, int? ClassroomDays, int? Jp, JpAuthority JpSetBy);

    private sealed record SeedHoliday(DateOnly Date, string Name, HolidayKind Kind, string Source, Certainty Certainty);
}
