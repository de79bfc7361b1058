using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Offerings;

internal sealed record AssignInstructorsRequest(IReadOnlyList<InstructorRequest?>? Instructors);

/// <param name="Instructors">With their ids, which the public pages leave out.</param>
internal sealed record SessionInstructorsResponse(Guid SessionId, int Number, string Title, IReadOnlyList<Instructor> Instructors)
{
    public static SessionInstructorsResponse Of(Session s) =>
        new(s.Id, s.Number, s.Title, [.. s.Instructors.Select(i => new Instructor(i.InstructorId, i.Name))]);
}

internal sealed class AssignInstructorsValidator : AbstractValidator<AssignInstructorsRequest>
{
    public AssignInstructorsValidator()
    {
        RuleFor(r => r.Instructors).NotNull();
        RuleFor(r => r.Instructors).Instructors();
    }
}

/// <summary>Says who teaches one session; an empty list frees it.</summary>
internal static class AssignInstructors
{
    public static async Task<IResult> Handle(
        Guid id, int n, AssignInstructorsRequest request, CatalogueDbContext db, PublicCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockOfferingAsync(id, cancellationToken) is not { } offering) return Problems.NotFound($"Angkatan {id}");
        var instructors = request.Instructors!.Select(i => i!.Instructor).ToArray();
        if (offering.AssignInstructors(n, instructors, clock.Now()) is { } broken) return broken.ToProblem();
        db.Publish(id, offering.ToInstructorsEvent());
        if (await db.SaveUnlessClashAsync(offering, cancellationToken) is { } clash) return clash;
        await transaction.CommitAsync(cancellationToken);
        await cache.ForgetAsync(PublicCache.Offerings);
        return TypedResults.Ok(SessionInstructorsResponse.Of(offering.Sessions.Single(s => s.Number == n)));
    }
}

internal static class ListInstructors
{
    public static async Task<IResult> Handle(Guid id, CatalogueDbContext db, CancellationToken cancellationToken) =>
        await db.Offerings.AsNoTracking().WithParts().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is { } offering
            ? TypedResults.Ok(offering.Sessions.Select(SessionInstructorsResponse.Of).ToArray())
            : Problems.NotFound($"Angkatan {id}");
}
