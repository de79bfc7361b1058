using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bpsdm.Enrolment.Tests;

[CollectionDefinition(Name)]
public sealed class WaysCollection : ICollectionFixture<WaysFixture>
{
    public const string Name = "ways";
}

/// <summary>The service with a clock that only the tests move.</summary>
public sealed class WaysFixture : EnrolmentFixture
{
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<TimeProvider>(Clock);
}

/// <summary>What the tests of the ways in and out have in common.</summary>
[Collection(WaysCollection.Name)]
public abstract class WaysTest(WaysFixture service) : EnrolmentTest(service)
{
    protected FakeTimeProvider Clock => service.Clock;

    protected DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Opens for two days and starts in ten.</summary>
    protected OfferingScheduled Coming(int capacity, params AgencyQuota[] quotas) => Scheduled(capacity, Now.AddHours(-1), Now.AddDays(2)) with
    {
        StartDate = DateOnly.FromDateTime(Now.AddDays(10).UtcDateTime),
        EndDate = DateOnly.FromDateTime(Now.AddDays(12).UtcDateTime),
        Quotas = quotas,
        AcceptanceHours = 24,
        ScheduledAt = Now,
    };

    protected async Task<Guid> OpenAsync(OfferingScheduled scheduled)
    {
        await Service.Broker.PublishAsync(scheduled);
        await Eventually.SeeAsync(
            () => Service.CountAsync("SELECT count(*) FROM offerings WHERE id = $1 AND scheduled_at = $2", scheduled.OfferingId, Micro(scheduled.ScheduledAt)), rows => rows == 1);
        return scheduled.OfferingId;
    }

    /// <summary>Their own enrolment, as they see it after asking for a seat.</summary>
    protected async Task<Mine> EnrolAsync(string nip, Guid offering)
    {
        using var response = await Service.AsLearner(nip).PostAsync($"/api/enrolment/offerings/{offering}/enrolments", null);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Mine>())!;
    }

    protected Task<Mine?> MineAsync(string nip, Guid id) => Service.AsLearner(nip).GetFromJsonAsync<Mine>($"/api/enrolment/my/enrolments/{id}");

    protected async Task<string> StatusAsync(string nip, Guid id) => (await MineAsync(nip, id))!.Status;

    protected static Task<HttpResponseMessage> StepAsync(HttpClient client, Guid id, string step, object? body = null) =>
        client.PostAsync($"/api/enrolment/enrolments/{id}/{step}", body is null ? null : JsonContent.Create(body));

    protected static async Task<JsonElement> TakesAsync(HttpClient client, Guid id, string step, object? body = null)
    {
        using var response = await StepAsync(client, id, step, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    protected static async Task RefusedAsync(HttpClient client, Guid id, string step, HttpStatusCode status, string code, object? body = null)
    {
        using var response = await StepAsync(client, id, step, body);
        (await ProblemAsync(response, status)).GetProperty("type").GetString().ShouldBe($"urn:bpsdm:problem:{code}");
    }

    protected static async Task InvalidAsync(HttpClient client, Guid id, string step, string field, object body)
    {
        using var response = await StepAsync(client, id, step, body);
        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    protected async Task<WithdrawnParticipant[]> WithdrawnAsync(Guid offering, int count)
    {
        WithdrawnParticipant[] Of(IEnumerable<EnrolmentWithdrawn> messages) => [.. messages.Where(m => m.OfferingId == offering).SelectMany(m => m.Participants)];
        return Of(await Service.Broker.ReceivedAsync<EnrolmentWithdrawn>(messages => Of(messages).Length >= count));
    }

    /// <summary>The changes of an enrolment: status, by whom, why.</summary>
    protected async Task<(string Status, string By, string Reason)[]> HistoryAsync(Guid id) =>
        [.. (await Service.AsTrainingAdmin().GetFromJsonAsync<JsonElement>($"/api/enrolment/enrolments/{id}/history")).EnumerateArray()
            .Select(c => (c.GetProperty("status").GetString()!, c.GetProperty("changedBy").GetString()!, c.GetProperty("reason").GetString()!))];

    /// <summary>Seats and quotas are counted right, none is above its limit, and nobody waits for a seat that they could have.</summary>
    protected async Task InvariantsHoldAsync(Guid offering) =>
        (await Service.CountAsync(
            """
            SELECT count(*) FROM offerings o WHERE o.id = $1
              AND o.seats_taken <= o.capacity
              AND o.seats_taken = (SELECT count(*) FROM enrolments e WHERE e.offering_id = o.id AND e.status IN ('confirmed', 'pending-approval', 'offered'))
              AND NOT EXISTS (SELECT FROM agency_quotas q WHERE q.offering_id = o.id AND (q.seats_taken > q.seats OR q.seats_taken <>
                (SELECT count(*) FROM enrolments e WHERE e.offering_id = o.id AND e.agency_code = q.agency_code AND e.status IN ('confirmed', 'pending-approval', 'offered'))))
              AND (o.seats_taken = o.capacity OR NOT EXISTS (
                SELECT FROM enrolments w LEFT JOIN agency_quotas q ON q.offering_id = o.id AND q.agency_code = w.agency_code
                WHERE w.offering_id = o.id AND w.status = 'waiting' AND (q.seats IS NULL OR q.seats_taken < q.seats)))
            """, offering)).ShouldBe(1);

    // PostgreSQL keeps microseconds.
    private static DateTimeOffset Micro(DateTimeOffset instant) => new(instant.UtcTicks / 10 * 10, TimeSpan.Zero);
}

public sealed record Mine(
    Guid Id, Guid OfferingId, string ProgrammeTitle, int Angkatan, string Status, DateTimeOffset RequestedAt, DateTimeOffset? ConfirmedAt,
    DateTimeOffset? AcceptUntil, MyPlace? Waiting);

public sealed record MyPlace(int Position, string Reason);
