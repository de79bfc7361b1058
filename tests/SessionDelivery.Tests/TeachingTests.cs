using System.Net;
using System.Net.Http.Json;
using Bpsdm.Contracts.Catalogue;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>An instructor leads where they teach, and nowhere else.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class TeachingTests(DeliveryFixture service)
{
    private static string AnyNip() => $"1980{Random.Shared.NextInt64(10_000_000_000_000, 99_999_999_999_999)}";

    [Fact]
    public async Task Who_teaches_a_session_leads_that_one_and_sees_the_offering()
    {
        var run = await service.StartRunAsync();
        var (mine, stranger) = (AnyNip(), AnyNip());
        using var teacher = service.AsInstructor(mine);
        using var other = service.AsInstructor(stranger);

        await ShouldAnswerAsync(teacher, $"{run.At}/summary", HttpStatusCode.Forbidden);
        await service.TellAsync(Assigned(run, 2, (0, mine), (1, stranger)));

        await ShouldAnswerAsync(teacher, $"{run.At}/summary", HttpStatusCode.OK);
        await ShouldAnswerAsync(teacher, run.Session("corrections"), HttpStatusCode.OK);
        await ShouldAnswerAsync(other, $"{run.At}/participants", HttpStatusCode.OK);
        await ShouldAnswerAsync(other, run.Session("corrections"), HttpStatusCode.Forbidden);
        var before = await service.FingerprintAsync();
        using var code = await other.PutAsJsonAsync(run.Session("check-in"), new { mode = "code" });
        await code.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Of_what_is_told_of_the_instructors_the_highest_revision_stands_in_any_order()
    {
        var (early, late) = (AnyNip(), AnyNip());
        foreach (var order in (int[][])[[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]])
        {
            // The offering itself may come last.
            var run = new Run(service, DeliveryFixture.Offering(), [DeliveryFixture.Participant()]);
            object[] facts = [Assigned(run, 1, (0, early)), Assigned(run, 2, (0, late), (1, early)), Assigned(run, 3, (0, late))];
            foreach (var i in order) await service.TellAsync(facts[i]);
            await service.TellAsync(run.Scheduled);
            await service.TellAsync(facts[1]);

            using var gone = service.AsInstructor(early);
            await ShouldAnswerAsync(gone, $"{run.At}/summary", HttpStatusCode.Forbidden);
            using var stays = service.AsInstructor(late);
            await ShouldAnswerAsync(stays, run.Session("corrections"), HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Nobody_teaches_any_more_when_no_session_is_named()
    {
        var run = await service.StartRunAsync();
        var nip = AnyNip();
        await service.TellAsync(Assigned(run, 4, (0, nip)));
        await service.TellAsync(Assigned(run, 5));
        using var teacher = service.AsInstructor(nip);
        await ShouldAnswerAsync(teacher, $"{run.At}/summary", HttpStatusCode.Forbidden);
    }

    private static InstructorsAssigned Assigned(Run run, int revision, params (int Session, string Nip)[] teach) => new()
    {
        FactId = Guid.CreateVersion7(),
        OfferingId = run.OfferingId,
        Revision = revision,
        Sessions = [.. teach.Select(t => new TaughtSession(run.Scheduled.Sessions[t.Session].SessionId, [new(t.Nip, "Budi Santoso")]))],
        AssignedAt = run.Scheduled.ScheduledAt.AddMinutes(revision),
    };

    private static async Task ShouldAnswerAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var response = await client.GetAsync(path);
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
    }
}
