using System.Text;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Features.Tests.Formats;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>A bank as a file that other systems read, and that <see cref="ImportItems"/> reads back without a change.</summary>
internal static class ExportItems
{
    public static async Task<Results<FileContentHttpResult, ValidationProblem, ProblemHttpResult>> HandleAsync(
        string programmeCode, int module, string? format, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (format is not ("gift" or "qti")) return Problems.Invalid("format", "Format harus gift atau qti.");
        var bank = new Bank(programmeCode, module);
        if (!await BankStore.ExistsAsync(dataSource, bank, cancellationToken)) return BankItems.NotFound(bank);

        var items = (await BankStore.ListAsync(dataSource, bank, null, int.MaxValue, cancellationToken)).ConvertAll(i => i.Item);
        var name = $"soal-{programmeCode}-{module}";
        return format is "gift"
            ? TypedResults.File(Encoding.UTF8.GetBytes(GiftWriter.Write(items)), "text/plain; charset=utf-8", $"{name}.gift.txt")
            : TypedResults.File(QtiPackage.Write(name, items), "application/zip", $"{name}.zip");
    }
}
