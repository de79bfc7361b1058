using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Domain.Tests;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Learning;

/// <param name="PreTestFirst">Nobody learns before the pre-test is handed in.</param>
/// <param name="ModulesFirst">Nobody takes the post-test before all self-paced modules are finished.</param>
public sealed record OrderRequest(bool? PreTestFirst, bool? ModulesFirst);

internal sealed class OrderRequestValidator : AbstractValidator<OrderRequest>
{
    public OrderRequestValidator()
    {
        RuleFor(r => r.PreTestFirst).NotNull().WithMessage("Wajib diisi: true bila pre-test mendahului modul.");
        RuleFor(r => r.ModulesFirst).NotNull().WithMessage("Wajib diisi: true bila modul mendahului post-test.");
    }
}

/// <summary>Says in which order an offering is learned. It holds for what comes after it; what was done before stays done.</summary>
internal static class SetOrder
{
    public static async Task<Results<Ok<LearningOrder>, ProblemHttpResult>> HandleAsync(
        Guid id, OrderRequest request, ClaimsPrincipal user, DeliveryDb db, OfferingCache offerings, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OfferingLocks.TakeAsync((NpgsqlConnection)db.Database.GetDbConnection(), id, cancellationToken);
        if (!await db.Offerings.AnyAsync(o => o.Id == id, cancellationToken)) return Answers.OfferingNotFound(id);

        var wanted = new LearningOrder(request.PreTestFirst!.Value, request.ModulesFirst!.Value);
        if (wanted.PreTestFirst && !await db.TestDefinitions.AnyAsync(t => t.OfferingId == id && t.Test == TestName.PreTest, cancellationToken))
            return Problems.Unprocessable("no-pre-test", "Angkatan ini belum mempunyai pre-test, sehingga tidak seorang pun dapat mulai belajar.");
        var row = await db.Set<LearningOrderRow>().SingleOrDefaultAsync(o => o.OfferingId == id, cancellationToken);
        if (row is null)
            db.Add(new LearningOrderRow { OfferingId = id, PreTestFirst = wanted.PreTestFirst, ModulesFirst = wanted.ModulesFirst, SetAt = time.Now(), SetBy = user.Subject() });
        else if (new LearningOrder(row.PreTestFirst, row.ModulesFirst) != wanted)
            (row.PreTestFirst, row.ModulesFirst, row.SetAt, row.SetBy) = (wanted.PreTestFirst, wanted.ModulesFirst, time.Now(), user.Subject());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        offerings.Forget(id);
        return TypedResults.Ok(wanted);
    }
}
