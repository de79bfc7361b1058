namespace Bpsdm.Certification.Signing;

/// <param name="At">When the certificate was issued.</param>
internal sealed record SignatureDetails(string Reason, string Location, DateTimeOffset At);

/// <summary>Signs a PDF so that the signature covers every byte of it.</summary>
internal interface IPdfSigner
{
    /// <summary>Whether the same PDF gives the same bytes again. What cannot be made again has to be kept.</summary>
    bool IsReproducible { get; }

    /// <exception cref="SigningException">It was not signed.</exception>
    Task<byte[]> SignAsync(byte[] pdf, SignatureDetails details, CancellationToken cancellationToken);
}

/// <param name="message">For the log; it holds no secret.</param>
/// <param name="refused">Whether the signer said no: asking again changes nothing until somebody changes a setting.</param>
internal sealed class SigningException(string message, bool refused, Exception? inner = null) : Exception(message, inner)
{
    public bool Refused => refused;
}
