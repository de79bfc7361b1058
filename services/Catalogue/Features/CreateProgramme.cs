using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record CreateProgrammeRequest(
    string? Code, string? Title, Category? Category, PracticeNeed? Practice, int? ClassroomDays, IReadOnlyList<ModuleRequest?>? Modules)
{
    public const int MaxModules = 100;
    private const int MaxCode = 30;

    /// <summary>Letters, digits, '-', '.', '_' and no more: a code stands in addresses.</summary>
    public static bool IsCode(string? code) =>
        code is { Length: > 0 and <= MaxCode } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}

internal sealed record ModuleRequest(string? Title, int? Jp, ModuleMethod? Method, IReadOnlyList<MaterialRequest?>? Materials)
{
    public ModuleDraft Draft => new(Title!, Jp!.Value, Method!.Value)
    {
        Materials = [.. (Materials ?? []).Select(m => new Material(m!.Title!, m.Url!, m.Kind!.Value))],
    };
}

internal sealed record MaterialRequest(string? Title, string? Url, MaterialKind? Kind);

internal sealed class CreateProgrammeValidator : AbstractValidator<CreateProgrammeRequest>
{
    public CreateProgrammeValidator()
    {
        RuleFor(r => r.Code).Must(CreateProgrammeRequest.IsCode)
            .WithMessage("'code' wajib ada: 1 sampai 30 huruf, angka, '-', '.', atau '_'.");
        RuleFor(r => r.Title).Text(300);
        RuleFor(r => r.Category).NotNull();
        RuleFor(r => r.Practice).NotNull();
        RuleFor(r => r.ClassroomDays).InclusiveBetween(1, 365);
        RuleFor(r => r.Modules).NotEmpty().Must(m => m is null || m.Count <= CreateProgrammeRequest.MaxModules)
            .WithMessage($"'modules' wajib berisi 1 sampai {CreateProgrammeRequest.MaxModules} modul.");
        RuleForEach(r => r.Modules).NotNull().SetValidator(new ModuleValidator()!);
    }
}

internal sealed class ModuleValidator : AbstractValidator<ModuleRequest>
{
    private const int MaxMaterials = 50;

    public ModuleValidator()
    {
        RuleFor(m => m.Title).Text(300);
        RuleFor(m => m.Jp).NotNull().InclusiveBetween(1, 1000);
        RuleFor(m => m.Method).NotNull();
        RuleFor(m => m.Materials).Must(m => m is null || m.Count <= MaxMaterials).WithMessage($"'materials' paling banyak {MaxMaterials}.");
        RuleForEach(m => m.Materials).NotNull().ChildRules(material =>
        {
            material.RuleFor(m => m!.Title).Text(300);
            material.RuleFor(m => m!.Url).Text(2000).Must(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme is "https" or "http"))
                .WithMessage("'url' harus alamat http atau https.");
            material.RuleFor(m => m!.Kind).NotNull();
        });
    }
}

internal static class CreateProgramme
{
    public static async Task<IResult> Handle(
        CreateProgrammeRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        CatalogueDbContext db, PublicCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Ids.From(idempotencyKey) is not { } id) return Ids.Malformed;
        var existing = await db.Programmes.AsNoTracking().WithParts()
            .SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (existing is not null)
            return string.Equals(existing.CreatedBy, user.Subject(), StringComparison.Ordinal) ? TypedResults.Ok(ProgrammeResponse.Of(existing)) : Ids.TakenByAnother;
        if (await db.Programmes.AnyAsync(p => p.Code == request.Code, cancellationToken))
            return Problems.Conflict("code-taken", $"Kode program '{request.Code}' sudah dipakai.");

        var programme = Programme.Create(
            id, request.Code!, request.Title!, request.Category!.Value, request.Practice!.Value, request.ClassroomDays,
            JpAuthority.Bpsdm, [.. request.Modules!.Select(m => m!.Draft)], user.Subject(), clock.Now());
        db.Programmes.Add(programme);
        await db.SaveChangesAsync(cancellationToken);
        await cache.ForgetAsync(PublicCache.Programmes);
        return TypedResults.Created($"/api/catalogue/programmes/{id}", ProgrammeResponse.Of(programme));
    }
}
