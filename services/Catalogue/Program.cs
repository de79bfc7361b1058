using Bpsdm.Catalogue;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Data.Seed;
using Bpsdm.Catalogue.Features.Offerings;
using Bpsdm.Messaging;
using Bpsdm.Messaging.Operations;
using Bpsdm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("catalogue");
builder.AddServiceDatabase<CatalogueDbContext>("cataloguedb");
builder.AddServiceCache();
builder.AddMessaging("catalogue");
builder.Services.AddPublicCache();
builder.Services.AddRequestValidation();
builder.Services.AddScoped<OfferingChanges>();

var app = builder.Build();
if (await app.MigrateIfAskedAsync<CatalogueDbContext>(args, CatalogueSeed.RunAsync)) return;

app.UseServiceDefaults();
app.MapCatalogue();
app.MapParkedMessages("catalogue");
await app.RunAsync();
