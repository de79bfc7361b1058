namespace Bpsdm.Gateway;

/// <summary>The services behind the door, by their names in the app model.</summary>
internal static class Services
{
    public const string Catalogue = "catalogue";
    public const string Enrolment = "enrolment";
    public const string Delivery = "delivery";
    public const string Certification = "certification";
    public const string Identity = "identity";
    public const string Operations = "operations";

    public static readonly string[] All = [Catalogue, Enrolment, Delivery, Certification, Identity, Operations];

    /// <summary>Services whose OpenAPI documents the documentation page joins; identity speaks OpenID Connect.</summary>
    public static readonly string[] Documented = [Catalogue, Enrolment, Delivery, Certification, Operations];

    /// <summary>Its replicas: <c>services:NAME:http:0</c>, <c>:1</c> and so on, or https.</summary>
    /// <exception cref="InvalidOperationException">The app model gave no address for it.</exception>
    public static IReadOnlyList<string> AddressesOf(IConfiguration configuration, string service)
    {
        foreach (var scheme in (string[])["https", "http"])
        {
            if (configuration.GetSection($"services:{service}:{scheme}").Get<string[]>() is { Length: > 0 } addresses) return addresses;
        }
        throw new InvalidOperationException($"services:{service}:http:0 is not set.");
    }
}
