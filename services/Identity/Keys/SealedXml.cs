using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Bpsdm.Identity.Keys;

/// <summary>
/// Data protection's keys make the session's cookie, so they lie in the database encrypted with <c>Identity:KeyPassword</c>, as
/// the signing keys do: a copy of the database must not be enough to sign in as somebody. AES-256-GCM; PBKDF2 once a key.
/// </summary>
public static class SealedXml
{
    private const int SaltBytes = 16, NonceBytes = 12, TagBytes = 16;

    public static string Seal(XElement xml, string password)
    {
        var clear = Encoding.UTF8.GetBytes(xml.ToString(SaveOptions.DisableFormatting));
        var whole = new byte[SaltBytes + NonceBytes + TagBytes + clear.Length];
        var (salt, nonce, tag, secret) = Parts(whole);
        RandomNumberGenerator.Fill(salt.Span);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(Key(password, salt.Span), TagBytes);
        aes.Encrypt(nonce.Span, clear, secret.Span, tag.Span);
        return Convert.ToBase64String(whole);
    }

    /// <exception cref="CryptographicException">Sealed with another password, or changed since.</exception>
    public static XElement Open(string text, string password)
    {
        var (salt, nonce, tag, secret) = Parts(Convert.FromBase64String(text));
        var clear = new byte[secret.Length];
        using var aes = new AesGcm(Key(password, salt.Span), TagBytes);
        aes.Decrypt(nonce.Span, secret.Span, tag.Span, clear);
        return XElement.Parse(Encoding.UTF8.GetString(clear));
    }

    private static (Memory<byte> Salt, Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Secret) Parts(Memory<byte> whole) =>
        (whole[..SaltBytes], whole.Slice(SaltBytes, NonceBytes), whole.Slice(SaltBytes + NonceBytes, TagBytes), whole[(SaltBytes + NonceBytes + TagBytes)..]);

    private static byte[] Key(string password, ReadOnlySpan<byte> salt) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations: 210_000, HashAlgorithmName.SHA256, outputLength: 32);
}

public sealed class XmlSealer(string password) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement("sealed", SealedXml.Seal(plaintextElement, password)), typeof(XmlOpener));
}

/// <summary>Made by data protection, from the name of this type in the row: the name and the constructor must stay.</summary>
public sealed class XmlOpener(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        SealedXml.Open(encryptedElement.Value, KeyRing.Password(services.GetRequiredService<IConfiguration>()));
}
