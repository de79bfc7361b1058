using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>Everything that depends on the time, on a clock that stands still until the test moves it.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class ClockTests(DeliveryFixture service)
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddHours(2);

    [Theory]
    [InlineData(null, 30)]
    [InlineData("00:10:00", 10)]
    public async Task A_session_takes_check_ins_from_the_lead_before_its_start_to_its_end(string? lead, int minutes)
    {
        var (run, opens) = (await StartRunAsync(participants: 2), Start.AddMinutes(-minutes));
        var clock = new FakeTimeProvider(opens.AddMicroseconds(-1));
        await using var replica = lead is null ? new Replica(service, clock) : new Replica(service, clock, ("Delivery:CheckInLead", lead));
        using var early = replica.AsLearner(run.Nip);
        using var late = replica.AsLearner(run.Participants[1].Person.Nip);

        await RefusedAsync(early);
        clock.SetUtcNow(opens);
        var first = await run.CheckInAsync(early);
        first.GetProperty("attendedAt").GetDateTimeOffset().ShouldBe(opens);

        clock.SetUtcNow(End.AddMicroseconds(1));
        await RefusedAsync(late);
        // Who has checked in gets the same answer for ever.
        (await run.CheckInAsync(early)).ToString().ShouldBe(first.ToString());
        (await run.SummaryAsync(_ => true)).GetProperty("attendedBySession")[0].GetProperty("attended").GetInt32().ShouldBe(1);

        async Task RefusedAsync(HttpClient learner)
        {
            using var response = await learner.PutAsJsonAsync(run.Attendance(), new { });
            await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "outside-session-window");
        }
    }

    [Fact]
    public async Task The_last_moment_of_a_session_is_in_time()
    {
        var run = await StartRunAsync();
        await using var replica = new Replica(service, new FakeTimeProvider(End));
        using var learner = replica.AsLearner(run.Nip);
        (await run.CheckInAsync(learner)).GetProperty("attendedAt").GetDateTimeOffset().ShouldBe(End);
    }

    [Fact]
    public async Task Attempts_and_the_outcome_keep_the_time_at_which_they_were_made()
    {
        var run = await StartRunAsync();
        var clock = new FakeTimeProvider(Start);
        await using var replica = new Replica(service, clock);
        using var learner = replica.AsLearner(run.Nip);

        var first = await run.AttemptAsync(learner, 1, right: 1);
        clock.Advance(TimeSpan.FromDays(3));
        await run.AttemptAsync(learner, 2);
        clock.Advance(TimeSpan.FromDays(3));
        (await run.AttemptAsync(learner, 1, right: 2)).GetProperty("score").ToString().ShouldBe(first.GetProperty("score").ToString());

        var mine = await learner.GetFromJsonAsync<JsonElement>($"{run.At}/my-progress");
        mine.GetProperty("attempts").EnumerateArray().Select(a => a.GetProperty("attemptedAt").GetDateTimeOffset()).ShouldBe([Start, Start.AddDays(3)]);
        mine.GetProperty("decidedAt").GetDateTimeOffset().ShouldBe(Start.AddDays(3));
        (await run.CompletedAsync(1)).ShouldHaveSingleItem().CompletedAt.ShouldBe(Start.AddDays(3));
    }

    [Fact]
    public async Task A_closure_keeps_the_time_of_the_first_request()
    {
        var run = await StartRunAsync();
        var clock = new FakeTimeProvider(End);
        await using var replica = new Replica(service, clock);
        using var admin = replica.AsTrainingAdmin();

        (await run.CloseAsync(admin)).GetProperty("closedAt").GetDateTimeOffset().ShouldBe(End);
        clock.Advance(TimeSpan.FromDays(1));
        (await run.CloseAsync(admin)).GetProperty("closedAt").GetDateTimeOffset().ShouldBe(End);
        (await run.FailedAsync(1)).ShouldHaveSingleItem().FailedAt.ShouldBe(End);
    }

    /// <summary>An offering whose first session runs from <see cref="Start"/> to <see cref="End"/>, and which asks for nothing but the test.</summary>
    private async Task<Run> StartRunAsync(int participants = 1)
    {
        var offering = DeliveryFixture.Offering(minAttendance: 0, allModules: false);
        return await service.StartRunAsync(
            offering with { Sessions = [offering.Sessions[0] with { StartsAt = Start, EndsAt = End }] }, participants);
    }
}
