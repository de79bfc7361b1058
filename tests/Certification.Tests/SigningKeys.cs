using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bpsdm.Certification.Tests;

/// <summary>Keys of the tests: PKCS#12 files with a password, a certificate and the one that issued it.</summary>
internal static class SigningKeys
{
    public const string Password = "rahasia-uji";

    public const string Signer = "Badan Pengujian Sertifikat";

    private static readonly Lazy<string> RsaFile = new(() => Write(RSA.Create(2048))), EcdsaFile = new(() => Write(ECDsa.Create(ECCurve.NamedCurves.nistP256)));

    public static string Rsa => RsaFile.Value;

    public static string Ecdsa => EcdsaFile.Value;

    private static string Write(AsymmetricAlgorithm key)
    {
        using var rootKey = RSA.Create(2048);
        var root = new CertificateRequest("CN=Induk Pengujian", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = DateTimeOffset.UtcNow;
        using var issuer = root.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        var request = key is RSA rsa
            ? new CertificateRequest($"CN={Signer}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={Signer}", (ECDsa)key, HashAlgorithmName.SHA256);
        using var issued = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForRSA(rootKey, RSASignaturePadding.Pkcs1), now.AddHours(-1), now.AddDays(1), [1, 2, 3]);
        using var signer = key is RSA own ? issued.CopyWithPrivateKey(own) : issued.CopyWithPrivateKey((ECDsa)key);
        using var publicIssuer = X509CertificateLoader.LoadCertificate(issuer.RawData);

        // In the temporary folder of this machine, for as long as this process lives.
        var file = Path.Combine(Path.GetTempPath(), $"bpsdm-signing-{Guid.NewGuid():n}.p12");
        File.WriteAllBytes(file, new X509Certificate2Collection { signer, publicIssuer }.Export(X509ContentType.Pkcs12, Password)!);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
        return file;
    }
}
