namespace Bpsdm.Enrolment.Features.Tables;

/// <summary>How a list is answered: as JSON with its totals, or as a file of all its rows.</summary>
public enum TableFormat
{
    Json,
    Csv,
    Xlsx,
}

internal static class TableFormats
{
    public static bool TryParse(string? text, out TableFormat format)
    {
        TableFormat? known = text switch
        {
            null or "" or "json" => TableFormat.Json,
            "csv" => TableFormat.Csv,
            "xlsx" => TableFormat.Xlsx,
            _ => null,
        };
        format = known.GetValueOrDefault();
        return known is not null;
    }
}
