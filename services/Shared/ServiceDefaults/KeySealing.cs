using System.Security.Cryptography;

namespace Bpsdm.ServiceDefaults;

/// <summary>How private keys lie in a database: as encrypted PKCS#8, of a password that is a setting.</summary>
public static class KeySealing
{
    public static PbeParameters Encryption { get; } = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 210_000);
}
