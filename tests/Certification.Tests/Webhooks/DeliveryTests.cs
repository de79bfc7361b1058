using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Http;

namespace Bpsdm.Certification.Tests.Webhooks;

/// <summary>What a subscriber is sent, and what happens when it does not take it.</summary>
[Collection(CertificationTests.Name)]
public sealed class DeliveryTests(CertificationFixture service)
{
    [Fact]
    public async Task Each_entry_of_the_feed_comes_once_signed_so_that_the_library_of_the_standard_agrees()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);
        var start = await EndOfFeedAsync(subscriber.Client);
        var message = service.Message(CertificationFixture.Offering(), 450);
        await service.IssueAsync(message);

        await AllDeliveredAsync(subscriber, 450);
        receiver.All.Select(r => r.Fact).Order().ShouldBe(message.Participants.Select(p => p.FactId).Order());
        (await Node.RunAsync("verify-webhooks.js", Lines(receiver.All, subscriber.Secret))).ShouldAllBe(line => line == "ok");
        var forged = receiver.All.Take(2).Select(r => r with { Body = r.Body.Replace("87.5", "99.5", StringComparison.Ordinal) });
        (await Node.RunAsync("verify-webhooks.js", Lines(forged, subscriber.Secret))).ShouldAllBe(line => line == "No matching signature found");

        var first = receiver.All[0];
        first.ContentType.ShouldStartWith("application/cloudevents+json");
        var inFeed = (await subscriber.Client.GetFromJsonAsync<JsonElement>($"/api/hr/completions?limit=1000&after={start}")).GetProperty("items")
            .EnumerateArray().Single(i => i.GetProperty("id").GetGuid() == first.Fact);
        JsonElement.DeepEquals(first.Json.GetProperty("data"), inFeed).ShouldBeTrue();
        first.Json.GetProperty("id").GetString().ShouldBe(first.Id);
    }

    [Fact]
    public async Task A_rotated_secret_signs_beside_the_new_one_for_a_while()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);
        var rotated = await subscriber.PostAsync("/secret-rotations");
        var (old, fresh) = (subscriber.Secret, rotated.GetProperty("secret").GetString()!);
        fresh.ShouldNotBe(old);

        (await subscriber.PostAsync("/tests")).GetProperty("delivered").GetBoolean().ShouldBeTrue();
        foreach (var secret in (string[])[old, fresh]) (await Node.RunAsync("verify-webhooks.js", Lines(receiver.All, secret))).ShouldBe(["ok"]);

        await service.ExecuteAsync($"UPDATE webhook_subscriptions SET previous_secret_until = now() - interval '1 second' WHERE id = '{subscriber.Id}'");
        await subscriber.PostAsync("/tests");
        (await Node.RunAsync("verify-webhooks.js", Lines(receiver.All.Skip(1), fresh))).ShouldBe(["ok"]);
        (await Node.RunAsync("verify-webhooks.js", Lines(receiver.All.Skip(1), old))).ShouldBe(["No matching signature found"]);
        (await subscriber.ReadAsync()).ToString().ShouldNotContain("whsec_");
    }

    [Fact]
    public async Task Only_what_was_subscribed_to_comes()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url, ["OPD-24"], ["sttpp"]);
        await using var everything = await Subscriber.SubscribeAsync(service, receiver.Url + "/all");
        var wanted = service.Completed(agency: "OPD-24");
        await service.IssueAsync(service.Message(CertificationFixture.Offering(), 3));
        await service.IssueAsync(new() { Offering = CertificationFixture.Offering("basic"), Participants = [service.Completed(agency: "OPD-25"), wanted] });

        await AllDeliveredAsync(everything, 5);
        await AllDeliveredAsync(subscriber, 1);
        (await subscriber.DeliveriesAsync("delivered"))[0].GetProperty("id").GetGuid().ShouldBe(wanted.FactId);
    }

    [Fact]
    public async Task One_that_hangs_or_is_not_there_keeps_nothing_from_the_others()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var hanging = await Receiver.StartAsync();
        hanging.Answer = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var stuck = await Subscriber.SubscribeAsync(service, hanging.Url);
        await using var nowhere = await Subscriber.SubscribeAsync(service, $"http://127.0.0.1:{FreePort.Next()}/");
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);
        await service.IssueAsync(service.Message(CertificationFixture.Offering(), 400));

        await AllDeliveredAsync(subscriber, 400);
        var absent = await Eventually.SeeAsync(() => nowhere.ReadAsync(), s => s.GetProperty("failures").GetInt32() > 0);
        absent.GetProperty("waiting").GetInt32().ShouldBe(400);
        absent.GetProperty("restUntil").ValueKind.ShouldBe(JsonValueKind.String);
        (await stuck.ReadAsync()).GetProperty("waiting").GetInt32().ShouldBe(400);
    }

    [Fact]
    public async Task What_is_refused_is_tried_again_then_parked_and_sent_again_on_request()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.AnswersWith(400, 400, 422, 404, 200);
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);
        var message = service.Message(CertificationFixture.Offering(), 1);
        await service.IssueAsync(message);

        // Three pauses are set for the tests: the fourth attempt is the last.
        var parked = (await Eventually.SeeAsync(() => subscriber.DeliveriesAsync("parked"), all => all.Count == 1))[0];
        parked.GetProperty("attempts").GetInt32().ShouldBe(4);
        (parked.GetProperty("httpStatus").GetInt32(), parked.GetProperty("error").GetString()).ShouldBe((404, "Menjawab 404."));
        (await subscriber.ReadAsync()).GetProperty("parked").GetInt32().ShouldBe(1);

        (await subscriber.PostAsync("/replays", new { messageId = message.Participants[0].FactId }, HttpStatusCode.Accepted)).GetProperty("messages").GetInt32().ShouldBe(1);
        await AllDeliveredAsync(subscriber, 1);
        receiver.All.Select(r => r.Id).Distinct().ShouldHaveSingleItem();
        receiver.All.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_replay_from_a_time_sends_also_what_came_before_the_subscription()
    {
        var before = service.Message(CertificationFixture.Offering(), 20);
        await service.IssueAsync(before);
        var from = await service.ScalarAsync<DateTime>("SELECT min(issued_at) FROM certificates WHERE offering_id = $1", before.Offering.OfferingId);
        await using var receiver = await Receiver.StartAsync();
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);

        (await subscriber.PostAsync("/replays", new { from }, HttpStatusCode.Accepted)).GetProperty("messages").GetInt32().ShouldBe(20);
        await AllDeliveredAsync(subscriber, 20);
        await subscriber.PostAsync("/replays", new { messageId = Guid.NewGuid() }, HttpStatusCode.NotFound);
        await subscriber.PostAsync("/replays", new { }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_facts_of_a_person_come_one_after_the_other()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);
        receiver.Answer = (received, context) =>
        {
            var refused = receiver.All.Count(r => r.Id == received.Id) == 1;
            context.Response.StatusCode = refused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
            return Task.CompletedTask;
        };
        var message = service.Message(CertificationFixture.Offering(), 1);
        await service.IssueAsync(message);
        var certificate = await service.ScalarAsync<Guid>("SELECT id FROM certificates WHERE offering_id = $1", message.Offering.OfferingId);
        using var admin = service.AsTrainingAdmin();
        using var revoked = await admin.PutAsJsonAsync($"/api/certification/certificates/{certificate}/revocation", new { reason = "Nilai ternyata keliru." });
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);

        await AllDeliveredAsync(subscriber, 2);
        receiver.All.Select(r => r.Json.GetProperty("type").GetString()!.Split('.')[^2]).ShouldBe(["completion", "completion", "revocation", "revocation"]);
    }

    [Fact]
    public async Task A_receiver_that_says_gone_is_sent_no_more_until_its_owner_says_so()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.AnswersWith(410, 200);
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);
        await service.IssueAsync(service.Message(CertificationFixture.Offering(), 1));
        var stopped = await Eventually.SeeAsync(() => subscriber.ReadAsync(), s => !s.GetProperty("active").GetBoolean());
        stopped.GetProperty("stoppedReason").GetString()!.ShouldContain("410");

        using var again = await subscriber.Client.PutAsJsonAsync(subscriber.At, new { url = receiver.Url });
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        await AllDeliveredAsync(subscriber, 1);
    }

    [Fact]
    public async Task Two_replicas_send_each_message_once_and_what_one_took_with_it_is_sent_by_the_other()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);
        await using var replica = new Replica(service);
        var message = service.Message(CertificationFixture.Offering(), 500);
        await service.IssueAsync(message);
        await AllDeliveredAsync(subscriber, 500);
        receiver.All.Count.ShouldBe(500);

        // As a process leaves them that died while it was sending: due again after the lease.
        await service.ExecuteAsync(
            $"UPDATE webhook_deliveries SET delivered_at = NULL, due_at = now() WHERE subscription_id = '{subscriber.Id}' AND fact_id = '{message.Participants[7].FactId}'");
        await Eventually.SeeAsync(() => Task.FromResult(receiver.All.Count), count => count == 501);
    }

    private static async Task AllDeliveredAsync(Subscriber subscriber, int count)
    {
        await Eventually.SeeAsync(
            () => subscriber.DeliveriesAsync("delivered"), delivered => delivered.Count == count, TimeSpan.FromSeconds(60));
        (await subscriber.ReadAsync()).GetProperty("waiting").GetInt32().ShouldBe(0);
    }

    private static async Task<string> EndOfFeedAsync(HttpClient client)
    {
        var (cursor, count) = ("", 1);
        while (count > 0)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/hr/completions?limit=1000&after={cursor}");
            (cursor, count) = (page.GetProperty("next").GetString()!, page.GetProperty("items").GetArrayLength());
        }
        return cursor;
    }

    private static string Lines(IEnumerable<Received> all, string secret) => string.Join('\n', all.Select(r => JsonSerializer.Serialize(
        new { secret, id = r.Id, timestamp = r.Timestamp, signature = r.Signature, body = r.Body })));
}
