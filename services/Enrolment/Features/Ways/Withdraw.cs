using System.Security.Claims;
using Bpsdm.Enrolment.Features.Seating;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features.Ways;

public static class Withdraw
{
    /// <summary>Gives the seat, or the place in the wait list, back.</summary>
    public static async Task<Results<Ok<EnrolmentResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, StepReason request, ClaimsPrincipal user, EnrolmentDesk desk, CancellationToken cancellationToken)
    {
        if (!StepReason.TryRead(request.Reason, out var reason, out var problem)) return problem;
        var answer = await desk.StepAsync(id, user, Actors.All, async open =>
        {
            if (open.Enrolment.Withdraw(open.Offering.WithdrawalDeadline, open.Now) is { } broken) return broken;
            await open.LeaveAsync(Departure.Withdrawal(open.By, reason), "ada peserta yang mengundurkan diri.", cancellationToken);
            return null;
        }, cancellationToken);
        return answer.WithValidation();
    }
}
