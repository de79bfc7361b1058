using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bpsdm.ServiceDefaults;

/// <summary>Errors as RFC 9457 problem details with Indonesian texts.</summary>
public static class Problems
{
    internal static void AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            var status = problem.Status ?? context.HttpContext.Response.StatusCode;
            if (problem.Type?.StartsWith("urn:bpsdm:", StringComparison.Ordinal) != true && Titles.TryGetValue(status, out var title))
                problem.Title = title;
            problem.Instance ??= context.HttpContext.Request.Path;
        });
        services.AddExceptionHandler<ProblemExceptionHandler>();
    }

    /// <summary>A problem of the platform's own.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Stable name of the kind of problem in kebab-case; becomes <c>urn:bpsdm:problem:{code}</c>.</param>
    /// <param name="detail">What was wrong and where, in Indonesian.</param>
    public static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(new ProblemDetails
        {
            Status = status,
            Type = $"urn:bpsdm:problem:{code}",
            Title = Titles.GetValueOrDefault(status, "Permintaan gagal"),
            Detail = detail,
        });

    /// <summary>404: what the address names does not exist.</summary>
    public static ProblemHttpResult NotFound(string what) =>
        Problem(StatusCodes.Status404NotFound, "not-found", $"{what} tidak ditemukan.");

    /// <summary>409: the request is right, but what it acts on is in another state.</summary>
    public static ProblemHttpResult Conflict(string code, string detail) => Problem(StatusCodes.Status409Conflict, code, detail);

    /// <summary>422: the fields are well formed, but a rule forbids it.</summary>
    public static ProblemHttpResult Unprocessable(string code, string detail) => Problem(StatusCodes.Status422UnprocessableEntity, code, detail);

    /// <summary>403: the role is right, but this thing is not theirs.</summary>
    public static ProblemHttpResult Forbidden(string detail) => Problem(StatusCodes.Status403Forbidden, "forbidden", detail);

    /// <summary>400: one field is wrong.</summary>
    public static ValidationProblem Invalid(string field, string message) =>
        TypedResults.ValidationProblem(
            new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] },
            title: Titles[400]);

    internal static readonly Dictionary<int, string> Titles = new()
    {
        [400] = "Permintaan tidak sah",
        [401] = "Token akses tidak ada atau tidak sah",
        [403] = "Akses ditolak",
        [404] = "Tidak ditemukan",
        [405] = "Metode tidak didukung",
        [406] = "Format jawaban tidak didukung",
        [409] = "Bertentangan dengan keadaan saat ini",
        [410] = "Tidak tersedia lagi",
        [411] = "Panjang isi permintaan harus disebut",
        [412] = "Prasyarat tidak terpenuhi",
        [413] = "Isi permintaan terlalu besar",
        [415] = "Jenis isi permintaan tidak didukung",
        [422] = "Tidak memenuhi aturan",
        [428] = "Prasyarat wajib disebut",
        [429] = "Terlalu banyak permintaan",
        [500] = "Terjadi kesalahan pada server",
        [502] = "Layanan di belakang gerbang tidak menjawab",
        [503] = "Layanan sementara tidak tersedia",
        [504] = "Layanan di belakang gerbang terlalu lama menjawab",
    };
}

internal sealed partial class ProblemExceptionHandler(IProblemDetailsService problems, ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = 499;
            return true;
        }

        var (status, code, detail) = exception switch
        {
            BadHttpRequestException { StatusCode: 413 } => (413, "too-large", "Isi permintaan melebihi batas ukuran."),
            BadHttpRequestException { InnerException: JsonException json } bad =>
                (bad.StatusCode, "malformed-json", $"JSON tidak dapat dibaca pada '{json.Path ?? "$"}' (baris {json.LineNumber + 1}): {json.Message}"),
            BadHttpRequestException bad => (bad.StatusCode, "bad-request", bad.Message),
            DbUpdateConcurrencyException => (409, "changed-meanwhile", "Data diubah pihak lain pada saat yang sama; muat ulang lalu coba lagi."),
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => (409, "already-exists", "Data yang sama sudah ada."),
            DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } } =>
                (409, "already-exists", "Data yang sama sudah ada."),
            PostgresException { SqlState: PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire }
                or DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire } } =>
                (400, "bad-character", "Teks memuat karakter yang tidak dapat disimpan (U+0000)."),
            _ when Outage.Is(exception) => (503, "unavailable", "Server pendukung sedang tidak dapat dihubungi; coba lagi sebentar lagi."),
            _ => (500, "internal", "Kesalahan tak terduga; sebutkan traceId saat melapor."),
        };

        if (status >= 500) LogFailed(context.Request.Method, (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText, exception);
        if (status == 503) context.Response.Headers.RetryAfter = "1";
        context.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails
            {
                Status = status,
                Type = $"urn:bpsdm:problem:{code}",
                Title = Problems.Titles.GetValueOrDefault(status, "Permintaan gagal"),
                Detail = detail,
            },
        });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed")]
    private partial void LogFailed(string method, string? route, Exception exception);
}
