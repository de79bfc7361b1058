using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bpsdm.Contracts.SessionDelivery;

namespace Bpsdm.Certification.Tests.Siasn;

/// <summary>An HR system at work with SIASN. Each test has an agency of its own, so that others' records are not in its exports.</summary>
public abstract class SiasnTest(CertificationFixture service)
{
    protected const string Api = "/api/hr/siasn/exports";

    protected CertificationFixture Service { get; } = service;

    protected string Agency { get; } = $"OPD-{Guid.NewGuid():N}";

    protected HttpClient Hr { get; } = service.AsHrSystem();

    protected object June => new { from = "2020-06-01", to = "2020-06-30", agency = Agency };

    /// <summary>Certificates of courses from 28 May to 1 June 2020; answers their ids.</summary>
    protected async Task<Guid[]> IssueAsync(int count, OfferingSummary? offering = null)
    {
        var people = Enumerable.Range(0, count).Select(_ => Service.Completed(agency: Agency)).ToList();
        await Service.IssueAsync(new() { Offering = offering ?? CertificationFixture.Offering(), Participants = people });
        return await Service.ScalarAsync<Guid[]>("SELECT array_agg(id) FROM certificates WHERE completion_id = ANY($1)", people.Select(p => p.FactId).ToArray());
    }

    protected async Task<JsonElement> ExportAsync(Guid id, object? body = null, HttpStatusCode status = HttpStatusCode.Created)
    {
        using var answer = await Hr.PutAsJsonAsync($"{Api}/{id}", body ?? June);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement;
    }

    protected Task<JsonElement> ViewAsync(Guid id) => Hr.GetFromJsonAsync<JsonElement>($"{Api}/{id}");

    protected async Task<Guid[]> IdsAsync(Guid export) =>
        [.. (await Hr.GetFromJsonAsync<JsonElement>($"{Api}/{export}/records")).EnumerateArray().Select(r => r.GetProperty("id").GetGuid())];

    protected Task<HttpResponseMessage> SendAnswersAsync(Guid export, string csv) => SendAnswersAsync(export, Encoding.UTF8.GetBytes(csv));

    protected Task<HttpResponseMessage> SendAnswersAsync(Guid export, byte[] csv) =>
        Hr.PostAsync($"{Api}/{export}/answers", new ByteArrayContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv", "utf-8") } });

    protected async Task<JsonElement> AnswerAsync(Guid export, string csv)
    {
        using var answer = await SendAnswersAsync(export, csv);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    protected static (int Records, int Waiting, int Accepted, int Refused) Counts(JsonElement view) => (
        view.GetProperty("records").GetInt32(), view.GetProperty("waiting").GetInt32(), view.GetProperty("accepted").GetInt32(), view.GetProperty("refused").GetInt32());
}
