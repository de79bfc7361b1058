using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Certification.Webhooks;
using Microsoft.AspNetCore.Http;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests.Webhooks;

/// <summary>Who may subscribe to what, and where no webhook can be aimed.</summary>
[Collection(CertificationTests.Name)]
public sealed class SubscriptionTests(CertificationFixture service)
{
    private const string Nowhere = "/api/hr/webhooks/0199aaaa-0000-7000-8000-000000000000";

    [Fact]
    public async Task A_subscription_is_its_owners_alone()
    {
        await using var mine = await Subscriber.SubscribeAsync(service, "http://127.0.0.1:9/", kinds: ["sttpp"]);
        await using var other = await Subscriber.SubscribeAsync(service, "http://127.0.0.1:9/");
        foreach (var (method, path) in ((string, string)[])
            [("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/secret-rotations"), ("POST", "/tests"), ("POST", "/replays"), ("GET", "/deliveries")])
        {
            using var request = new HttpRequestMessage(new(method), mine.At + path);
            if (method is "PUT") request.Content = JsonContent.Create(new { url = "http://127.0.0.1:10/" });
            if (path is "/replays") request.Content = JsonContent.Create(new { from = DateTimeOffset.UnixEpoch });
            await ProblemAsync(await other.Client.SendAsync(request), HttpStatusCode.NotFound);
        }
        var seen = (await other.Client.GetFromJsonAsync<JsonElement>("/api/hr/webhooks")).EnumerateArray().ShouldHaveSingleItem();
        seen.GetProperty("id").GetGuid().ShouldBe(other.Id);
        (await mine.ReadAsync()).GetProperty("url").GetString().ShouldBe("http://127.0.0.1:9/");

        // Repeated, it is the same one, and the secret is not shown again.
        using var repeated = await mine.Client.PutAsJsonAsync(mine.At, new { url = "http://127.0.0.1:9/", kinds = (string[])["sttpp"] });
        repeated.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await repeated.Content.ReadAsStringAsync()).ShouldNotContain("whsec_");
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":"ftp://hr.example.id/"}""", "url")]
    [InlineData("""{"url":"/hook"}""", "url")]
    [InlineData("""{"url":"https://user:pass@hr.example.id/"}""", "url")]
    [InlineData("""{"url":"https://hr.example.id/#x"}""", "url")]
    [InlineData("""{"url":"https://hr.example.id/","agencies":["OPD 24"]}""", "agencies")]
    [InlineData("""{"url":"https://hr.example.id/","agencies":[null]}""", "agencies")]
    [InlineData("""{"url":"https://hr.example.id/","kinds":["ijazah"]}""", "kinds")]
    [InlineData("""{"url":"https://hr.example.id/","description":"a\u0000b"}""", "description")]
    public async Task A_bad_subscription_is_refused_by_the_field(string body, string field)
    {
        using var hr = service.AsHrSystem();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await ProblemAsync(await hr.PutAsync(Nowhere, content), HttpStatusCode.BadRequest)).ShouldContain($"\"{field}");
        await ProblemAsync(await hr.GetAsync(Nowhere), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_client_has_twenty_subscriptions_at_most_however_many_ask_at_once()
    {
        using var hr = service.WithToken(Testing.TestTokens.Create(ServiceDefaults.Roles.HrSystem, subject: "hr-many"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ =>
            hr.PutAsJsonAsync($"/api/hr/webhooks/{Guid.CreateVersion7()}", new { url = "https://hr.example.id/", active = false })));
        answers.Count(a => a.StatusCode is HttpStatusCode.Created).ShouldBe(20);
        answers.Count(a => a.StatusCode is HttpStatusCode.Conflict).ShouldBe(5);
    }

    [Theory]
    [InlineData("http://hr.example.id/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://10.1.2.3:8443/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::ffff:192.168.1.1]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://x.localhost/")]
    [InlineData("https://certification/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://2130706433/")]
    public async Task Nothing_inside_can_be_subscribed_where_the_setting_does_not_allow_it(string url)
    {
        await using var closed = new ClosedReplica(service);
        using var hr = closed.AsHrSystem();
        (await ProblemAsync(await hr.PutAsJsonAsync(Nowhere, new { url }), HttpStatusCode.BadRequest)).ShouldContain("url");
    }

    /// <summary>A name, and one that led elsewhere when it was subscribed: judged again where the connection is made.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task Nor_does_a_connection_lead_there(string host)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var subscriber = await Subscriber.SubscribeAsync(service, $"http://{host}:{new Uri(receiver.Url).Port}/");
        await using var closed = new ClosedReplica(service);
        using var hr = closed.As(await subscriber.OwnerAsync(service));
        using var answer = await hr.PostAsync($"{subscriber.At}/tests", null);
        var result = await answer.Content.ReadFromJsonAsync<JsonElement>();
        (result.GetProperty("delivered").GetBoolean(), result.GetProperty("status").ValueKind).ShouldBe((false, JsonValueKind.Null));
        result.GetProperty("error").GetString()!.ShouldContain("bukan alamat internet umum");
        receiver.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = receiver.Url + "/elsewhere";
            return Task.CompletedTask;
        };
        await using var subscriber = await Subscriber.SubscribeAsync(service, receiver.Url);
        var result = await subscriber.PostAsync("/tests");
        (result.GetProperty("delivered").GetBoolean(), result.GetProperty("status").GetInt32()).ShouldBe((false, 307));
        receiver.All.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("103.23.20.1", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.255.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:0:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void Outside_is_the_public_internet(string address, bool outside) => OutsideAddresses.IsOutside(IPAddress.Parse(address)).ShouldBe(outside);
}
