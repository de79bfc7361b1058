using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Data.Seed;
using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.SearchBench;

/// <summary>
/// Programmes in every state and three years of offerings, the same in each run. The service's own domain and mappings
/// write them, so a row is what a request would have written; what it would have told others is left out.
/// </summary>
internal sealed class Catalogue(IServiceProvider services)
{
    private const string By = "bench";
    private const int Batch = 250;
    private static readonly DateTimeOffset Before = new(2023, 6, 1, 1, 0, 0, TimeSpan.Zero);
    private readonly Random _random = new(2020);

    public async Task FillAsync(int programmes, int offerings)
    {
        foreach (var numbers in Enumerable.Range(0, programmes).Chunk(Batch)) await WithAsync(db => AddProgrammesAsync(db, numbers));
        var offered = new List<Programme>();
        await WithAsync(async db => offered.AddRange(await db.Programmes.AsNoTracking().WithParts().Where(p => p.Verdict != null).OrderBy(p => p.Code).ToListAsync()));
        var last = new Dictionary<(Guid, int), int>();
        foreach (var numbers in Enumerable.Range(0, offerings).Chunk(Batch))
        {
            await WithAsync(async db =>
            {
                var calendar = new WorkingCalendar(await db.Holidays.Where(h => !h.Removed).Select(h => h.Date).ToListAsync());
                db.Offerings.AddRange(numbers.Select(n => Schedule(offered[n % offered.Count], n, last, calendar)));
                await db.SaveChangesAsync();
            });
        }
        await WithAsync(db => db.Database.ExecuteSqlAsync($"VACUUM ANALYZE"));
    }

    private async Task AddProgrammesAsync(CatalogueDbContext db, int[] numbers)
    {
        var rules = await db.RulesInForceAsync(DateOnly.FromDateTime(Before.DateTime), default);
        var checklist = await db.ChecklistInForceAsync(DateOnly.FromDateTime(Before.DateTime), default);
        var programmes = numbers.Select(n => (Number: n, Programme: Create(n))).ToArray();
        db.Programmes.AddRange(programmes.Select(p => p.Programme));
        // A curriculum is written as a draft: the database lets nobody add modules to a published one.
        await db.SaveChangesAsync();
        foreach (var (number, programme) in programmes)
        {
            // One in ten stays in each of the states before the last.
            if (number % 10 == 0) continue;
            Check(programme.Publish(1, By, Before));
            if (number % 10 == 1) continue;
            Check(programme.DesignDelivery(DeliveryPlan.Propose(programme.Modules), rules, By, Before));
            if (number % 10 == 2) continue;
            db.Reviews.AddRange(Confirm(programme, checklist));
        }
        await db.SaveChangesAsync();
    }

    private Programme Create(int n)
    {
        var practice = (PracticeNeed)(_random.Next(10) switch { < 5 => 0, < 8 => 1, _ => 2 });
        var title = Titles.Of(n);
        return Programme.Create(
            Guid.CreateVersion7(), $"BNK-{2020 + (n % 6)}-{n:0000}", title, Enum.GetValues<Category>()[_random.Next(6)], practice, null,
            JpAuthority.Bpsdm, SeedCurriculum.Of(title, practice, 16 + (8 * _random.Next(4))), By, Before);
    }

    private static List<Review> Confirm(Programme programme, ReviewChecklist checklist)
    {
        var verdict = VerdictProposal.For(programme).Verdict;
        var opinion = new Opinion([.. checklist.Items.Select(i => new ChecklistAnswer(i.Code, 3))], verdict, "Sesuai rancangan.");
        var reviews = new List<Review>();
        foreach (var reviewer in (string[])["penelaah-1", "penelaah-2"])
        {
            if (programme.Review(Guid.CreateVersion7(), checklist, opinion, reviews, reviewer, Before).Failed(out var broken, out var review)) Check(broken);
            reviews.Add(review!);
        }
        Check(programme.Confirm(verdict, "Sesuai telaah.", reviews, By, Before));
        return reviews;
    }

    private Offering Schedule(Programme programme, int n, Dictionary<(Guid, int), int> last, WorkingCalendar calendar)
    {
        var start = calendar.From(new DateOnly(2024, 1, 1).AddDays(_random.Next(3 * 365))).First();
        var angkatan = last[(programme.Id, start.Year)] = last.GetValueOrDefault((programme.Id, start.Year)) + 1;
        var opens = new DateTimeOffset(start.AddDays(-45), new TimeOnly(1, 0), TimeSpan.Zero);
        var terms = new OfferingTerms(
            start, null, 30 + (10 * _random.Next(8)), $"Ruang {1 + (n % 40)}", new(opens, opens.AddDays(38), null, n % 4 == 0, EnrolmentTerms.DefaultAcceptanceHours),
            [], new(n % 5 == 0, n % 7 == 0), Completion.Default, []);
        var now = opens.AddDays(-15);
        if (Offering.Schedule(Guid.CreateVersion7(opens), programme, angkatan, terms, calendar, By, now).Failed(out var broken, out var offering)) Check(broken);
        foreach (var session in offering!.Sessions) Check(offering.AssignInstructors(session.Number, [new($"N-{n:00000}", $"Narasumber {n}")], now));
        if (n % 20 == 0 && offering.Cancel(Guid.CreateVersion7(), "Pengajar berhalangan.", By, now).Failed(out broken, out _)) Check(broken);
        if (n % 20 == 1 && offering.Postpone(Guid.CreateVersion7(), new(start.AddDays(14), null, [], null, null, null, "Ruang dipakai."), calendar, By, now).Failed(out broken, out _)) Check(broken);
        return offering;
    }

    private static void Check(BrokenRule? broken)
    {
        if (broken is not null) throw new InvalidOperationException($"A rule forbids what the benchmark loads: {broken}");
    }

    private async Task WithAsync(Func<CatalogueDbContext, Task> work)
    {
        await using var scope = services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<CatalogueDbContext>());
    }
}
