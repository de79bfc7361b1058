using MiniExcelLibs;
using MiniExcelLibs.Csv;
using static Bpsdm.ServiceDefaults.Spreadsheet;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>The demand report as tables for a spreadsheet.</summary>
internal static class DemandSheets
{
    private const string Total = "Jumlah";

    public static byte[] Csv(DemandReportResponse report) =>
        Save(Matrix(report), ExcelType.CSV, new CsvConfiguration { NewLine = "\r\n" });

    public static byte[] Xlsx(DemandReportResponse report) =>
        Save(new Dictionary<string, object>(StringComparer.Ordinal) { ["Program"] = Matrix(report), ["Perangkat daerah"] = ByAgency(report) }, ExcelType.XLSX, null);

    /// <summary>A row a programme or topic; its totals, then three columns an agency; the last row is the sum.</summary>
    private static List<Dictionary<string, object?>> Matrix(DemandReportResponse report)
    {
        var rows = report.Programmes.Select(p => Row(p.Code, p.Title, p.Demand, p.Agencies.ToDictionary(a => a.Code, a => a.Demand, StringComparer.Ordinal)));
        return [.. rows, Row(null, Total, report.Total, report.Agencies.ToDictionary(a => a.Code, a => a.Demand, StringComparer.Ordinal))];

        Dictionary<string, object?> Row(string? code, string title, Demand demand, Dictionary<string, Demand> agencies)
        {
            var row = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Kode"] = Safe(code),
                ["Program atau topik"] = Safe(title),
                ["Diajukan"] = demand.Submitted,
                ["Diterima"] = demand.Accepted,
                ["Kursi rencana"] = demand.PlannedSeats,
                ["Kursi terjadwal"] = demand.ScheduledSeats,
            };
            foreach (var code2 in report.Agencies.Select(a => a.Code))
            {
                var cell = agencies.GetValueOrDefault(code2);
                row[Safe($"{code2} diajukan")!] = cell?.Submitted ?? 0;
                row[Safe($"{code2} diterima")!] = cell?.Accepted ?? 0;
                row[Safe($"{code2} kursi rencana")!] = cell?.PlannedSeats ?? 0;
            }
            return row;
        }
    }

    private static List<Dictionary<string, object?>> ByAgency(DemandReportResponse report) =>
    [
        .. report.Agencies.Select(a => Row(a.Code, a.Name, a.Demand.Submitted, a.Demand.Accepted, a.Demand.PlannedSeats)),
        Row(null, Total, report.Total.Submitted, report.Total.Accepted, report.Agencies.Sum(a => a.Demand.PlannedSeats)),
    ];

    private static Dictionary<string, object?> Row(string? code, string name, long submitted, long accepted, long seats) => new(StringComparer.Ordinal)
    {
        ["Kode"] = Safe(code), ["Perangkat daerah"] = Safe(name), ["Diajukan"] = submitted, ["Diterima"] = accepted, ["Kursi rencana"] = seats,
    };

    private static byte[] Save(object value, ExcelType type, MiniExcelLibs.IConfiguration? configuration)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(value, excelType: type, configuration: configuration);
        return stream.ToArray();
    }
}
