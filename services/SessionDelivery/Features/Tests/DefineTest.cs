using System.Security.Claims;
using System.Security.Cryptography;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Domain.Tests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <param name="OfferingId">Whose test it is.</param>
/// <param name="Attempts">Of the post-test and the remedial together at most those that the offering's rule allows.</param>
/// <param name="PassScore">Of post-test and remedial that of the offering's rule.</param>
public sealed record TestResponse(
    Guid OfferingId, string Test, IReadOnlyList<BankDraw> Draws, int? TimeLimitMinutes, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int Attempts, int PassScore,
    bool Shuffle, long Seed, DateTimeOffset SetAt, string SetBy)
{
    internal static TestResponse Of(TestDefinitionRow t) => new(
        t.OfferingId, t.Test, t.Draws, t.TimeLimitMinutes, t.OpensAt, t.ClosesAt, t.Attempts, t.PassScore, t.Shuffle, t.Seed, t.SetAt, t.SetBy);
}

/// <summary>Sets a test of an offering: from which banks its forms are drawn, when and for how long. Until somebody has begun it.</summary>
internal static class DefineTest
{
    public static async Task<Results<Ok<TestResponse>, ProblemHttpResult>> ReadAsync(Guid id, string test, DeliveryDb db, CancellationToken cancellationToken) =>
        await db.TestDefinitions.AsNoTracking().SingleOrDefaultAsync(t => t.OfferingId == id && t.Test == test, cancellationToken) is { } found
            ? TypedResults.Ok(TestResponse.Of(found))
            : NotSet(id, test);

    public static async Task<Results<Ok<TestResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, string test, TestRequest request, ClaimsPrincipal user, DeliveryDb db, OfferingCache offerings, TimeProvider time, CancellationToken cancellationToken)
    {
        if (TestRules.Check(request) is { } invalid) return invalid;
        // Whoever begins an attempt shares the first lock; the second one is that of the authors of a fixed post-test.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OfferingLocks.TakeAsync(db.Connection(), id, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM offerings WHERE id = {id} FOR UPDATE", cancellationToken);
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } offering) return Answers.OfferingNotFound(id);

        var others = await db.TestsOfAsync(id, cancellationToken);
        others.Remove(test, out var before);
        if (await ConflictAsync(offering, test, others, db, cancellationToken) is { } conflict) return conflict;
        if (TestRules.Read(request, offering, test, others, before?.Seed ?? NewSeed(), time.Now(), user.Subject(), out var wished) is { } broken) return broken;
        if (before is not null && TestRules.AreSame(before, wished)) return TypedResults.Ok(TestResponse.Of(before));
        if (wished.ClosesAt <= time.Now()) return Problems.Invalid("closesAt", "Waktu tutup sudah lewat.");
        if (await TooSmallAsync(offering, wished, db, cancellationToken) is { } small) return small;
        if (await db.TestAttempts.AnyAsync(a => a.OfferingId == id && a.Test == test, cancellationToken))
            return Problems.Conflict("test-attempted", "Tes sudah mulai dikerjakan peserta, sehingga tidak dapat diubah lagi.");

        await db.TestDefinitions.Where(t => t.OfferingId == id && t.Test == test).ExecuteDeleteAsync(cancellationToken);
        db.TestDefinitions.Add(wished);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        offerings.Forget(id);
        return TypedResults.Ok(TestResponse.Of(wished));
    }

    public static ProblemHttpResult NotSet(Guid id, string test) => Problems.NotFound($"Tes {test} angkatan {id}");

    private static async Task<ProblemHttpResult?> ConflictAsync(
        Offering offering, string test, Dictionary<string, TestDefinitionRow> others, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (offering.CancelledAt is not null) return Refusal.OfferingCancelled.ToProblem();
        if (offering.ClosedAt is not null) return Refusal.OfferingClosed.ToProblem();
        if (TestName.Counts(test) && await db.PostTests.AnyAsync(t => t.OfferingId == offering.Id, cancellationToken))
            return Problems.Conflict("post-test-fixed", "Angkatan ini sudah mempunyai post-test dengan soal tetap, sehingga tidak dapat memakai post-test dari bank soal.");
        return test is TestName.Remedial && !others.ContainsKey(TestName.PostTest)
            ? Problems.Conflict("post-test-missing", "Remedial memerlukan post-test dari bank soal; tetapkan post-test lebih dahulu.") : null;
    }

    private static async Task<ProblemHttpResult?> TooSmallAsync(Offering offering, TestDefinitionRow test, DeliveryDb db, CancellationToken cancellationToken)
    {
        var modules = test.Draws.ConvertAll(d => d.Module);
        var held = await db.BankItems.Where(i => i.ProgrammeCode == offering.ProgrammeCode && modules.Contains(i.ModuleNumber) && i.RetiredAt == null)
            .GroupBy(i => i.ModuleNumber).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return test.Draws.Find(d => held.GetValueOrDefault(d.Module) < d.Count) is { } draw
            ? Problems.Unprocessable("bank-too-small", $"draws: bank soal modul {draw.Module} memuat {held.GetValueOrDefault(draw.Module)} soal; diminta {draw.Count}.") : null;
    }

    private static long NewSeed() => (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 11);
}
