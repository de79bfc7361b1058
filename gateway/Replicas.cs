using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Bpsdm.Gateway;

/// <summary>The replicas of the services: which of them are sent requests, and what becomes of a request when one dies over it.</summary>
internal static class Replicas
{
    public static ClusterConfig Cluster(string service, IReadOnlyList<string> addresses) => new()
    {
        ClusterId = service,
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        Destinations = addresses.Select((address, i) => (Name: $"{service}-{i + 1}", address))
            .ToDictionary(d => d.Name, d => new DestinationConfig { Address = d.address }, StringComparer.Ordinal),
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(100) },
        HealthCheck = new HealthCheckConfig
        {
            // Where no replica is ready, each is tried: it may be back already, and what its cache holds it answers without a database.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                // The timeout is longer than a service's own wait for its database.
                Enabled = true, Interval = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(4),
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures, Path = "/health",
            },
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = FirstFailure.PolicyName, ReactivationPeriod = TimeSpan.FromSeconds(2) },
        },
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1" },
    };

    /// <summary>
    /// Sends a request once more, to another replica if there is one: a GET or HEAD that was not answered, and any request that
    /// found nobody listening, since nothing of it has been sent.
    /// </summary>
    public static void UseSecondTry(this IReverseProxyApplicationBuilder proxy) => proxy.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return;
        if (context.GetForwarderErrorFeature() is not { Error: ForwarderError.Request } failure) return;
        var others = Others(context.GetReverseProxyFeature());
        var untouched = failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
        if (!(untouched && others.Count > 0) && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) return;

        if (others.Count > 0) context.GetReverseProxyFeature().AvailableDestinations = others;
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.StatusCode = StatusCodes.Status200OK;
        await next(context);
    });

    /// <summary>
    /// The replicas beside the one that was tried: the ready ones, and where none is, those that were not when last looked at. In a
    /// rolling restart that look is up to two seconds old, and the one that it left out is the one that serves.
    /// </summary>
    private static List<DestinationState> Others(IReverseProxyFeature proxied)
    {
        var others = proxied.AllDestinations.Where(d => d != proxied.ProxiedDestination).ToList();
        var ready = others.Where(d => d.Health.Active != DestinationHealth.Unhealthy && d.Health.Passive != DestinationHealth.Unhealthy).ToList();
        return ready.Count > 0 ? ready : others;
    }
}

/// <summary>One request that a replica did not answer is enough to leave it out until a probe, or two seconds, have passed.</summary>
internal sealed class FirstFailure(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "first-failure";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.GetForwarderErrorFeature() is not { Error: ForwarderError.Request or ForwarderError.RequestTimedOut }) return;
        var period = cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? TimeSpan.FromSeconds(2);
        health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, period);
    }
}
