using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bpsdm.Catalogue.Tests.Needs;

/// <summary>A catalogue with a clock of its own: calls open and close by it. It stands in February 2026.</summary>
public sealed class NeedsFixture() : ServiceFixture<Program>("cataloguedb")
{
    private int _year = 2026;

    public TestClock Clock { get; } = new();

    /// <summary>A year that no other test uses: its needs, its plan and its report are the test's alone.</summary>
    public int NewYear() => Interlocked.Increment(ref _year);

    protected override void ConfigureServices(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
}

[CollectionDefinition(Name)]
public sealed class NeedsTests : ICollectionFixture<NeedsFixture>
{
    public const string Name = "needs";
}

/// <summary>Tells a time of its own, a little later each time; timers run as they always do.</summary>
public sealed class TestClock : TimeProvider
{
    private long _microseconds;
    private DateTimeOffset _now = new(2026, 2, 10, 3, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now.AddMicroseconds(Interlocked.Increment(ref _microseconds));

    /// <summary>It is another time until the end of the scope.</summary>
    public IDisposable At(string time)
    {
        var before = _now;
        (_now, _microseconds) = (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUniversalTime(), 0);
        return new Back(() => _now = before);
    }

    private sealed class Back(Action back) : IDisposable
    {
        public void Dispose() => back();
    }
}

public abstract class NeedsTest(NeedsFixture catalogue)
{
    protected NeedsFixture Catalogue { get; } = catalogue;
    protected HttpClient Admin { get; } = catalogue.AsTrainingAdmin();

    protected HttpClient Agency(string code) => Catalogue.AsAgencyAdmin(code);

    protected static object Call(int year, string opens = "2026-02-01", string deadline = "2026-03-31") =>
        new { year, opens, deadline, guidance = "Usulkan menurut kebutuhan jabatan." };

    /// <returns>A new year with an open call.</returns>
    protected async Task<int> CallAsync()
    {
        var year = Catalogue.NewYear();
        await (await Admin.PostAsync("/calls", Call(year))).ShouldAnswerAsync(HttpStatusCode.Created);
        return year;
    }

    protected static object Need(
        int year, int count = 25, Guid? programmeId = null, string topic = "Pengelolaan arsip", int quarter = 3, string priority = "high") => new
        {
            topic = programmeId is null ? topic : null,
            programmeId,
            headcounts = new[] { new { group = "pelaksana", count } },
            year,
            quarter,
            priority,
            reason = "Pegawai baru.",
        };

    protected async Task<Guid> SubmittedAsync(
        string agency, int year, int count = 25, Guid? programmeId = null, string topic = "Pengelolaan arsip", int quarter = 3, string priority = "high") =>
        (await (await Agency(agency).PostAsync("/needs", Need(year, count, programmeId, topic, quarter, priority)))
            .ShouldAnswerAsync(HttpStatusCode.Created)).Id();

    protected async Task<Guid> AcceptedAsync(
        string agency, int year, int count = 25, Guid? programmeId = null, string topic = "Pengelolaan arsip", int quarter = 3)
    {
        var id = await SubmittedAsync(agency, year, count, programmeId, topic, quarter);
        await (await Admin.PostAsync($"/needs/{id}/acceptance", new { })).ShouldAnswerAsync(HttpStatusCode.OK);
        return id;
    }

    protected Task<HttpResponseMessage> MergeAsync(Guid into, params Guid[] needs) =>
        Admin.PostAsync($"/needs/{into}/merges", new { needIds = needs, reason = "Kebutuhan yang sama." });

    protected async Task<JsonElement> ReadNeedAsync(Guid id) => await Admin.ReadAsync($"/needs/{id}");

    /// <summary>Drafts a plan as it is proposed, and publishes it.</summary>
    protected async Task PublishAsync(int year, int seats = 30)
    {
        var draft = await Admin.PostAsync($"/plans/{year}/draft", new { seats });
        await draft.ShouldAnswerAsync(HttpStatusCode.Created);
        await (await Admin.SendAsync(HttpMethod.Post, $"/plans/{year}/publication", new { }, draft.Headers.ETag!.Tag)).ShouldAnswerAsync(HttpStatusCode.OK);
    }
}

internal static class ConditionalHttp
{
    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod method, string path, object body, string? ifMatch)
    {
        var request = new HttpRequestMessage(method, Http.Root + path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch).ShouldBeTrue();
        return client.SendAsync(request);
    }

    public static async Task<string> TagAsync(this HttpClient client, string path) => (await client.GetAsync(Http.Root + path)).Headers.ETag!.Tag;
}
