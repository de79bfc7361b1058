using Bpsdm.Identity.Data;
using Bpsdm.Identity.Keys;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Protection;

namespace Bpsdm.Identity.Tokens;

public static class TokenServer
{
    public static void AddTokenServer(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var issuer = settings["Platform:PublicUrl"] ?? throw new InvalidOperationException("Platform:PublicUrl is not set.");

        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddHostedService<Pruner>();
        builder.Services.AddScoped(services => (ClientManager)services.GetRequiredService<OpenIddictApplicationManager<Client>>());
        builder.Services.AddOptions<OpenIddictServerOptions>().Configure<KeyRing>((options, keys) => keys.Configure(options));
        builder.Services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<IdentityDb>()
                    .ReplaceDefaultEntities<Client, ClientAuthorization, ClientScope, ClientToken, Guid>();
                core.ReplaceApplicationManager<Client, ClientManager>();
            })
            .AddServer(server =>
            {
                // Fixed, while the addresses in the discovery document are those it was asked at: services come directly.
                server.SetIssuer(new Uri(issuer));
                server.SetTokenEndpointUris("connect/token")
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetEndSessionEndpointUris("connect/endsession")
                    .SetRevocationEndpointUris("connect/revoke");
                server.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowCustomFlow(EmployeeGrant.Type);
                server.RequireProofKeyForCodeExchange();
                server.Configure(options => options.CodeChallengeMethods.Remove(OpenIddictConstants.CodeChallengeMethods.Plain));
                server.RegisterScopes(OpenIddictConstants.Scopes.OpenId, OpenIddictConstants.Scopes.Profile, OpenIddictConstants.Scopes.OfflineAccess);
                server.DisableAccessTokenEncryption();
                server.SetAccessTokenLifetime(settings.GetValue("Identity:AccessTokenLifetime", TimeSpan.FromHours(1)));
                server.SetRefreshTokenLifetime(settings.GetValue("Identity:RefreshTokenLifetime", TimeSpan.FromDays(14)));
                // A mobile client whose answer was lost on the way may ask again for so long; later reuse revokes the chain.
                server.SetRefreshTokenReuseLeeway(settings.GetValue("Identity:RefreshTokenReuseLeeway", TimeSpan.FromSeconds(15)));
                server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseScopedHandler<TokenRequestHandler>());
                server.AddEventHandler<GenerateTokenContext>(handler => handler
                    .UseInlineHandler(KeepNoEntry).SetOrder(CreateTokenEntry.Descriptor.Order - 500));
                server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    // To pages of ours, instead of a line of English: see OAuthError.
                    .EnableErrorPassthrough()
                    .SuppressJsonResponseIndentation()
                    // TLS ends before the gateway; inside, the services read the keys over plain HTTP.
                    .DisableTransportSecurityRequirement();
            });
    }

    /// <summary>
    /// A row for each access token would only serve its revocation, which no service asks about: they validate by signature.
    /// What must be redeemed once (codes, refresh tokens) keeps its row.
    /// </summary>
    private static ValueTask KeepNoEntry(GenerateTokenContext context)
    {
        if (context.TokenType is OpenIddictConstants.TokenTypeIdentifiers.AccessToken or OpenIddictConstants.TokenTypeIdentifiers.IdentityToken)
        {
            context.CreateTokenEntry = false;
            context.PersistTokenPayload = false;
        }
        return ValueTask.CompletedTask;
    }
}
