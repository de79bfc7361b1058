using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bpsdm.Gateway;

/// <summary>
/// Answers to public reads are kept for half a second: what is public is the same for everybody, with a token or without, so
/// a crowd costs the service two requests a second for an address, and two more for each ETag that it asks with. With the
/// quarter of a second by which a replica of the service may be behind, everybody sees a change within a second.
/// </summary>
internal sealed class PublicCaching : IOutputCachePolicy
{
    public const string Policy = "public";

    ValueTask IOutputCachePolicy.CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var method = context.HttpContext.Request.Method;
        var cacheable = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        context.EnableOutputCaching = cacheable;
        context.AllowCacheLookup = cacheable;
        context.AllowCacheStorage = cacheable;
        context.AllowLocking = true;
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.HeaderNames = HeaderNames.IfNoneMatch;
        // No answer names the host that it was asked at.
        context.CacheVaryByRules.VaryByHost = false;
        context.ResponseExpirationTimeSpan = TimeSpan.FromMilliseconds(500);
        return ValueTask.CompletedTask;
    }

    ValueTask IOutputCachePolicy.ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    ValueTask IOutputCachePolicy.ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified) || !StringValues.IsNullOrEmpty(response.Headers.SetCookie))
            context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }
}

internal static class PublicCachingExtensions
{
    public static void AddPublicCaching(this IServiceCollection services) =>
        services.AddOutputCache(options =>
        {
            options.AddPolicy(PublicCaching.Policy, new PublicCaching());
            options.SizeLimit = 64 * 1024 * 1024;
        });
}
