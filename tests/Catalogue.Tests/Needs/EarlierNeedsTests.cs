using Bpsdm.Catalogue.Data;
using Bpsdm.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Bpsdm.Catalogue.Tests.Needs;

/// <summary>A platform that ran before there were calls keeps its needs, and what was decided on them.</summary>
public sealed class EarlierNeedsTests
{
    [Fact]
    public async Task Needs_of_before_get_a_call_and_a_history()
    {
        var servers = await TestServers.GetAsync();
        var connection = await servers.CreateDatabaseAsync();
        await using (var db = new CatalogueDbContext(new DbContextOptionsBuilder<CatalogueDbContext>()
            .UseNpgsql(connection, npgsql => npgsql.MigrationsHistoryTable("migrations_history")).UseSnakeCaseNamingConvention().Options))
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial");
            await db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO agencies (code, name) VALUES ('OPD-01', 'Dinas');
                INSERT INTO needs (id, agency_code, topic, headcount, year, quarter, priority, reason, proposed_by, proposed_at, status, rejection_reason, decided_by, decided_at)
                VALUES
                (gen_random_uuid(), 'OPD-01', 'A', 5, 2026, 1, 'low', 'x', 'agency', '2026-03-01Z', 'proposed', NULL, NULL, NULL),
                (gen_random_uuid(), 'OPD-01', 'B', 6, 2026, 1, 'low', 'x', 'agency', '2026-04-01Z', 'accepted', NULL, 'admin', '2026-04-02Z'),
                (gen_random_uuid(), 'OPD-01', 'C', 7, 2025, 1, 'low', 'x', 'agency', '2026-04-01Z', 'rejected', 'Tidak', 'admin', '2026-04-02Z');
                """);

            await db.Database.MigrateAsync();

            (await db.Needs.OrderBy(n => n.Topic).Select(n => new { n.Status, n.Headcounts.Pelaksana, n.SubmittedBy }).ToListAsync())
                .Select(n => (Wire.NameOf(n.Status), n.Pelaksana, n.SubmittedBy)).ShouldBe([("submitted", 5, "agency"), ("accepted", 6, "agency"), ("rejected", 7, "agency")]);
            (await db.Calls.OrderBy(c => c.Year).Select(c => c.Deadline).ToListAsync()).ShouldBe([new(2025, 12, 31), new(2026, 12, 31)]);
            (await db.Needs.Where(n => n.Topic == "C").Include(n => n.History).SingleAsync()).History
                .Select(e => (Wire.NameOf(e.Action), e.Reason, e.By)).ShouldBe([("submitted", null, "agency"), ("rejected", "Tidak", "admin")]);
            db.Database.HasPendingModelChanges().ShouldBeFalse();
        }
        await servers.DropDatabaseAsync(connection);
    }
}
