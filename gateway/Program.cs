using Bpsdm.Gateway;
using Bpsdm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("gateway");
builder.AddServiceCache();
builder.AddRoutes();
builder.AddLimits();
builder.Services.AddPublicCaching();
foreach (var service in Services.All) builder.AddServiceHealth(service);

var app = builder.Build();
app.UseSecurityHeaders();
app.UseRetryAfter();
app.UseServiceDefaults();
app.UseRateLimiter();
app.UseSharedQuotas();
app.UseOutputCache();
app.MapDocumentation();
app.MapReverseProxy();
await app.RunAsync();
