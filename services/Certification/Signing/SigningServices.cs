using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Signing;

internal static class SigningServices
{
    public static void AddSigning(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SigningOptions>().Bind(builder.Configuration.GetSection("Signing"))
            .Validate(
                o => !o.ESign.IsUsed || o.ESign.IsComplete,
                "Signing:ESign needs an http(s) Url, Username, Password, Nik, Passphrase and a positive TimeoutSeconds.")
            .Validate(
                o => o.ESign.IsUsed || o.Pkcs12Path.Length > 0 || builder.Environment.IsDevelopment(),
                "Signing:Pkcs12Path or Signing:ESign:Url must be set: only in development is a key made where none is given.")
            .ValidateOnStart();
        builder.Services.AddHttpClient(ESignSigner.Client, (services, client) =>
        {
            var options = services.GetRequiredService<IOptions<SigningOptions>>().Value.ESign;
            client.BaseAddress = new Uri($"{options.Url.TrimEnd('/')}/");
            client.Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        });
        builder.Services.AddSingleton<IPdfSigner>(services =>
        {
            var options = services.GetRequiredService<IOptions<SigningOptions>>().Value;
            if (options.ESign.IsUsed) return ActivatorUtilities.CreateInstance<ESignSigner>(services);
            var (path, password) = options.Pkcs12Path.Length > 0 ? (options.Pkcs12Path, options.Pkcs12Password)
                : (DevelopmentKey.Ensure(StateFolder(builder), services.GetRequiredService<TimeProvider>()), "");
            return Pkcs12Signer.Load(path, password);
        });
    }

    /// <summary>A key that cannot be read is told at the start, not when the first certificate is asked for.</summary>
    public static void CheckSigning(this WebApplication app) => app.Services.GetRequiredService<IPdfSigner>();

    /// <summary>What git ignores: the platform's own folder where <c>./bpsdm up</c> runs it, otherwise one beside the project.</summary>
    private static string StateFolder(WebApplicationBuilder builder) =>
        builder.Configuration["Platform:StateFolder"] is { Length: > 0 } folder ? folder : Path.Combine(builder.Environment.ContentRootPath, ".state");
}
