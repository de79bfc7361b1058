using System.Security.Cryptography;
using Bpsdm.Certification.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Credentials;

/// <summary>The key that signs now: asked of the database for every signature, so that a rotation holds at once, and opened once a process.</summary>
internal sealed class CredentialKeys(IOptions<CredentialOptions> options, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private (Guid Id, ECDsa Key)? _opened;

    /// <summary>An ES256 signature (RFC 7518, 3.4) and the id of its key.</summary>
    /// <param name="db">Holds the keys; the first one is made when it is needed.</param>
    /// <param name="content">What is signed, given the id of the key.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<(byte[] Content, byte[] Signature)> SignAsync(CertificationDb db, Func<Guid, byte[]> content, CancellationToken cancellationToken)
    {
        var present = db.CredentialKeys.AsNoTracking().Where(k => k.RetiredAt == null);
        var key = await present.SingleOrDefaultAsync(cancellationToken);
        if (key is null)
        {
            var made = Create();
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO credential_keys (id, pem, x, y, created_at) VALUES ({made.Id}, {made.Pem}, {made.X}, {made.Y}, {made.CreatedAt}) ON CONFLICT DO NOTHING",
                cancellationToken);
            key = await present.SingleAsync(cancellationToken);
        }
        var bytes = content(key.Id);
        lock (_lock)
        {
            if (_opened?.Id != key.Id)
            {
                _opened?.Key.Dispose();
                _opened = (key.Id, Open(key));
            }
            return (bytes, _opened.Value.Key.SignData(bytes, HashAlgorithmName.SHA256));
        }
    }

    private CredentialKey Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new CredentialKey
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Pem = key.ExportEncryptedPkcs8PrivateKeyPem(options.Value.KeyPassword, KeySealing.Encryption),
            X = point.X!,
            Y = point.Y!,
            CreatedAt = time.Now(),
        };
    }

    private ECDsa Open(CredentialKey key)
    {
        var opened = ECDsa.Create();
        try
        {
            opened.ImportFromEncryptedPem(key.Pem, options.Value.KeyPassword);
            return opened;
        }
        catch (CryptographicException e)
        {
            opened.Dispose();
            throw new InvalidOperationException($"Credentials:KeyPassword does not open the key {key.Id}.", e);
        }
    }

    public void Dispose() => _opened?.Key.Dispose();
}
