using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features;

internal static class EnrolmentClosed
{
    /// <summary>409: before the window opens or after it closed.</summary>
    public static ProblemHttpResult Problem(EnrolmentWindow window, DateTimeOffset now) =>
        now < window.OpensAt
            ? Problems.Conflict("enrolment-not-open", $"Pendaftaran baru dibuka pada {window.OpensAt:yyyy-MM-dd'T'HH:mm'Z'}.")
            : Problems.Conflict("enrolment-closed", $"Pendaftaran sudah ditutup pada {window.ClosesAt:yyyy-MM-dd'T'HH:mm'Z'}.");

    /// <summary>409: the offering will not be held.</summary>
    public static ProblemHttpResult Cancelled() => Problems.Conflict("offering-cancelled", Outcomes.Reason(Outcomes.OfferingCancelled));
}
