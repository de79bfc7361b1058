using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Features.Reports;

/// <summary>What the workbook and the PDF call things.</summary>
internal static class ReportTexts
{
    public static string Title(ClosingReport report) => report.Status switch
    {
        "closed" => "Laporan Penutupan Pelatihan",
        "cancelled" => "Laporan Pelatihan yang Dibatalkan",
        _ => "Laporan Sementara Pelatihan",
    };

    public static string Section(string section) => section switch
    {
        EvaluationItem.Programme => "Program",
        EvaluationItem.Instructors => "Pengajar",
        _ => "Penyelenggaraan",
    };

    public static string Band(int band) => band == 9 ? "90–100" : $"{band * 10}–{band * 10 + 9}";
}
