namespace Bpsdm.Gateway;

/// <summary>
/// Pages of other origins that may call the API, by the setting <c>Cors:Origins</c> (a list; none by default). They send bearer
/// tokens, so cookies are not allowed. Preflights are answered here and reach no service.
/// </summary>
internal static class CrossOrigin
{
    /// <exception cref="InvalidOperationException">The setting holds something that no browser would send as an origin.</exception>
    public static void AddCrossOrigin(this WebApplicationBuilder builder)
    {
        var origins = builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        if (Array.Find(origins, o => !IsOrigin(o)) is { } wrong)
            throw new InvalidOperationException($"Cors:Origins: '{wrong}' is no origin, as in https://pelatihan.jakarta.go.id.");
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .AllowAnyHeader()
            .WithExposedHeaders("ETag", "Location", "Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
