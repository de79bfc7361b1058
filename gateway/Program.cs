using Bpsdm.Gateway;
using Bpsdm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("gateway");
// Three lines for each request say nothing that its trace does not; they took an eighth of the machine under load.
builder.Logging.AddFilter("Yarp.ReverseProxy", LogLevel.Warning);
builder.AddServiceCache();
builder.AddRoutes();
builder.AddLimits();
builder.AddCrossOrigin();
builder.Services.AddPublicCaching();
builder.AddPlatformHealth();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseRetryAfter();
app.UseOwnForwardedHeaders();
// Before anything that may refuse: a page of another origin must be able to read the refusal.
app.UseCors();
app.UseServiceDefaults(onceKnown: known => known.UseRateLimiter());
app.UseSharedQuotas();
app.UseOutputCache();
app.MapDocumentation();
app.MapReverseProxy(proxy =>
{
    proxy.UseSecondTry();
    proxy.UseLoadBalancing();
    proxy.UsePassiveHealthChecks();
});
await app.RunAsync();
