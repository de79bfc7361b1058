using Bpsdm.Enrolment.Features.Seating;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features.Ways;

internal static class Leaving
{
    /// <summary>Ends the enrolment, and offers its seat to whoever waits.</summary>
    public static async Task LeaveAsync(this OpenEnrolment open, Departure departure, string whyFree, CancellationToken cancellationToken)
    {
        await Departures.RunAsync(open.Connection, open.Offering.Id, [open.Enrolment.Id], departure, open.Now, cancellationToken);
        await Promotions.RunAsync(open.Connection, open.Offering, whyFree, open.Now, cancellationToken);
    }

    /// <summary>The same answer from a handler that also checks its request.</summary>
    public static Results<Ok<EnrolmentResponse>, ValidationProblem, ProblemHttpResult> WithValidation(
        this Results<Ok<EnrolmentResponse>, ProblemHttpResult> answer) => answer.Result switch
        {
            Ok<EnrolmentResponse> ok => ok,
            ProblemHttpResult problem => problem,
            var other => throw new InvalidOperationException($"{other} is no answer."),
        };
}
