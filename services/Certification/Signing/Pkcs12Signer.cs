using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Bpsdm.Certification.Signing;

/// <summary>
/// Signs with a key of our own, as PAdES B-B asks (ETSI EN 319 142-1): a detached CMS with the attribute that names the
/// signing certificate, and the time in the PDF's dictionary only.
/// </summary>
internal sealed class Pkcs12Signer : IPdfSigner
{
    private static readonly Oid Sha256 = new("2.16.840.1.101.3.4.2.1"), SigningCertificateV2 = new("1.2.840.113549.1.9.16.2.47");

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _chain = [];
    private readonly string _name;

    private Pkcs12Signer(X509Certificate2Collection certificates)
    {
        _certificate = certificates.Single(c => c.HasPrivateKey);
        _chain.AddRange(certificates.Where(c => !c.HasPrivateKey).ToArray());
        _name = _certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        // An ECDSA signature holds a random number; one of RSA, padded by PKCS #1 v1.5, does not.
        using var rsa = _certificate.GetRSAPublicKey();
        IsReproducible = rsa is not null;
    }

    public bool IsReproducible { get; }

    public static Pkcs12Signer Load(string path, string password)
    {
        var certificates = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password, X509KeyStorageFlags.EphemeralKeySet);
        return certificates.Count(c => c.HasPrivateKey) == 1
            ? new(certificates)
            : throw new InvalidOperationException($"{path} must hold one certificate with a private key.");
    }

    public Task<byte[]> SignAsync(byte[] pdf, SignatureDetails details, CancellationToken cancellationToken)
    {
        var update = SignatureUpdate.Of(pdf, _name, details);
        return Task.FromResult(update.Filled(Sign(update.Signed())));
    }

    private byte[] Sign(byte[] content)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _certificate)
        {
            DigestAlgorithm = Sha256,
            // The rest of the chain comes from the file: to build it, the system would ask the network.
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.Certificates.AddRange(_chain);
        signer.SignedAttributes.Add(new AsnEncodedData(SigningCertificateV2, NamedByHash()));
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(signer);
        return cms.Encode();
    }

    /// <summary>SigningCertificateV2 of RFC 5035 with one ESSCertIDv2, whose hash is SHA-256 where none is said.</summary>
    private byte[] NamedByHash()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(_certificate.GetCertHash(HashAlgorithmName.SHA256));
        return writer.Encode();
    }
}
