using Bpsdm.Certification.Credentials;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Features;
using Bpsdm.Certification.Features.Replacement;
using Bpsdm.Certification.Features.Revocation;
using Bpsdm.Certification.Features.Templates;
using Bpsdm.Certification.Hr;
using Bpsdm.Certification.Siasn;
using Bpsdm.Certification.Signing;
using Bpsdm.Certification.Verification;
using Bpsdm.Certification.Webhooks.Endpoints;

namespace Bpsdm.Certification;

public static class CertificationServices
{
    public static void AddCertification(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CertificationOptions>().Bind(builder.Configuration.GetSection("Certification"));
        builder.AddPlatformOptions();
        builder.Services.AddSingleton<CertificationMetrics>();
        builder.Services.AddHostedService<CertificationGauges>();
        builder.Services.AddSingleton<HrSignal>();
        builder.Services.AddPulse(HrRelay.PulseName, patience: TimeSpan.FromSeconds(45));
        builder.Services.AddHostedService<HrRelay>();
        builder.Services.AddSingleton<IMigrationStep, FeedRestoration>();
        builder.AddHrBroker();
        builder.AddSiasn();
        builder.Services.AddRevocation();
        builder.Services.AddReplacement();
        builder.Services.AddTemplates();
        builder.Services.AddWebhooks();
        builder.Services.AddScoped<CertificateDocuments>();
        builder.AddSigning();
        builder.AddCredentials();
    }

    public static void MapCertification(this WebApplication app)
    {
        app.CheckSigning();
        app.MapApi();
        app.MapAsyncApi();
        app.MapWebhooks();
        app.MapSiasn();
        app.MapVerification();
        app.MapCredentials();
    }
}
