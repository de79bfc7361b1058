using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests.Flows;

/// <summary>What the flows through the gateway have in common: who asks, and what the answer was.</summary>
[Collection(PlatformCollection.Name)]
public abstract class FlowTest(PlatformFixture fixture) : IAsyncLifetime
{
    /// <summary>The agency that Identity's agency admin acts for.</summary>
    protected const string OwnAgency = "OPD-09";

    private static int _people;

    protected PlatformFixture Fixture => fixture;
    protected string Admin { get; private set; } = "";
    protected string Agency { get; private set; } = "";
    protected string Instructor { get; private set; } = "";
    protected string Hr { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Admin = await fixture.ServiceTokenAsync("training-admin");
        Agency = await fixture.ServiceTokenAsync("agency-admin");
        Instructor = await fixture.ServiceTokenAsync("instructor");
        Hr = await fixture.ServiceTokenAsync("hr-system");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    protected Task<JsonElement> GetAsync(string path, string? token = null) => fixture.CallAsync(HttpMethod.Get, path, token);

    protected Task<JsonElement> PostAsync(string path, string token, object? body = null) => fixture.CallAsync(HttpMethod.Post, path, token, body ?? new { });

    protected Task<JsonElement> PutAsync(string path, string token, object body) => fixture.CallAsync(HttpMethod.Put, path, token, body);

    /// <summary>Any answer, with what its headers say.</summary>
    protected async Task<Answer> SendAsync(
        HttpMethod method, string path, string? token = null, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) },
        };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        using var response = await fixture.Gateway.SendAsync(request);
        return new Answer(
            (int)response.StatusCode, response.Headers.ETag?.ToString() ?? "", response.Content.Headers.ContentType?.MediaType ?? "",
            response.Content.Headers.ContentDisposition?.FileNameStar ?? response.Content.Headers.ContentDisposition?.FileName ?? "",
            await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The problem of the service comes through the door as it is: its status, and its kind or, of a 400, the field.</summary>
    protected async Task RefusedAsync(
        HttpMethod method, string path, string? token, object? body, int status, string? kindOrField = null, params (string Name, string Value)[] headers)
    {
        var answer = await SendAsync(method, path, token, body, headers);
        answer.Status.ShouldBe(status, $"{method} {path} -> {answer.Text}");
        answer.MediaType.ShouldBe("application/problem+json");
        answer.Json.GetProperty("status").GetInt32().ShouldBe(status);
        answer.Json.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        if (kindOrField is null) return;
        if (status == 400) answer.Json.GetProperty("errors").GetProperty(kindOrField)[0].GetString().ShouldNotBeNullOrWhiteSpace();
        else answer.Json.GetProperty("type").GetString().ShouldBe($"urn:bpsdm:problem:{kindOrField}");
    }

    /// <summary>A programme that may be offered: live 2 JP and self-paced 1 JP, designed, reviewed by two, confirmed.</summary>
    protected async Task<string> OfferableAsync(string title)
    {
        var programme = Id(await PostAsync("/api/catalogue/programmes", Admin, new
        {
            code = Code(), title, category = "technical", practice = "none",
            modules = new[] { new { title = "Kelas langsung", jp = 2, method = "theory" }, new { title = "Belajar mandiri", jp = 1, method = "theory" } },
        }));
        await PostAsync($"/api/catalogue/programmes/{programme}/curricula/1/publication", Admin);
        await PostAsync($"/api/catalogue/programmes/{programme}/design", Admin, new
        {
            modules = new[] { new { number = 1, mode = "live" }, new { number = 2, mode = "self-paced" } },
        });
        foreach (var reviewer in (string[])[Admin, Instructor]) await PostAsync($"/api/catalogue/programmes/{programme}/reviews", reviewer, Review("distance"));
        await PostAsync($"/api/catalogue/programmes/{programme}/verdict", Admin, new { verdict = "distance", reason = "Teori." });
        return programme;
    }

    protected static object Review(string verdict) => new
    {
        answers = new { tujuan = 4, praktik = 3, interaksi = 3, penilaian = 4, sarana = 3 }, verdict, reason = "Menurut telaah materi.",
    };

    /// <summary>An angkatan that Enrolment knows: open now, held in two weeks at the times that the design gives.</summary>
    protected async Task<string> ScheduleAsync(string programme, int capacity, params (string Field, object Value)[] others)
    {
        var offering = Id(await PostAsync($"/api/catalogue/programmes/{programme}/offerings", Admin, Terms(capacity, others)));
        await Eventually.SeeAsync(async () => (await SendAsync(HttpMethod.Get, $"/api/enrolment/offerings/{offering}", Admin)).Status, status => status == 200);
        return offering;
    }

    protected static Dictionary<string, object> Terms(int capacity, params (string Field, object Value)[] others)
    {
        var now = DateTimeOffset.UtcNow;
        var terms = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["startDate"] = Day(14), ["capacity"] = capacity, ["place"] = "Daring",
            ["enrolmentOpensAt"] = now.AddHours(-1), ["enrolmentClosesAt"] = now.AddDays(7),
        };
        foreach (var (field, value) in others) terms[field] = value;
        return terms;
    }

    /// <summary>Employees of the agency that nobody else has, in the register once Enrolment knows the agencies.</summary>
    protected async Task<string[]> RegisteredAsync(int count, string agency = OwnAgency)
    {
        var nips = NewNips(count);
        await Eventually.SeeAsync(() => ImportedAsync("/api/enrolment/employees/imports", Hr, Register(nips, agency)), job => job.GetProperty("rejectedRows").GetInt32() == 0);
        return nips;
    }

    protected static string[] NewNips(int count)
    {
        var last = Interlocked.Add(ref _people, count);
        last.ShouldBeLessThan(1000, "a serial has three digits");
        return [.. Enumerable.Range(last - count + 1, count).Select(n => $"198104172006042{n:000}")];
    }

    protected static string Register(IEnumerable<string> nips, string agency = OwnAgency, string rank = "III/b", string? leftAt = null) => string.Concat(
        nips.Select(nip => $"{nip},Pegawai {nip[^3..]},Jakarta,{agency},{rank},Ahli Pertama,{(leftAt is null ? "" : $",{leftAt}")}\n")
            .Prepend($"nip,name,birth_place,agency_code,rank,position,staff_group{(leftAt is null ? "" : ",left_at")}\n"));

    protected async Task<JsonElement> UploadAsync(string path, string token, string csv)
    {
        var answer = await SendAsync(HttpMethod.Post, path, token, new StringContent(csv, Encoding.UTF8, "text/csv"));
        answer.Status.ShouldBe(202, answer.Text);
        return answer.Json;
    }

    /// <summary>The import once it has ended.</summary>
    protected async Task<JsonElement> ImportedAsync(string path, string token, string csv) => await FollowedAsync(await UploadAsync(path, token, csv), "completed");

    protected Task<JsonElement> FollowedAsync(JsonElement job, string status) => Eventually.SeeAsync(
        () => GetAsync($"/api/enrolment/imports/{Id(job)}", Admin), seen => seen.GetProperty("status").GetString() == status);

    protected async Task<JsonElement> EnrolAsync(string learner, string offering) => await PostAsync($"/api/enrolment/offerings/{offering}/enrolments", learner);

    protected static string Id(JsonElement json) => json.GetProperty("id").GetString()!;

    protected static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    protected static IEnumerable<JsonElement> Items(JsonElement json) => json.GetProperty("items").EnumerateArray();

    protected static string Code() => $"ALR-{Guid.NewGuid():N}"[..12];

    /// <summary>So many days from today, in WIB.</summary>
    protected static string Day(int days) => DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    protected sealed record Answer(int Status, string ETag, string MediaType, string FileName, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        /// <summary>It is a ZIP package (XLSX) and not empty.</summary>
        public bool IsPackage => Body.AsSpan().StartsWith("PK"u8);
    }
}
