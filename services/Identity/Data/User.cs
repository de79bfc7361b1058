using Microsoft.AspNetCore.Identity;

namespace Bpsdm.Identity.Data;

/// <summary>Somebody who signs in. One account has one role: who works in two roles has two accounts.</summary>
public sealed class User : IdentityUser<Guid>
{
    public required string DisplayName { get; set; }

    /// <summary>One of <see cref="ServiceDefaults.Roles"/>.</summary>
    public required string Role { get; set; }

    /// <summary>Code of the agency that an agency's admin acts for.</summary>
    public string? Agency { get; set; }

    public string? Nip { get; set; }
}
