using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

/// <summary>The API as its clients see it: JSON in, JSON or a problem out.</summary>
internal static class Http
{
    public const string Root = "/api/catalogue";

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body, Guid key) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Post, Root + path)
        {
            Content = JsonContent.Create(body),
            Headers = { { "Idempotency-Key", key.ToString() } },
        });

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body) =>
        client.PostAsJsonAsync(Root + path, body);

    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path) =>
        await (await client.GetAsync(Root + path)).ShouldAnswerAsync(HttpStatusCode.OK);

    public static async Task<JsonElement> ShouldAnswerAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>RFC 9457, and the detail or a field says what was wrong.</summary>
    public static async Task ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string? saying = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        if (saying is not null) text.ShouldContain(saying, Case.Sensitive);
    }

    public static Guid Id(this JsonElement element) => element.GetProperty("id").GetGuid();

    public static string? Text(this JsonElement element, string property) => element.GetProperty(property).GetString();

    public static int Number(this JsonElement element, string property) => element.GetProperty(property).GetInt32();

    public static JsonElement[] Items(this JsonElement element, string property = "items") => [.. element.GetProperty(property).EnumerateArray()];
}

/// <summary>Things that tests need before they begin; each test has its own.</summary>
internal static class Given
{
    public static string NewCode() => $"T-{Guid.NewGuid():N}"[..20];

    public static object Programme(string code, string practice = "none", string title = "Manajemen Data Terbuka") => new
    {
        code,
        title,
        category = "technical",
        practice,
        classroomDays = 2,
        modules = new[]
        {
            new { title = "Konsep", jp = 4, method = "theory" },
            new { title = "Diskusi", jp = 10, method = "discussion" },
            new { title = "Evaluasi", jp = 2, method = "assessment" },
        },
    };

    public static object Modes(params string[] modes) => new { modules = modes.Select((mode, i) => new { number = i + 1, mode }) };

    public static object Offering(string startDate = "2026-03-06", int capacity = 30) => new
    {
        startDate,
        capacity,
        place = "Daring",
        enrolmentOpensAt = "2026-02-01T00:00:00Z",
        enrolmentClosesAt = "2026-03-01T00:00:00Z",
    };

    /// <summary>With a published curriculum.</summary>
    public static async Task<Guid> ProgrammeAsync(HttpClient admin, string practice = "none")
    {
        var made = await admin.PostAsync("/programmes", Programme(NewCode(), practice));
        var id = (await made.ShouldAnswerAsync(HttpStatusCode.Created)).Id();
        await (await admin.PostAsync($"/programmes/{id}/curricula/1/publication", new { })).ShouldAnswerAsync(HttpStatusCode.OK);
        return id;
    }

    public static object Review(string verdict, int score = 4) => new
    {
        answers = new Dictionary<string, int> { ["tujuan"] = score, ["praktik"] = score, ["interaksi"] = score, ["penilaian"] = score, ["sarana"] = score },
        verdict,
        reason = "Ditelaah.",
    };

    /// <summary>A review by somebody of this name.</summary>
    public static Task<HttpResponseMessage> ReviewAsync(HttpClient client, Guid programme, string reviewer, object review, Guid? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Http.Root}/programmes/{programme}/reviews") { Content = JsonContent.Create(review) };
        request.Headers.Authorization = new("Bearer", TestTokens.Create("instructor", subject: reviewer));
        if (key is not null) request.Headers.Add("Idempotency-Key", key.ToString());
        return client.SendAsync(request);
    }

    /// <summary>Two reviewers find it, and BPSDM confirms.</summary>
    public static async Task VerdictAsync(HttpClient admin, Guid programme, string verdict)
    {
        foreach (var reviewer in (string[])["reviewer-1", "reviewer-2"])
            await (await ReviewAsync(admin, programme, reviewer, Review(verdict))).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await admin.PostAsync($"/programmes/{programme}/verdict", new { verdict, reason = "Sesuai telaah." })).ShouldAnswerAsync(HttpStatusCode.OK);
    }

    /// <summary>Designed (self-paced, live, live) and found fit for distance.</summary>
    public static async Task<Guid> ReviewedProgrammeAsync(HttpClient admin)
    {
        var id = await ProgrammeAsync(admin);
        await (await admin.PostAsync($"/programmes/{id}/design", Modes("self-paced", "live", "live"))).ShouldAnswerAsync(HttpStatusCode.OK);
        await VerdictAsync(admin, id, "distance");
        return id;
    }
}
