using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <param name="Topic">In place of <paramref name="ProgrammeId"/>, where the catalogue has no programme for it.</param>
internal sealed record NeedRequest(
    Guid? ProgrammeId, string? Topic, IReadOnlyList<GroupCount?>? Headcounts, int? Year, int? Quarter, NeedPriority? Priority, string? Reason)
{
    public NeedContent Content => new(
        ProgrammeId, Topic, Domain.Headcounts.Sum(Headcounts!.Select(g => Domain.Headcounts.Of(g!.Group!.Value, g.Count!.Value))),
        Year!.Value, Quarter!.Value, Priority!.Value, Reason!);

    /// <summary>What is right in itself may still name what does not exist.</summary>
    public async Task<IResult?> UnknownAsync(CatalogueDbContext db, CancellationToken cancellationToken) =>
        ProgrammeId is { } programme && !await db.Programmes.AnyAsync(p => p.Id == programme, cancellationToken)
            ? UnknownProgramme(programme)
            : null;

    public static IResult UnknownProgramme(Guid programme) =>
        Problems.Unprocessable("unknown-programme", $"programmeId: program {programme} tidak ada dalam katalog.");
}

/// <summary>So many people of one position group.</summary>
internal sealed record GroupCount(PositionGroup? Group, int? Count)
{
    public static IReadOnlyList<GroupCount> ListOf(Headcounts counts) => [.. counts.Groups().Select(g => new GroupCount(g.Group, g.Count))];
}

internal sealed class NeedValidator : AbstractValidator<NeedRequest>
{
    public NeedValidator()
    {
        RuleFor(r => r.Topic).Must((r, topic) => (topic is null) != (r.ProgrammeId is null))
            .WithMessage("Sebutkan salah satu: 'programmeId' atau 'topic'.");
        RuleFor(r => r.Topic).Text(300).When(r => r.Topic is not null);
        RuleFor(r => r.Headcounts).NotEmpty();
        RuleForEach(r => r.Headcounts).NotNull().ChildRules(group =>
        {
            group.RuleFor(g => g!.Group).NotNull();
            group.RuleFor(g => g!.Count).NotNull().InclusiveBetween(1, 1_000_000);
        });
        RuleFor(r => r.Headcounts).Must(groups => groups is null || groups.Where(g => g is not null).GroupBy(g => g!.Group).All(g => g.Count() == 1))
            .WithMessage("'headcounts' menyebut satu kelompok jabatan lebih dari sekali.");
        RuleFor(r => r.Year).NotNull().InclusiveBetween(2020, 2100);
        RuleFor(r => r.Quarter).NotNull().InclusiveBetween(1, 4);
        RuleFor(r => r.Priority).NotNull();
        RuleFor(r => r.Reason).Prose();
    }
}
