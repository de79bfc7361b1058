using Bpsdm.Certification;
using Bpsdm.Certification.Consumers;
using Bpsdm.Certification.Data;
using Bpsdm.Messaging;
using Bpsdm.Messaging.Operations;
using Bpsdm.ServiceDefaults;
using MassTransit;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("certification");
builder.AddServiceDatabase<CertificationDb>("certificationdb");
builder.AddMessaging("certification", bus =>
{
    bus.AddConsumer<IssueCertificates, IssueCertificatesDefinition>();
    bus.AddConsumer<CorrectCompletions>();
    bus.AddConsumer<KeepCurriculum>();
});
builder.AddCertification();

var app = builder.Build();
if (await app.MigrateIfAskedAsync<CertificationDb>(args)) return;

app.UseServiceDefaults();
app.MapCertification();
app.MapParkedMessages("certification");
await app.RunAsync();
