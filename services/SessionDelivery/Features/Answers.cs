using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features;

internal static class Answers
{
    public static ProblemHttpResult OfferingNotFound(Guid id) => Problems.NotFound($"Angkatan {id}");

    public static ProblemHttpResult ParticipantNotFound(Guid id, Guid participantId) => Problems.NotFound($"Peserta {participantId} pada angkatan {id}");

    public static ProblemHttpResult NoSeat() => Problems.Forbidden("Anda bukan peserta angkatan ini.");

    public static ProblemHttpResult NoNip() => Problems.Forbidden("Token tidak memuat NIP, sehingga tidak menunjuk seorang peserta.");

    /// <summary>The answer to somebody whose seat is held no longer.</summary>
    public static Refusal Withdrawn(string reason) => reason is Withdrawal.OfferingCancelled ? Refusal.OfferingCancelled : Refusal.SeatWithdrawn;

    /// <summary>The seat of a learner who reads; that of a cancelled offering can still be looked at.</summary>
    public static async Task<Answer<Guid>> SeatOfAsync(this DeliveryDb db, Guid offeringId, string nip, CancellationToken cancellationToken)
    {
        var seats = await db.Seats.Where(s => s.OfferingId == offeringId && s.Nip == nip)
            .Select(s => new { s.ParticipantId, s.WithdrawalReason }).ToListAsync(cancellationToken);
        var seat = seats.Find(s => s.WithdrawalReason is null) ?? seats.Find(s => s.WithdrawalReason is Withdrawal.OfferingCancelled);
        return seat is not null ? seat.ParticipantId : seats.Count == 0 ? Refusal.NoSeat : Refusal.SeatWithdrawn;
    }

    public static ProblemHttpResult ToProblem(this Refusal refusal) => refusal switch
    {
        Refusal.NoSeat => NoSeat(),
        Refusal.SeatWithdrawn => Problems.Conflict("seat-withdrawn", "Kursi Anda pada angkatan ini sudah dilepas, sehingga Anda bukan peserta lagi."),
        Refusal.OfferingCancelled => Problems.Conflict("offering-cancelled", "Angkatan ini dibatalkan; kehadiran, kemajuan dan post-test tidak dicatat lagi."),
        Refusal.OutsideWindow => Problems.Conflict("outside-session-window", "Kehadiran hanya dapat dicatat menjelang sesi dimulai sampai sesi berakhir."),
        Refusal.CodeMissing => Problems.Unprocessable("code-missing", "Sesi ini meminta kode kehadiran yang tampil di layar pengajar; sebutkan kode itu pada 'code'."),
        Refusal.WrongCode => Problems.Unprocessable("wrong-code", "Kode kehadiran salah atau sudah berganti; baca kode yang sedang tampil di layar pengajar."),
        Refusal.TooManyWrongCodes => Problems.Problem(
            StatusCodes.Status429TooManyRequests, "too-many-wrong-codes", $"Kode kehadiran sudah {CheckInCode.MaxWrong} kali salah pada sesi ini; minta pengajar mencatat kehadiran Anda."),
        Refusal.CorrectedToAbsent => Problems.Conflict("corrected-to-absent", "Pengajar atau penyelenggara mencatat Anda tidak hadir pada sesi ini; hubungi mereka bila itu keliru."),
        Refusal.CorrectionIdTaken => Problems.Conflict("correction-id-taken", "Id koreksi ini sudah dipakai untuk koreksi lain."),
        Refusal.AlreadyDecided => Problems.Conflict("already-decided", "Hasil Anda pada angkatan ini sudah ditetapkan dan tidak berubah lagi."),
        Refusal.OfferingClosed => Problems.Conflict("offering-closed", "Angkatan ini sudah ditutup."),
        Refusal.NoAttemptsLeft => Problems.Conflict("no-attempts-left", "Nomor percobaan melebihi jumlah percobaan post-test yang diizinkan."),
        Refusal.AttemptOutOfOrder => Problems.Conflict("attempt-out-of-order", "Percobaan sebelumnya belum dikerjakan; kerjakan percobaan menurut urutannya."),
        Refusal.PostTestChanged => Problems.Conflict("post-test-changed", "Soal post-test baru saja diganti; muat ulang soal lalu jawab kembali."),
        Refusal.EvaluationChanged => Problems.Conflict("evaluation-changed", "Kuesioner evaluasi baru saja diganti; muat ulang lalu jawab kembali."),
        Refusal.ItemUnknown => Problems.Unprocessable("item-unknown", "Butir ini tidak ada pada angkatan ini; muat ulang isi modulnya."),
        Refusal.ModuleHasContent => Problems.Conflict("module-has-content", "Modul ini terdiri atas butir-butir; kemajuannya dihitung dari kemajuan pada tiap butir."),
        Refusal.PreTestFirst => Problems.Conflict("pre-test-first", "Modul baru dapat dipelajari setelah pre-test dikumpulkan."),
        Refusal.ModulesFirst => Problems.Conflict("modules-first", "Post-test baru dapat dikerjakan setelah semua modul mandiri selesai."),
        Refusal.Busy => Problems.Problem(StatusCodes.Status503ServiceUnavailable, "busy", "Terlalu banyak permintaan sedang menunggu; ulangi sebentar lagi."),
    };

    /// <summary>in-progress, completed, failed, or cancelled: undecided for ever.</summary>
    public static string Name(this Outcome? outcome, bool cancelled) => outcome switch
    {
        null => cancelled ? "cancelled" : "in-progress",
        { Completed: true } => "completed",
        _ => "failed",
    };

    /// <summary>Tells a caller who was turned away when to come again.</summary>
    public static async ValueTask<object?> AddRetryAfter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if ((result is INestedHttpResult nested ? nested.Result : result) is ProblemHttpResult { StatusCode: StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout })
            context.HttpContext.Response.Headers.RetryAfter = "1";
        return result;
    }
}
