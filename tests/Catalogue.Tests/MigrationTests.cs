using Bpsdm.Catalogue.Data;
using Bpsdm.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bpsdm.Catalogue.Tests;

[Collection(CatalogueTests.Name)]
public sealed class MigrationTests(CatalogueFixture catalogue)
{
    [Fact]
    public async Task The_migrations_are_the_model()
    {
        await using var scope = catalogue.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CatalogueDbContext>().Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public async Task A_catalogue_of_the_first_version_keeps_what_it_holds_and_its_curricula_are_published()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var db = new CatalogueDbContext(new DbContextOptionsBuilder<CatalogueDbContext>()
            .UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable("migrations_history")).UseSnakeCaseNamingConvention().Options);
        await db.GetService<IMigrator>().MigrateAsync("Initial");
        await using (var old = source.CreateCommand(
            """
            INSERT INTO programmes (id, code, title, category, practice, jp, jp_set_by, created_by, created_at, verdict, verdict_reason, verdict_at)
            VALUES ('0199aaaa-0000-7000-8000-000000000001', 'OLD-1', 'Lama', 'technical', 'none', 6, 'BPSDM', 'admin', now(), 'distance', 'x', now()),
                   ('0199aaaa-0000-7000-8000-000000000002', 'OLD-2', 'LAN', 'basic', 'mixed', NULL, 'LAN', 'admin', now(), NULL, NULL, NULL);
            INSERT INTO modules (id, number, title, jp, method, programme_id)
            VALUES ('0199aaaa-0000-7000-8000-00000000000a', 1, 'A', 6, 'theory', '0199aaaa-0000-7000-8000-000000000001');
            INSERT INTO offerings (id, programme_id, programme_code, programme_title, category, jp, delivery_mode, year, angkatan, start_date, end_date,
                capacity, place, enrolment_opens_at, enrolment_closes_at, scheduled_by, scheduled_at, all_modules_required, max_attempts,
                min_attendance_percent, passing_grade, exclude_covid_response, exclude_education_teachers)
            VALUES ('0199aaaa-0000-7000-8000-00000000000b', '0199aaaa-0000-7000-8000-000000000001', 'OLD-1', 'Lama', 'technical', 6, 'distance', 2026, 1,
                '2026-03-06', '2026-03-10', 30, 'Daring', '2026-02-01', '2026-03-01', 'admin', now(), true, 2, 80, 70, false, false);
            INSERT INTO offering_sessions (id, module_id, number, title, mode, starts_at, ends_at, offering_id)
            VALUES ('0199aaaa-0000-7000-8000-00000000000c', '0199aaaa-0000-7000-8000-00000000000a', 1, 'A', 'live',
                '2026-03-10T01:00Z', '2026-03-10T02:00Z', '0199aaaa-0000-7000-8000-00000000000b');
            """))
            await old.ExecuteNonQueryAsync();

        await db.Database.MigrateAsync();

        var programmes = await db.Programmes.AsNoTracking().WithParts().OrderBy(p => p.Code).ToListAsync();
        programmes.Select(p => (p.PublishedVersion, p.Modules.Count, p.Draft)).ShouldBe([(1, 1, null), (null, 0, null)]);
        programmes[0].Verdict.ShouldNotBeNull();
        var offering = await db.Offerings.AsNoTracking().Include(o => o.Sessions).SingleAsync();
        (offering.ProgrammeVersion, offering.Days, offering.Enrolment.AcceptanceHours, offering.Sessions[0].Day, offering.ChangedAt)
            .ShouldBe((1, 3, 48, 3, offering.ScheduledAt));
        offering.Status.ShouldBe(Catalogue.Domain.OfferingStatus.Scheduled);
    }
}
