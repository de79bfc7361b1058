using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Domain.Tests;
using Bpsdm.SessionDelivery.Features.Learning;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>Begins an attempt: draws its form and keeps it, unless it was kept meanwhile.</summary>
internal static class DrawForm
{
    public static async Task<ProblemHttpResult?> HandleAsync(
        Guid offeringId, Guid participantId, string test, int n, DeliveryDb db, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Who sets the test, closes or cancels the offering waits for who begins, and the other way round.
        await OfferingLocks.ShareAsync(db.Connection(), offeringId, cancellationToken);
        var offering = await db.Offerings.AsNoTracking().SingleAsync(o => o.Id == offeringId, cancellationToken);
        if (offering.CancelledAt is not null) return Refusal.OfferingCancelled.ToProblem();
        if (offering.ClosedAt is not null) return Refusal.OfferingClosed.ToProblem();
        var definitions = await db.TestsOfAsync(offeringId, cancellationToken);
        if (!definitions.TryGetValue(test, out var definition)) return DefineTest.NotSet(offeringId, test);

        var now = time.Now();
        if (!definition.IsOpen(now)) return Problems.Conflict("outside-test-window", "Tes ini belum dibuka atau sudah ditutup.");
        if (n > definition.Attempts) return Problems.Conflict("no-attempts-left", $"Tes ini hanya dapat dikerjakan {definition.Attempts} kali.");
        int? countsAs = TestName.Counts(test) ? n + (test is TestName.Remedial ? definitions[TestName.PostTest].Attempts : 0) : null;
        if (await RefusalAsync(participantId, test, n, countsAs, definition.PassScore, db, cancellationToken) is { } refusal) return refusal;
        var found = new CachedOffering(offering, null) { Path = await ReadContent.PathAsync(db, offeringId, cancellationToken) };
        if (countsAs is not null && await LearningProblems.BeforePostTestAsync(found, participantId, dataSource, cancellationToken) is { } early) return early;
        var (drawn, seed) = await DrawAsync(offering, definition, participantId, n, db, cancellationToken);
        if (drawn is null) return Problems.Conflict("bank-too-small", "Bank soal tidak lagi memuat cukup soal untuk tes ini; hubungi pengajar.");

        await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO test_attempts (id, offering_id, participant_id, test, number, counts_as, seed, shuffle, pass_score, item_ids, started_at, deadline)
             VALUES ({Guid.CreateVersion7(now)}, {offeringId}, {participantId}, {test}, {n}, {countsAs}, {seed}, {definition.Shuffle}, {definition.PassScore}, {drawn},
               {now}, {definition.DeadlineOf(now)})
             ON CONFLICT (participant_id, test, number) DO NOTHING
             """, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private static async Task<ProblemHttpResult?> RefusalAsync(
        Guid participantId, string test, int n, int? countsAs, int passScore, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (countsAs is null)
        {
            return n == 1 || await db.TestAttempts.AnyAsync(a => a.ParticipantId == participantId && a.Test == test && a.Number == n - 1 && a.HandedInAt != null, cancellationToken)
                ? null : Refusal.AttemptOutOfOrder.ToProblem();
        }
        if (await db.Outcomes.AnyAsync(o => o.ParticipantId == participantId, cancellationToken)) return Refusal.AlreadyDecided.ToProblem();
        var recorded = await db.Attempts.Where(a => a.ParticipantId == participantId).Select(a => a.Score).ToListAsync(cancellationToken);
        if (recorded.Count < countsAs - 1)
        {
            return await db.TestAttempts.AnyAsync(a => a.ParticipantId == participantId && a.CountsAs == recorded.Count + 1 && a.HandedInAt != null, cancellationToken)
                ? Problems.Conflict("awaiting-grading", "Percobaan sebelumnya masih menunggu penilaian.") : Refusal.AttemptOutOfOrder.ToProblem();
        }
        return test is TestName.Remedial && recorded.Exists(score => score >= passScore)
            ? Problems.Conflict("already-passed", "Anda sudah lulus post-test, sehingga remedial tidak diperlukan.") : null;
    }

    /// <returns>No form where a bank has lost too many of its items.</returns>
    private static async Task<(Guid[]? Items, long Seed)> DrawAsync(
        Offering offering, TestDefinitionRow definition, Guid participantId, int n, DeliveryDb db, CancellationToken cancellationToken)
    {
        var modules = definition.Draws.ConvertAll(d => d.Module);
        var held = (await db.BankItems.Where(i => i.ProgrammeCode == offering.ProgrammeCode && modules.Contains(i.ModuleNumber) && i.RetiredAt == null)
            .OrderBy(i => i.Code).Select(i => new { i.ModuleNumber, i.Id }).ToListAsync(cancellationToken)).ToLookup(i => i.ModuleNumber, i => i.Id);
        var seed = Form.SeedOf(definition.Seed, participantId, n);
        var banks = definition.Draws.ConvertAll(d => (d.Count, Items: (IReadOnlyList<Guid>)[.. held[d.Module]]));
        return banks.Exists(b => b.Items.Count < b.Count) ? (null, seed) : ([.. Form.Draw(seed, banks, definition.Shuffle)], seed);
    }
}
