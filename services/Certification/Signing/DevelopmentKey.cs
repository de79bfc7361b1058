using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bpsdm.Certification.Signing;

/// <summary>A key for whoever tries the platform, with a certificate that says that it proves nothing.</summary>
internal static class DevelopmentKey
{
    private const string Name = "certification-signing.p12";
    private const string Subject = "CN=Kunci pengembangan (tidak sah), O=Bpsdm.Platform";

    /// <returns>Where it is, made if it was not there. Of two that make one at once, the first one's stays.</returns>
    public static string Ensure(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, Name);
        if (File.Exists(path)) return path;
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $".{Guid.NewGuid():n}.p12");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(draft, options)) stream.Write(Create(time.GetUtcNow()));
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another one was quicker.
        }
        finally
        {
            File.Delete(draft);
        }
        return path;
    }

    private static byte[] Create(DateTimeOffset now)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        return certificate.Export(X509ContentType.Pkcs12);
    }
}
