using System.ComponentModel.DataAnnotations;

namespace Bpsdm.Certification.Credentials;

/// <summary>Settings under <c>Credentials</c>.</summary>
public sealed class CredentialOptions
{
    /// <summary>Seals the private keys in the database: at least 32 characters, from the installation's secrets.</summary>
    [Required, MinLength(32)]
    public string KeyPassword { get; set; } = "";
}
