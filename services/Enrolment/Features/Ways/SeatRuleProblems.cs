using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features.Ways;

/// <summary>What the domain's rules say to the people who break them.</summary>
internal static class SeatRuleProblems
{
    public static ProblemHttpResult ToProblem(this SeatRule broken) => broken switch
    {
        NotPendingApproval r => Problems.Conflict("not-pending-approval", $"Pendaftaran ini tidak menunggu persetujuan; statusnya '{NameOf(r.Status)}'."),
        NotOffered r => Problems.Conflict("not-offered", $"Pendaftaran ini tidak mempunyai kursi yang ditawarkan; statusnya '{NameOf(r.Status)}'."),
        AcceptanceExpired r => Problems.Conflict("acceptance-expired", $"Batas waktu menerima kursi sudah lewat pada {Text(r.Until)}."),
        NotLive r => Problems.Conflict("not-enrolled", $"Pendaftaran ini sudah berakhir; statusnya '{NameOf(r.Status)}'."),
        WithdrawalClosed r => Problems.Conflict("withdrawal-closed", $"Batas waktu mengundurkan diri sudah lewat pada {Text(r.At)}."),
        NotConfirmed r => Problems.Conflict("not-confirmed", $"Hanya kursi terkonfirmasi yang dapat dipindahkan; statusnya '{NameOf(r.Status)}'."),
        OutsideWindow r => EnrolmentClosed.Problem(r.Window, r.Now),
        SameOffering => Problems.Unprocessable("same-offering", "offeringId: angkatan tujuan sama dengan angkatan sekarang."),
        AnotherProgramme => Problems.Unprocessable("another-programme", "offeringId: angkatan tujuan bukan dari program yang sama."),
        NoSeat r => r.Outcome is Outcomes.CapacityFull or Outcomes.QuotaFull or Outcomes.AlreadyEnrolled or Outcomes.OfferingCancelled
            ? Problems.Conflict(Code(r.Outcome), Outcomes.Reason(r.Outcome))
            : Problems.Unprocessable(Code(r.Outcome), Outcomes.Reason(r.Outcome)),
        _ => throw new InvalidOperationException($"The rule {broken.GetType().Name} has no text."),
    };

    private static string Code(string outcome) => outcome.Replace('_', '-');

    private static string Text(DateTimeOffset instant) => $"{instant:yyyy-MM-dd'T'HH:mm'Z'}";

    private static string NameOf(EnrolmentStatus status) => KebabCase<EnrolmentStatus>.Write(status);
}
