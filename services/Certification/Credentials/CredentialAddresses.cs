using System.Globalization;
using Bpsdm.Certification.Domain;

namespace Bpsdm.Certification.Credentials;

/// <summary>The addresses that stand in signed credentials: they stay the same as long as the gateway's own does.</summary>
internal sealed class CredentialAddresses(PlatformOptions platform)
{
    public string Home => platform.Address("");

    public string Issuer => platform.Address("/api/certification/issuer");

    public string Keys => platform.Address("/api/certification/keys");

    public string Key(Guid id) => $"{Keys}/{id}";

    public string Credential(string code) => $"{platform.VerificationUrl(code)}/credential";

    public string Programme(string code) => platform.Address($"/api/catalogue/programmes/by-code/{Uri.EscapeDataString(code)}");

    public string StatusList(CertificateKind kind, int year, long list) =>
        platform.Address(string.Create(CultureInfo.InvariantCulture, $"/api/certification/status-lists/{kind.Code()}/{year}/{list}"));
}
