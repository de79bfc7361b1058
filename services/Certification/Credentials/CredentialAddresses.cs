using System.Globalization;
using Bpsdm.Certification.Domain;

namespace Bpsdm.Certification.Credentials;

/// <summary>The addresses that stand in signed credentials: they stay the same as long as the gateway's own does.</summary>
internal sealed class CredentialAddresses(PlatformOptions platform)
{
    private readonly string _url = platform.PublicUrl.TrimEnd('/');

    public string Home => _url;

    public string Issuer => $"{_url}/api/certification/issuer";

    public string Keys => $"{_url}/api/certification/keys";

    public string Key(Guid id) => $"{Keys}/{id}";

    public string Credential(string code) => $"{platform.VerificationUrl(code)}/credential";

    public string Programme(string code) => $"{_url}/api/catalogue/programmes/by-code/{Uri.EscapeDataString(code)}";

    public string StatusList(CertificateKind kind, int year, long list) =>
        string.Create(CultureInfo.InvariantCulture, $"{_url}/api/certification/status-lists/{kind.Code()}/{year}/{list}");
}
