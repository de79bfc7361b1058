using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Learning;

public sealed record ContentRequest(IReadOnlyList<ContentItemRequest?>? Items);

/// <param name="Id">Made by the client.</param>
/// <param name="Kind">page, video, document, link or package.</param>
/// <param name="Url">Where it is: http or https. Not for a page.</param>
/// <param name="Text">What a page says, in Markdown. Only for a page.</param>
/// <param name="Minutes">How long it takes: its weight in the module.</param>
public sealed record ContentItemRequest(Guid? Id, string? Kind, string? Title, string? Url, string? Text, int? Minutes);

internal sealed class ContentRequestValidator : AbstractValidator<ContentRequest>
{
    public ContentRequestValidator()
    {
        RuleFor(r => r.Items).Must(i => i is { Count: <= 100 }).WithMessage("Daftar isi modul wajib ada dan memuat paling banyak 100 butir.");
        RuleFor(r => r.Items).Must(i => i is null || i.OfType<ContentItemRequest>().Select(x => x.Id).Distinct().Count() == i.OfType<ContentItemRequest>().Count())
            .WithMessage("Id butir tidak boleh sama.");
        RuleForEach(r => r.Items).NotNull().WithMessage("Butir tidak boleh kosong.").ChildRules(item =>
        {
            item.RuleFor(i => i!.Id).Must(id => id is not null && id != Guid.Empty).WithMessage("Id butir wajib diisi (UUID buatan pengirim).");
            item.RuleFor(i => i!.Kind).Must(ContentItem.IsKind).WithMessage("Jenis harus page, video, document, link atau package.");
            item.RuleFor(i => i!.Title).NotEmpty().WithMessage("Judul butir wajib diisi.").MaximumLength(200).WithMessage("Judul butir paling panjang 200 huruf.");
            item.RuleFor(i => i!.Minutes).Must(m => m is >= 1 and <= 600).WithMessage("Lama belajar harus 1 sampai 600 menit.");
            item.RuleFor(i => i!.Url).Must(IsWebAddress).When(i => i is not { Kind: ContentItem.Page })
                .WithMessage("Alamat wajib diisi: http atau https, paling panjang 2000 huruf.");
            item.RuleFor(i => i!.Url).Null().When(i => i is { Kind: ContentItem.Page }).WithMessage("Halaman tidak memuat alamat.");
            item.RuleFor(i => i!.Text).NotEmpty().When(i => i is { Kind: ContentItem.Page }).WithMessage("Isi halaman wajib diisi.")
                .MaximumLength(50_000).WithMessage("Isi halaman paling panjang 50.000 huruf.");
            item.RuleFor(i => i!.Text).Null().When(i => i is not { Kind: ContentItem.Page }).WithMessage("Hanya halaman yang memuat teks.");
        });
    }

    private static bool IsWebAddress(string? url) =>
        url is { Length: <= 2000 } && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}

/// <summary>
/// Sets what there is to learn in a module, the whole list at once. Titles and addresses may always be put right; what is in
/// it and what it weighs only until somebody has begun, or what participants have done would count differently afterwards.
/// </summary>
internal static class SetContent
{
    public static async Task<Results<Ok<ModuleContentView>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid moduleId, ContentRequest request, ClaimsPrincipal user, DeliveryDb db, OfferingCache offerings, TimeProvider time,
        CancellationToken cancellationToken)
    {
        // Who learns shares this lock, so nobody is in the middle of it.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OfferingLocks.TakeAsync((NpgsqlConnection)db.Database.GetDbConnection(), id, cancellationToken);
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } offering) return Answers.OfferingNotFound(id);
        if (offering.Modules.Find(m => m.Id == moduleId) is not { } module) return Problems.NotFound($"Modul {moduleId} pada angkatan {id}");
        if (!module.IsSelfPaced)
            return Problems.Unprocessable("module-not-self-paced", $"Modul {module.Number} '{module.Title}' tidak dipelajari mandiri, sehingga tidak memuat butir.");

        var items = request.Items!.Select(i => new ContentItem(i!.Id!.Value, i.Kind!, i.Title!.Trim(), i.Url, i.Text, i.Minutes!.Value)).ToList();
        var others = await db.Set<ModuleContent>().AsNoTracking().Where(c => c.OfferingId == id && c.ModuleId != moduleId).ToListAsync(cancellationToken);
        if (others.SelectMany(c => c.Items).FirstOrDefault(o => items.Exists(i => i.Id == o.Id)) is { } taken)
            return Problems.Conflict("item-id-taken", $"Id {taken.Id} sudah dipakai butir '{taken.Title}' pada modul lain.");

        var content = await db.Set<ModuleContent>().SingleOrDefaultAsync(c => c.OfferingId == id && c.ModuleId == moduleId, cancellationToken);
        if (!ModuleContent.WeighTheSame(content?.Items ?? [], items) && await HasBegunAsync(db, id, moduleId, cancellationToken))
            return Problems.Conflict(
                "module-begun", $"Modul {module.Number} '{module.Title}' sudah mulai dipelajari: judul dan alamat butir masih dapat diganti, tetapi butir dan lamanya tidak.");

        if (items.Count == 0)
        {
            if (content is not null) db.Remove(content);
        }
        else if (content is null)
        {
            db.Add(content = new ModuleContent { OfferingId = id, ModuleId = moduleId, Items = items, SetAt = time.Now(), SetBy = user.Subject() });
        }
        else if (!content.Items.SequenceEqual(items))
        {
            (content.Items, content.SetAt, content.SetBy) = (items, time.Now(), user.Subject());
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        offerings.Forget(id);
        return TypedResults.Ok(ModuleContentView.Of(module, items));
    }

    /// <summary>By the seats: progress has no index by module, and none is worth it for this.</summary>
    private static Task<bool> HasBegunAsync(DeliveryDb db, Guid id, Guid moduleId, CancellationToken cancellationToken) =>
        db.Seats.AnyAsync(s => s.OfferingId == id && db.Progress.Any(p => p.ParticipantId == s.ParticipantId && p.ModuleId == moduleId), cancellationToken);
}
