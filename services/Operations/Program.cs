using Bpsdm.Operations;
using Bpsdm.Operations.Broker;
using Bpsdm.Operations.Monitoring;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("operations");
builder.AddBroker();
builder.AddMonitoring();

var app = builder.Build();
app.UsePage();
app.UseServiceDefaults();
app.MapOperations();
await app.RunAsync();
