using System.Globalization;
using System.Text.Json.Nodes;
using Bpsdm.Certification.Domain;

namespace Bpsdm.Certification.Credentials;

/// <summary>
/// A certificate as an OpenBadgeCredential of Open Badges 3.0 (a verifiable credential of the W3C's data model 2.0): what is
/// printed, for programs. It says nothing of whether it was revoked; the status list does.
/// </summary>
internal static class OpenBadge
{
    public const string VcContext = "https://www.w3.org/ns/credentials/v2";
    private const string Schema = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

    public static JsonArray Context => [VcContext, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"];

    public static JsonObject Of(FullCertificate full, CredentialAddresses addresses)
    {
        var c = full.Certificate;
        var issued = DateTimeOffset.FromUnixTimeSeconds(c.IssuedAt.ToUnixTimeSeconds());
        var (id, subject) = (addresses.Credential(c.VerificationCode), $"urn:uuid:{c.ParticipantId}");
        return new JsonObject
        {
            ["@context"] = Context,
            ["id"] = id,
            ["type"] = new JsonArray("VerifiableCredential", "OpenBadgeCredential"),
            ["name"] = c.ProgrammeTitle,
            ["issuer"] = Issuer(full.Template.Institution, addresses),
            // The claims of RFC 7519 say the same once more: in whole seconds, so both must be.
            ["validFrom"] = Time(issued),
            ["awardedDate"] = Time(c.CompletedAt),
            ["credentialSubject"] = Subject(full, subject, addresses),
            ["credentialSchema"] = new JsonArray(new JsonObject { ["id"] = Schema, ["type"] = "1EdTechJsonSchemaValidator2019" }),
            ["credentialStatus"] = StatusList.EntryOf(c, addresses),
            ["iss"] = addresses.Issuer,
            ["jti"] = id,
            ["sub"] = subject,
            ["nbf"] = issued.ToUnixTimeSeconds(),
        };
    }

    public static JsonObject Issuer(string name, CredentialAddresses addresses) =>
        new() { ["id"] = addresses.Issuer, ["type"] = new JsonArray("Profile"), ["name"] = name, ["url"] = addresses.Home };

    private static JsonObject Subject(FullCertificate full, string id, CredentialAddresses addresses)
    {
        var c = full.Certificate;
        return new JsonObject
        {
            ["id"] = id,
            ["type"] = new JsonArray("AchievementSubject"),
            ["identifier"] = new JsonArray(Identity("ext:nip", c.Nip), Identity("name", c.Name)),
            ["achievement"] = new JsonObject
            {
                ["id"] = addresses.Programme(c.ProgrammeCode),
                ["type"] = new JsonArray("Achievement"),
                ["achievementType"] = "CertificateOfCompletion",
                ["name"] = c.ProgrammeTitle,
                ["humanCode"] = c.ProgrammeCode,
                ["description"] = string.Create(CultureInfo.InvariantCulture, $"{c.Kind.Title()}: {c.ProgrammeTitle}, {c.Jp} jam pelajaran (JP) 45 menit."),
                ["criteria"] = new JsonObject { ["narrative"] = Criteria(full.Modules) },
                ["creditsAvailable"] = c.Jp,
            },
            ["creditsEarned"] = c.Jp,
            ["licenseNumber"] = c.Number,
            ["role"] = c.Position,
            ["term"] = string.Create(CultureInfo.InvariantCulture, $"Angkatan {c.Angkatan} Tahun {c.Year}"),
            ["activityStartDate"] = Midnight(c.StartDate),
            ["activityEndDate"] = Midnight(c.EndDate),
        };
    }

    private static string Criteria(IReadOnlyList<OfferingModule> modules) => modules.Count == 0
        ? "Memenuhi syarat kelulusan pelatihan."
        : $"Memenuhi syarat kelulusan pelatihan: {string.Join("; ", modules.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Title} ({m.Jp} JP)")))}.";

    private static JsonObject Identity(string type, string value) =>
        new() { ["type"] = "IdentityObject", ["hashed"] = false, ["identityHash"] = value, ["identityType"] = type };

    /// <summary>Of a day in Jakarta.</summary>
    private static string Midnight(DateOnly day) => day.ToString("yyyy-MM-dd'T00:00:00+07:00'", CultureInfo.InvariantCulture);

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
