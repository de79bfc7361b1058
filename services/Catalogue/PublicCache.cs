using System.Security.Cryptography;
using System.Text.Json;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using StackExchange.Redis;

namespace Bpsdm.Catalogue;

/// <summary>
/// Answers of the public reads, as the bytes that go out: one second in this process, ten in Redis. Their keys hold the
/// generation of what they show, so that a write is seen at once by this process and by the others as soon as they look
/// for the generation again. Without Redis each process still has its second.
/// </summary>
internal sealed class PublicCache(HybridCache cache, CacheGenerations generations, IOptions<JsonOptions> json)
{
    public const string Programmes = "programmes";
    public const string Offerings = "offerings";
    public const string Agencies = "agencies";
    public const string JsonType = "application/json; charset=utf-8";

    /// <param name="key">Unique for the answer.</param>
    /// <param name="tag">What <see cref="ForgetAsync"/> forgets together.</param>
    /// <param name="read">Reads the answer from the database; null where there is none.</param>
    /// <param name="missing">What was not found, for the problem.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAsync<T>(
        string key, string tag, Func<CancellationToken, Task<T?>> read, string missing, CancellationToken cancellationToken)
        where T : class
    {
        var body = await KeepAsync(key, tag, async token => await read(token) is { } answer ? Json(answer) : [], cancellationToken);
        return body.Length == 0 ? Problems.NotFound(missing) : Answer(body, JsonType);
    }

    /// <summary>An answer that is not worth keeping, such as a search; the client may still keep it by its ETag.</summary>
    public FileContentHttpResult Answer<T>(T answer) => Answer(Json(answer), JsonType);

    /// <summary>The body of an answer of any kind, from the cache or read.</summary>
    public async ValueTask<byte[]> KeepAsync(
        string key, string tag, Func<CancellationToken, Task<byte[]>> read, CancellationToken cancellationToken)
    {
        var generation = await generations.OfAsync(tag);
        return await cache.GetOrCreateAsync(
            $"catalogue:{tag}:{generation}:{key}", async token => await read(token), cancellationToken: cancellationToken);
    }

    public byte[] Json<T>(T answer) => JsonSerializer.SerializeToUtf8Bytes(answer, json.Value.SerializerOptions);

    /// <summary>To be called after the commit.</summary>
    public Task ForgetAsync(string tag) => generations.AdvanceAsync(tag);

    public static FileContentHttpResult Answer(byte[] body, string contentType) =>
        // The ETag is of the content, so that a restart or another replica gives the same; 304 comes from the result itself.
        TypedResults.Bytes(body, contentType,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\""));
}

internal static class PublicCacheExtensions
{
    public static void AddPublicCache(this IServiceCollection services)
    {
        services.AddStackExchangeRedisCache(_ => { });
        services.AddOptions<RedisCacheOptions>().Configure<IConnectionMultiplexer>((options, redis) =>
            options.ConnectionMultiplexerFactory = () => Task.FromResult(redis));
        services.AddHybridCache(options => options.DefaultEntryOptions = new HybridCacheEntryOptions
        {
            LocalCacheExpiration = TimeSpan.FromSeconds(1),
            Expiration = TimeSpan.FromSeconds(10),
        });
        services.AddSingleton<CacheGenerations>();
        services.AddSingleton<PublicCache>();
    }
}
