using Bpsdm.Identity.Keys;
using Bpsdm.Identity.Tokens;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Bpsdm.Identity.Data;

/// <summary>Keys and public clients always; service accounts and users where <c>Seed:ClientSecret</c> and <c>Seed:UserPassword</c> are set.</summary>
public static class Seed
{
    private const string Agency = "OPD-09";

    public static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        await CreateKeysAsync(services, configuration, cancellationToken);

        var clients = services.GetRequiredService<ClientManager>();
        await SaveClientAsync(clients, PublicClient("bpsdm-web", "Situs pelatihan", ApplicationTypes.Web, RedirectUris.Web(configuration)), cancellationToken: cancellationToken);
        await SaveClientAsync(clients, PublicClient("bpsdm-mobile", "Aplikasi pelatihan", ApplicationTypes.Native, RedirectUris.Mobile(configuration)), cancellationToken: cancellationToken);
        await SaveClientAsync(clients, PublicClient("operations-page", "Halaman operasi", ApplicationTypes.Web, RedirectUris.OperationsPage(configuration)), cancellationToken: cancellationToken);
        if (configuration["Seed:ClientSecret"] is { Length: > 0 } secret)
        {
            foreach (var role in (string[])[Roles.TrainingAdmin, Roles.AgencyAdmin, Roles.Instructor, Roles.HrSystem, Roles.Operator])
                await SaveClientAsync(clients, Confidential(role, secret, GrantTypes.ClientCredentials), role, role is Roles.AgencyAdmin ? Agency : null, cancellationToken);
            await SaveClientAsync(clients, Confidential(EmployeeGrant.Client, secret, EmployeeGrant.Type), cancellationToken: cancellationToken);
        }

        if (configuration["Seed:UserPassword"] is not { Length: > 0 } password) return;
        var users = services.GetRequiredService<UserManager<User>>();
        await CreateUserAsync(users, password, Roles.Learner, "Siti Rahmawati", nip: "198503152010012001");
        await CreateUserAsync(users, password, Roles.Instructor, "Budi Santoso", nip: "197908172005011002");
        await CreateUserAsync(users, password, Roles.AgencyAdmin, "Admin OPD", agency: Agency);
        await CreateUserAsync(users, password, Roles.TrainingAdmin, "Admin Pelatihan");
        await CreateUserAsync(users, password, Roles.HrSystem, "Sistem Kepegawaian");
        await CreateUserAsync(users, password, Roles.Operator, "Operator");
    }

    private static async Task CreateKeysAsync(IServiceProvider services, IConfiguration configuration, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<IdentityDb>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var purpose in (string[])[ServerKey.Signing, ServerKey.Encryption])
        {
            if (await db.ServerKeys.AnyAsync(k => k.Purpose == purpose && k.RetiredAt == null, cancellationToken)) continue;
            var key = ServerKeys.Create(purpose, KeyRing.Password(configuration), now);
            await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO server_keys (id, purpose, pem, created_at) VALUES ({key.Id}, {key.Purpose}, {key.Pem}, {key.CreatedAt})
                 ON CONFLICT (purpose) WHERE retired_at IS NULL DO NOTHING
                 """, cancellationToken);
        }
    }

    private static OpenIddictApplicationDescriptor PublicClient(string id, string name, string type, Uri[] redirectUris)
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            DisplayName = name,
            ClientType = ClientTypes.Public,
            ApplicationType = type,
            ConsentType = ConsentTypes.Implicit,
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
            },
        };
        client.RedirectUris.UnionWith(redirectUris);
        client.PostLogoutRedirectUris.UnionWith(redirectUris);
        return client;
    }

    private static OpenIddictApplicationDescriptor Confidential(string id, string secret, string grant) => new()
    {
        ClientId = id,
        ClientSecret = secret,
        DisplayName = id,
        ClientType = ClientTypes.Confidential,
        Permissions = { Permissions.Endpoints.Token, Permissions.Prefixes.GrantType + grant },
    };

    private static async Task SaveClientAsync(
        ClientManager clients, OpenIddictApplicationDescriptor descriptor, string? role = null, string? agency = null, CancellationToken cancellationToken = default)
    {
        var client = await clients.FindForUpdateAsync(descriptor.ClientId!, cancellationToken);
        if (client is null)
        {
            client = new Client { Role = role, Agency = agency };
            await clients.PopulateAsync(client, descriptor, cancellationToken);
            client.ClientSecret = null;
            await clients.CreateAsync(client, descriptor.ClientSecret, cancellationToken);
        }
        else
        {
            (client.Role, client.Agency) = (role, agency);
            await clients.UpdateAsync(client, descriptor, cancellationToken);
        }
    }

    private static async Task CreateUserAsync(
        UserManager<User> users, string password, string role, string name, string? agency = null, string? nip = null)
    {
        if (await users.FindByNameAsync(role) is not null) return;
        var result = await users.CreateAsync(new User { UserName = role, DisplayName = name, Role = role, Agency = agency, Nip = nip }, password);
        if (!result.Succeeded)
            throw new InvalidOperationException($"The user {role} cannot be created: {string.Join(' ', result.Errors.Select(e => e.Description))}");
    }
}
