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
/// Answers of the public reads, as the bytes that go out: one second in this process, ten in Redis, and gone at once
/// where somebody writes. Without Redis each process still has its second.
/// </summary>
internal sealed partial class PublicCache(HybridCache cache, IOptions<JsonOptions> json, ILogger<PublicCache> logger)
{
    public const string Programmes = "programmes";
    public const string Offerings = "offerings";
    public const string Agencies = "agencies";
    private const string JsonType = "application/json; charset=utf-8";

    /// <param name="key">Unique for the answer.</param>
    /// <param name="tag">What <see cref="ForgetAsync"/> forgets together.</param>
    /// <param name="read">Reads the answer from the database; null where there is none.</param>
    /// <param name="missing">What was not found, for the problem.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAsync<T>(
        string key, string tag, Func<CancellationToken, Task<T?>> read, string missing, CancellationToken cancellationToken)
        where T : class =>
        AnswerAsync(key, tag, JsonType, async token =>
            await read(token) is { } answer ? JsonSerializer.SerializeToUtf8Bytes(answer, json.Value.SerializerOptions) : [],
            missing, cancellationToken);

    /// <param name="key">Unique for the answer.</param>
    /// <param name="tag">What <see cref="ForgetAsync"/> forgets together.</param>
    /// <param name="contentType">What the bytes are.</param>
    /// <param name="read">Reads the answer from the database; empty where there is none.</param>
    /// <param name="missing">What was not found, for the problem.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAsync(
        string key, string tag, string contentType, Func<CancellationToken, Task<byte[]>> read, string missing, CancellationToken cancellationToken)
    {
        var body = await cache.GetOrCreateAsync(
            $"catalogue:{tag}:{key}", async token => await read(token), tags: [tag], cancellationToken: cancellationToken);
        return body.Length == 0 ? Problems.NotFound(missing) : Answer(body, contentType);
    }

    /// <summary>An answer that is not worth keeping, such as a search; the client may still keep it by its ETag.</summary>
    public FileContentHttpResult Answer<T>(T answer) =>
        Answer(JsonSerializer.SerializeToUtf8Bytes(answer, json.Value.SerializerOptions), JsonType);

    /// <summary>To be called after the commit. Redis may be away: then its ten seconds bound what other replicas still show.</summary>
    public async Task ForgetAsync(string tag)
    {
        try
        {
            await cache.RemoveByTagAsync(tag);
        }
        catch (RedisException e)
        {
            // This process has forgotten already, and what the caller did is committed: no reason to answer with an error.
            LogNotForgotten(tag, e);
        }
    }

    private static FileContentHttpResult Answer(byte[] body, string contentType) =>
        // The ETag is of the content, so that a restart or another replica gives the same; 304 comes from the result itself.
        TypedResults.Bytes(body, contentType,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\""));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away: other replicas may show old {Tag} for a few seconds")]
    private partial void LogNotForgotten(string tag, Exception exception);
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
        services.AddSingleton<PublicCache>();
    }
}
