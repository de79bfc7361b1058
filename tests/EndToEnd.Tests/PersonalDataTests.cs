using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Bpsdm.Demo;
using Bpsdm.EndToEnd.Tests.Flows;
using Bpsdm.Testing;
using Npgsql;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>Whatever people do, rightly or wrongly, who reads logs and traces learns nobody's NIP, name, token, code or password.</summary>
public sealed class PersonalDataTests(PlatformFixture fixture) : FlowTest(fixture)
{
    private const string Nip = "198511032009121004";
    private const string UnknownNip = "197007072000071007";
    private const string Name = "Bagaskara Purwadinata";
    private const string WrongPassword = "kata-sandi-yang-salah-sekali";
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal) { [WrongPassword] = "a password", [Name] = "a name" };

    [Fact]
    public async Task Logs_and_traces_hold_nothing_of_persons_and_no_secrets()
    {
        using var receiver = new WebhookReceiver();
        using var cause = new Activity("people at work") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();
        await SubscribeAsync(receiver);
        var journey = new Journey(Fixture, Nip, Name);
        var certificate = await journey.WalkAsync();
        await AskForPersonsAsync(journey.Learner);
        await AskWithCodesAsync(journey, certificate);
        await SignInWronglyAsync();
        await SendRubbishAsync(journey);
        await Eventually.SeeAsync(() => Task.FromResult(receiver.Count), count => count > 0, TimeSpan.FromSeconds(30));
        cause.Stop();
        // What is exported in turn has come when the last request's span has.
        await Eventually.SeeAsync(
            () => Task.FromResult(Fixture.Telemetry.Spans.Where(s => s.TraceId == cause.TraceId.ToHexString())),
            spans => spans.Any(s => s.Name.StartsWith("send webhook", StringComparison.Ordinal)) && spans.Any(s => s.Name.EndsWith("/employees/{nip}/transcript", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30));

        await GatherAsync();
        var secrecy = new Secrecy(_secrets);
        var found = new List<string>();
        foreach (var body in Fixture.Telemetry.Bodies) found.AddRange(secrecy.Search("telemetry", Encoding.UTF8.GetString(body)));
        foreach (var log in Directory.EnumerateFiles(Path.Combine(Fixture.StateFolder, "logs"))) found.AddRange(secrecy.Search(Path.GetFileName(log), await ReadAsync(log)));
        found.Take(40).ShouldBeEmpty();
    }

    /// <summary>So that the search above means something: each service has logged in JSON and told of its work.</summary>
    [Fact]
    public async Task Log_lines_are_objects_with_the_fields_that_are_documented()
    {
        foreach (var service in (string[])["catalogue", "enrolment", "delivery", "certification", "identity", "gateway"])
        {
            var lines = (await ReadAsync(Path.Combine(Fixture.StateFolder, "logs", $"{service}.log"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines.ShouldNotBeEmpty(service);
            foreach (var line in lines)
            {
                line.ShouldStartWith("{", Case.Sensitive, service);
                var fields = JsonDocument.Parse(line).RootElement;
                fields.GetProperty("time").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddDays(-1));
                foreach (var field in (string[])["level", "category", "message"]) fields.GetProperty(field).GetString().ShouldNotBeNull();
            }
            Fixture.Telemetry.Logs.ShouldContain(l => l.Service == $"bpsdm-{service}");
        }
    }

    private async Task SubscribeAsync(WebhookReceiver receiver)
    {
        var made = await PutAsync($"/api/hr/webhooks/{Guid.NewGuid()}", Hr, new { url = $"{receiver.Url}?kunci=rahasia-penerima-webhook", description = "jejak" });
        receiver.Trust(Keep(Text(made, "secret"), "a secret of webhooks"));
        Keep("rahasia-penerima-webhook", "the query of a webhook's address");
    }

    private async Task AskForPersonsAsync(string learner)
    {
        foreach (var nip in (string[])[Nip, UnknownNip])
        foreach (var token in (string?[])[Hr, Admin, learner, null])
        foreach (var path in (string[])[
            $"/api/enrolment/employees/{nip}", $"/api/enrolment/employees/{nip}/history", $"/api/enrolment/jp/accounts/{nip}",
            $"/api/certification/employees/{nip}/transcript", $"/api/hr/{nip}", $"/tidak-ada/{nip}?nip={nip}&name={Uri.EscapeDataString(Name)}"])
            await SendAsync(HttpMethod.Get, path, token);
    }

    private async Task AskWithCodesAsync(Journey journey, JsonElement certificate)
    {
        var address = new Uri(Text(await EntryAsync(), "verificationUrl")).AbsolutePath;
        foreach (var path in (string[])[address, $"{address}/credential", $"{address}X", "/verify/KODE-YANG-TIDAK-ADA"]) await SendAsync(HttpMethod.Get, path);
        await SendAsync(HttpMethod.Post, $"{address}/document", body: new StringContent("bukan PDF", Encoding.UTF8, "application/pdf"));
        await SendAsync(HttpMethod.Get, $"/api/certification/certificates/{Id(certificate)}/pdf", journey.Learner);

        var calendar = new Uri(Text(await PostAsync("/api/delivery/my/calendar-address", journey.Learner), "url")).AbsolutePath;
        Keep(Path.GetFileNameWithoutExtension(calendar), "a secret address");
        (await SendAsync(HttpMethod.Get, calendar)).Status.ShouldBe(200);

        var session = Text((await GetAsync($"/api/catalogue/offerings/{journey.Offering}")).GetProperty("sessions")[0], "sessionId");
        var at = $"/api/delivery/offerings/{journey.Offering}/sessions/{session}";
        await PutAsync($"{at}/check-in", Admin, new { mode = "code" });
        var code = Keep(Text(await GetAsync($"{at}/code", Admin), "code"), "a session's code");
        foreach (var told in (string[])[code, "000000x"]) await SendAsync(HttpMethod.Put, $"{at}/attendance?code={told}", journey.Learner, new { code = told });
    }

    private async Task<JsonElement> EntryAsync()
    {
        var feed = await GetAsync("/api/hr/completions?limit=1000", Hr);
        return Items(feed).Single(i => Text(i.GetProperty("person"), "nip") == Nip).GetProperty("certificate");
    }

    private async Task SignInWronglyAsync()
    {
        var page = await SendAsync(HttpMethod.Get, "/account/login?returnUrl=" + Uri.EscapeDataString($"/connect/authorize?client_id=x&nip={Nip}"));
        page.Status.ShouldBe(200, page.Text);
        foreach (var form in (Dictionary<string, string>[])[
            new() { ["userName"] = "admin", ["password"] = WrongPassword },
            new() { ["grant_type"] = "client_credentials", ["client_id"] = "hr-system", ["client_secret"] = WrongPassword },
            new() { ["grant_type"] = "password", ["client_id"] = "hr-system", ["username"] = Nip, ["password"] = WrongPassword },
            new() { ["grant_type"] = "urn:bpsdm:grant-type:employee", ["client_id"] = "employee-portal", ["client_secret"] = WrongPassword, ["nip"] = Nip }])
        foreach (var path in (string[])["/account/login", "/connect/token", $"/connect/authorize?password={WrongPassword}"])
            await SendAsync(HttpMethod.Post, path, body: new FormUrlEncodedContent(form));
        await SendAsync(HttpMethod.Get, "/api/enrolment/my/enrolments", token: Hr[..^3] + "xyz");
    }

    private async Task SendRubbishAsync(Journey journey)
    {
        foreach (var (path, token) in (IEnumerable<(string, string)>)[
            ("/api/catalogue/needs", Agency), ($"/api/enrolment/offerings/{journey.Offering}/enrolments", journey.Learner), ("/api/certification/revocations", Admin)])
        {
            await SendAsync(HttpMethod.Post, path, token, new StringContent($$"""{"nip":"{{Nip}}","name":"{{Name}}","reason":12""", Encoding.UTF8, "application/json"));
            await SendAsync(HttpMethod.Post, path, token, new StringContent($$"""{"programmeId":"{{Nip}}","name":"{{Name}}"}""", Encoding.UTF8, "application/json"));
        }
        await ImportedAsync("/api/enrolment/employees/imports", Hr, Register([Nip, Nip, UnknownNip + "0"]) + $"{UnknownNip},{Name},Jakarta,OPD-99,III/b,Ahli,\n");
        await SendAsync(HttpMethod.Post, "/api/enrolment/employees/imports", Hr, new StringContent($"{Nip},{Name}\n", Encoding.UTF8, "text/csv"));
        await SendAsync(HttpMethod.Get, $"/api/enrolment/employees?agency={OwnAgency}&name={Uri.EscapeDataString(Name)}&nip={Nip}", Admin);
        await EnrolAgainAsync(journey);
    }

    /// <summary>The database refuses what is there already; two at a time meet it.</summary>
    private Task EnrolAgainAsync(Journey journey) => Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
        SendAsync(HttpMethod.Post, $"/api/enrolment/offerings/{journey.Offering}/enrolments", journey.Learner)));

    private async Task GatherAsync()
    {
        await GatherAsync("enrolmentdb", "SELECT nip FROM employees", "a NIP");
        await GatherAsync("enrolmentdb", "SELECT DISTINCT name FROM employees WHERE length(name) > 6", "a name");
        await GatherAsync("certificationdb", "SELECT verification_code FROM certificates", "a verification code");
        foreach (var (name, value) in Fixture.Platform.Secrets) Keep(value, name);
    }

    private async Task GatherAsync(string database, string query, string kind)
    {
        await using var connection = new NpgsqlConnection(Fixture.Platform.AddressOf(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) Keep(reader.GetString(0), kind);
    }

    private string Keep(string value, string kind)
    {
        _secrets[value] = kind;
        return value;
    }

    private static async Task<string> ReadAsync(string log)
    {
        await using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }
}
