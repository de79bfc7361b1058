using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features;

internal static class Answers
{
    public static ProblemHttpResult OfferingNotFound(Guid id) => Problems.NotFound($"Angkatan {id}");

    public static ProblemHttpResult NoSeat() => Problems.Forbidden("Anda bukan peserta angkatan ini.");

    public static ProblemHttpResult NoNip() => Problems.Forbidden("Token tidak memuat NIP, sehingga tidak menunjuk seorang peserta.");

    public static ProblemHttpResult ToProblem(this Refusal refusal) => refusal switch
    {
        Refusal.NoSeat => NoSeat(),
        Refusal.OutsideWindow => Problems.Conflict("outside-session-window", "Kehadiran hanya dapat dicatat menjelang sesi dimulai sampai sesi berakhir."),
        Refusal.AlreadyDecided => Problems.Conflict("already-decided", "Hasil Anda pada angkatan ini sudah ditetapkan dan tidak berubah lagi."),
        Refusal.OfferingClosed => Problems.Conflict("offering-closed", "Angkatan ini sudah ditutup."),
        Refusal.NoAttemptsLeft => Problems.Conflict("no-attempts-left", "Nomor percobaan melebihi jumlah percobaan post-test yang diizinkan."),
        Refusal.AttemptOutOfOrder => Problems.Conflict("attempt-out-of-order", "Percobaan sebelumnya belum dikerjakan; kerjakan percobaan menurut urutannya."),
        Refusal.PostTestChanged => Problems.Conflict("post-test-changed", "Soal post-test baru saja diganti; muat ulang soal lalu jawab kembali."),
        Refusal.Busy => Problems.Problem(StatusCodes.Status503ServiceUnavailable, "busy", "Terlalu banyak permintaan sedang menunggu; ulangi sebentar lagi."),
    };

    /// <summary>in-progress, completed or failed.</summary>
    public static string Name(this Outcome? outcome) => outcome switch
    {
        null => "in-progress",
        { Completed: true } => "completed",
        _ => "failed",
    };

    /// <summary>Tells a caller who was turned away when to come again.</summary>
    public static async ValueTask<object?> AddRetryAfter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if ((result is INestedHttpResult nested ? nested.Result : result) is ProblemHttpResult { StatusCode: StatusCodes.Status503ServiceUnavailable })
            context.HttpContext.Response.Headers.RetryAfter = "1";
        return result;
    }
}
