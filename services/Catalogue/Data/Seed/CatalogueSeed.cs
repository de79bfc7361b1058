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

    private const string By = "seed";

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
        await AddChecklistAsync(db, cancellationToken);
        await AddProgrammesAsync(db, now, cancellationToken);
        await DesignProgrammesAsync(db, now, cancellationToken);
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
        var added = Read<SeedProgramme>("diklat.json").Where(p => !known.Contains(p.Code)).Select(p => Programme.Create(
            Guid.CreateVersion7(), p.Code, p.Title, p.Category, p.Practice, p.ClassroomDays, p.JpSetBy,
            p.Jp is { } jp ? SeedCurriculum.Of(p.Title, p.Practice, jp) : [], By, now)).ToArray();
        db.Programmes.AddRange(added);
        await db.SaveChangesAsync(cancellationToken);
        // A curriculum is written as a draft: the database lets nobody add modules to a published one.
        foreach (var programme in added.Where(p => p.Draft is not null)) _ = programme.Publish(1, By, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Every diklat with a curriculum gets a first design, which reviewers judge or replace.</summary>
    private static async Task DesignProgrammesAsync(CatalogueDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var programmes = await db.Programmes.WithParts()
            .Where(p => p.CreatedBy == By && p.PublishedVersion == 1 && p.Design == null).ToListAsync(cancellationToken);
        var rules = await db.RulesInForceAsync(Wib.DateOf(now), cancellationToken);
        foreach (var programme in programmes) _ = programme.DesignDelivery(DeliveryPlan.Propose(programme.Modules), rules, By, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task AddChecklistAsync(CatalogueDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Checklists.AnyAsync(cancellationToken)) return;
        db.Checklists.Add(new ReviewChecklist(
            1, new DateOnly(2020, 1, 1), "Disusun untuk platform ini; butir dan bobotnya diganti dengan versi baru.", DistanceFrom: 75, BlendedFrom: 40,
            [
                new("tujuan", "Tujuan pembelajaran tercapai tanpa hadir di tempat.", 30),
                new("praktik", "Praktik dapat dijalankan atau diganti jarak jauh dengan aman.", 30),
                new("interaksi", "Interaksi pengajar dan peserta memadai secara daring.", 15),
                new("penilaian", "Hasil belajar dapat dinilai jarak jauh.", 15),
                new("sarana", "Peserta mempunyai perangkat dan jaringan yang memadai.", 10),
            ]));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task AddHolidaysAsync(CatalogueDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A day that somebody has removed is still known, and stays removed.
        var known = await db.Holidays.Select(h => h.Date).ToHashSetAsync(cancellationToken);
        db.Holidays.AddRange(Read<SeedHoliday>("holidays.json").Where(h => !known.Contains(h.Date))
            .Select(h => new Holiday(h.Date, h.Name, h.Kind, h.Source, h.Certainty, By, now)));
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
