using Bpsdm.Enrolment.Consumers;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Features;
using Bpsdm.Enrolment.Features.Imports;
using Bpsdm.Enrolment.Features.Jp;
using Bpsdm.Messaging;
using Bpsdm.Messaging.Operations;
using Bpsdm.ServiceDefaults;
using MassTransit;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("enrolment");
builder.AddServiceDatabase<EnrolmentDb>("enrolmentdb");
builder.AddMessaging("enrolment", bus =>
{
    bus.AddConsumer<AgenciesRegisteredConsumer>();
    bus.AddConsumer<OfferingScheduledConsumer>();
    bus.AddConsumer<OfferingPostponedConsumer>();
    bus.AddConsumer<OfferingCancelledConsumer>();
    bus.AddConsumer<CompletionsConsumer>();
    bus.AddConsumer<CertificateIssuedConsumer>();
    bus.AddConsumer<CertificateRevokedConsumer>();
    bus.AddConsumer<CertificateReplacedConsumer>();
});
builder.Services.AddSingleton<EnrolmentMetrics>();
builder.Services.AddImports(builder.Configuration);
builder.Services.AddWays();
builder.Services.Configure<JpOptions>(builder.Configuration.GetSection("Jp"));
builder.Services.AddSingleton<IMigrationStep, JpRightsStep>();

var app = builder.Build();
app.UseServiceDefaults();
app.MapEnrolment();
app.MapParkedMessages("enrolment");
if (await app.MigrateIfAskedAsync<EnrolmentDb>(args)) return;
await app.RunAsync();
