using Bpsdm.Gateway;
using Bpsdm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("gateway");
// Three lines for each request say nothing that its trace does not; they took an eighth of the machine under load.
builder.Logging.AddFilter("Yarp.ReverseProxy", LogLevel.Warning);
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
