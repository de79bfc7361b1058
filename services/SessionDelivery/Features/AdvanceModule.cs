using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features;

public sealed record ProgressRequest(int? Percent);

public sealed record ProgressResponse(Guid ModuleId, int Percent);

internal sealed class ProgressRequestValidator : AbstractValidator<ProgressRequest>
{
    public ProgressRequestValidator()
    {
        RuleFor(r => r.Percent).NotNull().WithMessage("Persentase wajib diisi.");
        RuleFor(r => r.Percent).InclusiveBetween(0, 100).WithMessage("Persentase harus antara 0 dan 100.");
    }
}

internal static class AdvanceModule
{
    public static async Task<Results<Ok<ProgressResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid moduleId, ProgressRequest request, ClaimsPrincipal user, OfferingCache offerings, DeliveryWriter writer,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Module(moduleId) is not { } module) return Problems.NotFound($"Modul {moduleId} pada angkatan {id}");
        if (!module.IsSelfPaced)
            return Problems.Unprocessable("module-not-self-paced", $"Modul {module.Number} '{module.Title}' tidak dipelajari mandiri; kemajuannya mengikuti kehadiran pada sesinya.");

        var answer = await writer.SubmitAsync(
            new Command(found.Offering, nip, moduleId, request.Percent!.Value, time.Now()), cancellationToken);
        return answer.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(new ProgressResponse(moduleId, answer.Value));
    }

    private sealed class Command(Offering offering, string nip, Guid moduleId, int percent, DateTimeOffset now)
        : DeliveryCommand<int>(offering, nip)
    {
        public override bool NeedsPath => true;

        protected override Answer<int> Handle(ParticipantRecord record) => record.Advance(moduleId, percent, now);
    }
}
