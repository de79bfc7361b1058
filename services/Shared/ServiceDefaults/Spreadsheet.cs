namespace Bpsdm.ServiceDefaults;

/// <summary>What goes into a spreadsheet, as CSV or XLSX.</summary>
public static class Spreadsheet
{
    /// <summary>
    /// Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection). In XLSX too: there it is
    /// text as it stands, but would be a formula once somebody saves it as CSV.
    /// </summary>
    public static string? Safe(string? text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
}
