using Bpsdm.Identity;
using Bpsdm.Identity.Data;
using Bpsdm.Identity.Features;
using Bpsdm.Identity.Keys;
using Bpsdm.Identity.Tokens;
using Bpsdm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("identity");
builder.AddServiceDatabase<IdentityDb>("identitydb");
builder.AddAccounts();
builder.AddTokenServer();

var app = builder.Build();
if (await app.MigrateIfAskedAsync<IdentityDb>(args, Seed.RunAsync)) return;
await app.Services.GetRequiredService<KeyRing>().LoadAsync(app.Lifetime.ApplicationStopping);
app.UseForwardedHeaders();
app.UseServiceDefaults();
app.UseAntiforgery();
app.MapIdentity();
await app.RunAsync();
