namespace Bpsdm.Certification.Signing;

/// <summary>Settings under <c>Signing</c>: whose signature the PDFs bear. With <see cref="ESignOptions.Url"/> it is BSrE's eSign, otherwise a key of our own.</summary>
public sealed class SigningOptions
{
    /// <summary>A PKCS#12 file with a key, its certificate and the certificates between that and its root.</summary>
    public string Pkcs12Path { get; set; } = "";

    public string Pkcs12Password { get; set; } = "";

    public ESignOptions ESign { get; set; } = new();
}

/// <summary>BSrE's eSign as it is set up at the agency: an address within its network, and an account for the application.</summary>
public sealed class ESignOptions
{
    public string Url { get; set; } = "";

    public string Username { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Of the person who signs: the number of their identity card, by which BSrE knows their certificate.</summary>
    public string Nik { get; set; } = "";

    public string Passphrase { get; set; } = "";

    public int TimeoutSeconds { get; set; } = 30;

    internal bool IsUsed => Url.Length > 0;

    internal bool IsComplete =>
        Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && Username.Length > 0 && Password.Length > 0 && Nik.Length > 0 && Passphrase.Length > 0 && TimeoutSeconds > 0;
}
