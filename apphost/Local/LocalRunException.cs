namespace Bpsdm.LocalOrchestrator;

/// <summary>The run cannot go on; the message is for the person at the terminal and names the resource and its log.</summary>
public sealed class LocalRunException : Exception
{
    public LocalRunException()
    {
    }

    public LocalRunException(string message) : base(message)
    {
    }

    public LocalRunException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
