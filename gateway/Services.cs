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

    /// <exception cref="InvalidOperationException">The app model gave no address for it.</exception>
    public static string AddressOf(IConfiguration configuration, string service) =>
        configuration[$"services:{service}:https:0"] ?? configuration[$"services:{service}:http:0"]
        ?? throw new InvalidOperationException($"services:{service}:http:0 is not set.");
}
