using System.Security.Claims;
using System.Text;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Features.Tests.Formats;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <param name="Read">Questions found in the file.</param>
/// <param name="Unchanged">Already in the bank, equal in all.</param>
public sealed record ItemImportResponse(
    int Read, int Added, int Changed, int Unchanged, int Rejected, IReadOnlyList<ItemNote> Errors, IReadOnlyList<ItemNote> Warnings);

/// <param name="File">The file in a package; null where the file is the only one.</param>
/// <param name="Line">Where the question begins.</param>
/// <param name="Identifier">What the file calls the question.</param>
public sealed record ItemNote(string? File, int Line, string? Identifier, string Message);

/// <summary>Questions from a GIFT file, a QTI 2.1 item, or a QTI 2.1 package. Nothing is imported where something is wrong, unless it is asked for.</summary>
internal static class ImportItems
{
    public const int MaxBytes = 8 * 1024 * 1024;
    public const int MaxItems = 2_000;

    public static async Task<Results<Ok<ItemImportResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        string programmeCode, int module, string? mode, HttpRequest request, ClaimsPrincipal user, NpgsqlDataSource dataSource, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (mode is not (null or "all-or-nothing" or "partial")) return Problems.Invalid("mode", "Cara impor harus all-or-nothing atau partial.");
        var bank = new Bank(programmeCode, module);
        if (!await BankStore.ExistsAsync(dataSource, bank, cancellationToken)) return BankItems.NotFound(bank);
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        file.Position = 0;

        var (items, problem) = Read(request.ContentType, file);
        if (items is null) return problem!;
        if (items.Count == 0) return Problems.Unprocessable("no-items", "Berkas tidak memuat soal.");
        if (items.Count > MaxItems) return Problems.Unprocessable("too-many-items", $"Berkas memuat lebih dari {MaxItems} soal.");

        items = RejectRepeated(items);
        var good = items.Where(i => i.Item is not null).Select(i => i.Item!).ToList();
        var errors = items.SelectMany(i => i.Errors, (i, e) => new ItemNote(i.File, i.Line, i.Identifier, e)).ToList();
        if (errors.Count > 0 && mode is not "partial") return Refused(items.Count, errors);

        var change = good.Count > 0 ? await BankStore.PutAsync(dataSource, bank, good, user.Subject(), time.Now(), cancellationToken) : new(0, 0, 0);
        return TypedResults.Ok(new ItemImportResponse(
            items.Count, change.Added, change.Changed, change.Unchanged, items.Count - good.Count, errors,
            [.. items.SelectMany(i => i.Warnings, (i, w) => new ItemNote(i.File, i.Line, i.Identifier, w))]));
    }

    private static (IReadOnlyList<ReadItem>? Items, ProblemHttpResult? Problem) Read(string? contentType, MemoryStream file)
    {
        try
        {
            return (MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.MediaType.Value : null) switch
            {
                "text/plain" or "text/x-gift" => (GiftReader.Read(new UTF8Encoding(false, true).GetString(file.GetBuffer(), 0, (int)file.Length).TrimStart('\uFEFF')), null),
                "application/xml" or "text/xml" => ([QtiReader.Read(null, file)], null),
                "application/zip" => (QtiPackage.Read(file), null),
                _ => (null, Problems.Problem(
                    StatusCodes.Status415UnsupportedMediaType, "unknown-question-format",
                    "Content-Type harus text/plain (GIFT, UTF-8), application/xml (satu soal QTI 2.1) atau application/zip (paket QTI 2.1).")),
            };
        }
        catch (DecoderFallbackException)
        {
            return (null, Problems.Problem(StatusCodes.Status400BadRequest, "not-utf-8", "Berkas GIFT harus berupa teks UTF-8."));
        }
        catch (InvalidDataException)
        {
            return (null, Problems.Problem(StatusCodes.Status400BadRequest, "not-a-zip", "Berkas bukan paket zip yang dapat dibaca."));
        }
    }

    private static List<ReadItem> RejectRepeated(IReadOnlyList<ReadItem> items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. items.Select(i => i.Item is null || seen.Add(i.Item.Code) ? i
                : i with { Item = null, Errors = [$"Kode '{i.Item.Code}' sudah dipakai soal lain dalam berkas ini."] }),
        ];
    }

    private static ProblemHttpResult Refused(int read, List<ItemNote> errors) => TypedResults.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Type = "urn:bpsdm:problem:items-rejected",
        Title = "Tidak memenuhi aturan",
        Detail = $"{errors.Select(e => (e.File, e.Line)).Distinct().Count()} dari {read} soal tidak dapat dibaca; tidak ada yang diimpor.",
        Extensions = { ["errors"] = errors },
    });
}
