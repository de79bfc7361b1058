namespace Bpsdm.Enrolment.Features.Imports.Xlsx;

/// <summary>What a workbook may cost: far above what half a million rows need, far below what would hurt.</summary>
internal static class XlsxLimits
{
    /// <summary>Files inside the ZIP.</summary>
    public const int Parts = 200;

    /// <summary>Bytes of the sheet and of the shared strings, unpacked.</summary>
    public const long PartBytes = 512L * 1024 * 1024;

    /// <summary>Bytes from one markup to the next: a cell holds 32,767 characters at most.</summary>
    public const int TokenBytes = 256 * 1024;
    public const int Depth = 16;

    /// <summary>All shared strings together: these are kept in memory.</summary>
    public const int SharedCharacters = 32 * 1024 * 1024;
    public const int SharedStrings = 2_000_000;

    /// <summary>Workbooks read at the same time by one process.</summary>
    public const int AtOnce = 2;

    /// <summary>The last row that a sheet can have.</summary>
    public const int Rows = 1_048_576;
    public const int Columns = 100;
}
