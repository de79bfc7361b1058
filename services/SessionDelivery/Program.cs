using Bpsdm.Messaging;
using Bpsdm.Messaging.Operations;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Consumers;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Features;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("delivery");
builder.AddServiceDatabase<DeliveryDb>("deliverydb");
builder.AddMessaging("delivery", bus =>
{
    bus.AddConsumer<OfferingScheduledConsumer>();
    bus.AddConsumer<OfferingPostponedConsumer>();
    bus.AddConsumer<OfferingCancelledConsumer>();
    bus.AddConsumer<InstructorsAssignedConsumer>();
    bus.AddConsumer<EnrolmentConfirmedConsumer>();
    bus.AddConsumer<EnrolmentWithdrawnConsumer>();
});
builder.AddDelivery();

var app = builder.Build();
if (await app.MigrateIfAskedAsync<DeliveryDb>(args)) return;
app.UseServiceDefaults();
app.MapDelivery();
app.MapParkedMessages("delivery");
await app.RunAsync();
