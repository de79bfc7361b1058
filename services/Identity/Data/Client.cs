using OpenIddict.EntityFrameworkCore.Models;

namespace Bpsdm.Identity.Data;

/// <summary>A program that asks for tokens. A service account's role and agency are its own; the others act for people.</summary>
public sealed class Client : OpenIddictEntityFrameworkCoreApplication<Guid, ClientAuthorization, ClientToken>
{
    public string? Role { get; set; }
    public string? Agency { get; set; }
}

public sealed class ClientAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, Client, ClientToken>;

public sealed class ClientToken : OpenIddictEntityFrameworkCoreToken<Guid, Client, ClientAuthorization>;

public sealed class ClientScope : OpenIddictEntityFrameworkCoreScope<Guid>;
