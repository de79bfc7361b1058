namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>The file as a whole cannot be taken: nothing of it is kept.</summary>
public sealed class ImportFileException : Exception
{
    public ImportFileException() { }
    public ImportFileException(string message) : base(message) { }
    public ImportFileException(string message, Exception innerException) : base(message, innerException) { }

    public static ImportFileException At(long line, string reason) => new($"Baris {line}: {reason}");
}

/// <summary>More rows than an import takes.</summary>
public sealed class TooManyRowsException : Exception
{
    public TooManyRowsException() { }
    public TooManyRowsException(string message) : base(message) { }
    public TooManyRowsException(string message, Exception innerException) : base(message, innerException) { }
}
