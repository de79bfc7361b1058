using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Bpsdm.ServiceDefaults;

/// <summary>
/// Asked to end (SIGTERM), a process says at once that it is not ready, but serves for <c>Shutdown:Drain</c> more (no time by
/// default), so that whoever sends it requests has seen it and sends them to another replica. Then nothing new is taken, and what
/// is in flight is finished.
/// </summary>
internal sealed class Draining(IHostApplicationLifetime lifetime, IConfiguration configuration, TimeProvider time) : IHostedLifecycleService, IHealthCheck
{
    private readonly TimeSpan _drain = configuration.GetValue("Shutdown:Drain", TimeSpan.Zero);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());

    /// <summary>Before the server and the background work are told to stop.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.Delay(_drain, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Each answer ends its connection then: what the client asks next comes by a new one, to a process that stays.</summary>
    public Task EndConnectionAsync(HttpContext context, RequestDelegate next)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            });
        return next(context);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
