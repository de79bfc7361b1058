using System.Security.Claims;
using System.Text;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Tests;

public sealed record BankItemResponse(string Code, Guid ItemId, DateTimeOffset CreatedAt, string CreatedBy, ItemDocument Item);

/// <summary>The questions of a module, for those who write them. Each keeps its code; what is behind it may be replaced.</summary>
internal static class BankItems
{
    public static async Task<Results<Ok<Page<BankItemResponse>>, ValidationProblem, ProblemHttpResult>> ListAsync(
        string programmeCode, int module, string? after, string? limit, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var size = 100;
        if (limit is not null && (!int.TryParse(limit, out size) || size is < 1 or > Paging.MaxLimit))
            return Problems.Invalid("limit", $"Batas harus bilangan antara 1 dan {Paging.MaxLimit}.");
        string? code = null;
        if (after is not null && !TryDecode(after, out code))
            return Problems.Invalid("after", "Penunjuk halaman tidak dikenal; pakai nilai 'next' dari halaman sebelumnya.");
        var bank = new Bank(programmeCode, module);
        if (!await BankStore.ExistsAsync(dataSource, bank, cancellationToken)) return NotFound(bank);

        var items = await BankStore.ListAsync(dataSource, bank, code, size + 1, cancellationToken);
        return TypedResults.Ok(new Page<BankItemResponse>(
            [.. items.Take(size).Select(Of)],
            items.Count > size ? Convert.ToHexStringLower(Encoding.UTF8.GetBytes(items[size - 1].Item.Code)) : null));
    }

    public static async Task<Results<Ok<BankItemResponse>, ValidationProblem, ProblemHttpResult>> PutAsync(
        string programmeCode, int module, string code, ItemDocument document, ClaimsPrincipal user, NpgsqlDataSource dataSource, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (document is null) return Problems.Invalid("$", "Isi permintaan wajib ada.");
        var (item, broken) = document.Read(code);
        if (item is null) return Invalid(broken);
        var bank = new Bank(programmeCode, module);
        if (!await BankStore.ExistsAsync(dataSource, bank, cancellationToken)) return NotFound(bank);

        await BankStore.PutAsync(dataSource, bank, [item], user.Subject(), time.Now(), cancellationToken);
        // Somebody may have replaced or retired it meanwhile: then that is the answer.
        return await BankStore.FindAsync(dataSource, bank, item.Code, cancellationToken) is { } stored
            ? TypedResults.Ok(Of(stored))
            : Problems.NotFound($"Soal '{item.Code}'");
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> RetireAsync(
        string programmeCode, int module, string code, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken) =>
        await BankStore.RetireAsync(dataSource, new(programmeCode, module), code, time.Now(), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound($"Soal '{code}' pada modul {module} program {programmeCode}");

    public static ProblemHttpResult NotFound(Bank bank) => Problems.NotFound($"Modul {bank.ModuleNumber} program {bank.ProgrammeCode}");

    public static ValidationProblem Invalid(IReadOnlyList<Broken> broken) => TypedResults.ValidationProblem(
        broken.GroupBy(b => b.Field, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(b => b.Message).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal),
        title: "Permintaan tidak sah");

    private static BankItemResponse Of(BankItem stored) =>
        new(stored.Item.Code, stored.Id, stored.CreatedAt, stored.CreatedBy, ItemDocument.Of(stored.Item));

    private static bool TryDecode(string after, out string? code)
    {
        code = null;
        try
        {
            code = new UTF8Encoding(false, true).GetString(Convert.FromHexString(after));
            return !code.Contains('\0', StringComparison.Ordinal);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
