using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Bpsdm.SessionDelivery.Features.Tests.Formats;
using FsCheck.Fluent;

namespace Bpsdm.SessionDelivery.Tests.Items;

[Collection(DeliveryCollection.Name)]
public sealed class BankTests(DeliveryFixture service)
{
    private const string Gift = "::A::1 JP? {=45 ~60}\n\n::B::Ya? {T}\n\n::C::Pi? {#3.14:0.01}\n";

    [Fact]
    public async Task A_bank_is_written_read_and_taken_away()
    {
        var bank = await SomeBankAsync();
        using var author = service.AsInstructor();
        var document = new { kind = "multiple-choice", text = " Mana  yang benar? ", points = 3, choices = new[] { new { text = "a", correct = true }, new { text = "b", correct = false } } };
        var first = await PutAsync(author, $"{bank}/items/Soal%201", document);
        first.GetProperty("item").GetProperty("text").GetString().ShouldBe("Mana yang benar?");
        first.GetProperty("item").GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("credit").GetDecimal()).ShouldBe([100, -100]);
        (await PutAsync(author, $"{bank}/items/Soal%201", document)).ToString().ShouldBe(first.ToString());
        (await PutAsync(author, $"{bank}/items/Soal%201", first.GetProperty("item"))).ToString().ShouldBe(first.ToString());

        // A correction is another item under the same code.
        var second = await PutAsync(author, $"{bank}/items/Soal%201", new { kind = "true-false", text = "Benar?", answer = true });
        second.GetProperty("itemId").GetGuid().ShouldNotBe(first.GetProperty("itemId").GetGuid());
        (await CodesAsync(author, bank)).ShouldBe(["Soal 1"]);

        (await author.DeleteAsync($"{bank}/items/Soal%201")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var again = await author.DeleteAsync($"{bank}/items/Soal%201");
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "Soal 1");
        (await CodesAsync(author, bank)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_import_changes_nothing_and_a_changed_one_only_what_differs()
    {
        var bank = await SomeBankAsync();
        using var author = service.AsTrainingAdmin();
        (await ImportedAsync(author, bank, Gift)).ShouldBe((3, 0, 0));
        var before = await service.FingerprintAsync();
        (await ImportedAsync(author, bank, Gift)).ShouldBe((0, 0, 3));
        (await service.FingerprintAsync()).ShouldBe(before);
        (await ImportedAsync(author, bank, Gift.Replace("{T}", "{F}", StringComparison.Ordinal) + "\n::D::Uraikan. {}")).ShouldBe((1, 1, 2));
        (await CodesAsync(author, bank)).ShouldBe(["A", "B", "C", "D"]);
    }

    [Fact]
    public async Task Ten_who_import_the_same_file_at_once_make_one_bank()
    {
        var bank = await SomeBankAsync();
        using var author = service.AsTrainingAdmin();
        var changes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ImportedAsync(author, bank, Gift)));
        changes.Sum(c => c.Added).ShouldBe(3);
        (await CodesAsync(author, bank)).ShouldBe(["A", "B", "C"]);
    }

    [Fact]
    public async Task Errors_name_the_question_and_nothing_is_imported_unless_a_part_is_asked_for()
    {
        var bank = await SomeBankAsync();
        using var author = service.AsTrainingAdmin();
        const string File = "::A::Ya? {T}\n\n::B::Tanpa jawaban\n\n::A::Lagi? {T}\n\n::D::Ya? {F}";
        var before = await service.FingerprintAsync();
        using var refused = await SendAsync(author, $"{bank}/imports", "text/plain", Encoding.UTF8.GetBytes(File));
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "items-rejected");
        var errors = JsonElement.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("errors").EnumerateArray().ToList();
        errors.Select(e => (e.GetProperty("line").GetInt32(), e.GetProperty("identifier").GetString())).ShouldBe([(3, "B"), (5, "A")]);
        (await service.FingerprintAsync()).ShouldBe(before);

        using var partly = await SendAsync(author, $"{bank}/imports?mode=partial", "text/plain", Encoding.UTF8.GetBytes(File));
        partly.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = JsonElement.Parse(await partly.Content.ReadAsStringAsync());
        (body.GetProperty("read").GetInt32(), body.GetProperty("added").GetInt32(), body.GetProperty("rejected").GetInt32()).ShouldBe((4, 2, 2));
        (await CodesAsync(author, bank)).ShouldBe(["A", "D"]);
    }

    [Theory]
    [InlineData("gift", "text/plain")]
    [InlineData("qti", "application/zip")]
    public async Task An_exported_bank_is_imported_into_another_without_a_difference(string format, string mediaType)
    {
        var (from, to) = (await SomeBankAsync(), await SomeBankAsync());
        using var author = service.AsInstructor();
        var items = SomeItems.Any.Sample(40).Select((item, i) => item with { Code = $"{i:00} {item.Code}" });
        (await ImportedAsync(author, from, GiftWriter.Write(items))).Added.ShouldBe(40);
        using var file = await author.GetAsync($"{from}/export?format={format}");
        file.Content.Headers.ContentType?.MediaType.ShouldBe(mediaType);
        using var imported = await SendAsync(author, $"{to}/imports", mediaType, await file.Content.ReadAsByteArrayAsync());
        imported.StatusCode.ShouldBe(HttpStatusCode.OK, await imported.Content.ReadAsStringAsync());
        (await ContentsAsync(author, to)).ShouldBe(await ContentsAsync(author, from));
    }

    [Theory]
    [InlineData("text/csv", "a,b", HttpStatusCode.UnsupportedMediaType, null)]
    [InlineData("application/zip", "no zip", HttpStatusCode.BadRequest, "not-a-zip")]
    [InlineData("text/plain", "", HttpStatusCode.UnprocessableEntity, "no-items")]
    [InlineData("application/xml", "<a", HttpStatusCode.UnprocessableEntity, "XML")]
    [InlineData("text/plain", "\u0000 {T}", HttpStatusCode.UnprocessableEntity, "karakter kendali")]
    public async Task A_file_that_cannot_be_read_is_refused(string mediaType, string content, HttpStatusCode status, string? naming)
    {
        var bank = await SomeBankAsync();
        using var author = service.AsInstructor();
        using var response = await SendAsync(author, $"{bank}/imports", mediaType, Encoding.UTF8.GetBytes(content));
        await response.ShouldBeProblemAsync(status, naming);
    }

    [Theory]
    [InlineData("{}", "kind")]
    [InlineData("""{"kind":"hotspot","text":"?"}""", "kind")]
    [InlineData("""{"kind":"essay"}""", "text")]
    [InlineData("""{"kind":"essay","text":"?","points":0}""", "points")]
    [InlineData("""{"kind":"essay","text":"?","answer":true}""", "answer")]
    [InlineData("""{"kind":"true-false","text":"?"}""", "answer")]
    [InlineData("""{"kind":"single-choice","text":"?"}""", "choices")]
    [InlineData("""{"kind":"single-choice","text":"?","choices":[null]}""", "choices[0]")]
    [InlineData("""{"kind":"single-choice","text":"?","choices":[{"text":"a"},{"text":"b"}]}""", "choices")]
    [InlineData("""{"kind":"multiple-choice","text":"?","choices":[{"text":"a","credit":50},{"text":"b","credit":0}]}""", "choices")]
    [InlineData("""{"kind":"numeric","text":"?","numbers":[{"value":1,"tolerance":-1}]}""", "numbers")]
    [InlineData("""{"kind":"numeric","text":"?","numbers":[{"tolerance":1}]}""", "numbers")]
    [InlineData("""{"kind":"matching","text":"?","pairs":[{"left":"a","right":"b"}]}""", "pairs")]
    [InlineData("""{"kind":"short-text","text":"?","accepted":[{"text":"Ya"},{"text":"ya "}]}""", "accepted")]
    [InlineData("""{"kind":"essay","text":"a\u0001b"}""", "text")]
    public async Task An_item_names_the_field_that_is_wrong(string body, string field)
    {
        var bank = await SomeBankAsync();
        using var author = service.AsInstructor();
        var before = await service.FingerprintAsync();
        using var response = await SendAsync(author, $"{bank}/items/X", "application/json", Encoding.UTF8.GetBytes(body), HttpMethod.Put);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(await response.Content.ReadAsStringAsync());
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_module_that_no_programme_has_has_no_bank()
    {
        var bank = await SomeBankAsync();
        using var author = service.AsInstructor();
        foreach (var path in (string[])[$"{bank[..^2]}/9/items", "/api/delivery/question-banks/NONE/1/items", $"{bank[..^2]}/9/export?format=gift"])
        {
            using var response = await author.GetAsync(path);
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        }
        using var import = await SendAsync(author, "/api/delivery/question-banks/NONE/1/imports", "text/plain", Encoding.UTF8.GetBytes(Gift));
        await import.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        using var format = await author.GetAsync($"{bank}/export?format=doc");
        await format.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "format");
    }

    private async Task<string> SomeBankAsync()
    {
        var offering = DeliveryFixture.Offering() with { ProgrammeCode = $"P-{Guid.NewGuid():N}" };
        await service.WaitForConsumersAsync();
        await service.TellAsync(offering);
        return $"/api/delivery/question-banks/{offering.ProgrammeCode}/1";
    }

    private static async Task<IReadOnlyList<string?>> CodesAsync(HttpClient author, string bank) =>
        [.. (await author.GetFromJsonAsync<JsonElement>($"{bank}/items")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString())];

    /// <summary>Page by page.</summary>
    private static async Task<IReadOnlyList<string>> ContentsAsync(HttpClient author, string bank)
    {
        var contents = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await author.GetFromJsonAsync<JsonElement>($"{bank}/items?limit=7{(after.Length > 0 ? $"&after={after}" : "")}");
            contents.AddRange(page.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("code")}: {i.GetProperty("item")}"));
            after = page.GetProperty("next").GetString();
        }
        return contents;
    }

    private static async Task<(int Added, int Changed, int Unchanged)> ImportedAsync(HttpClient author, string bank, string gift)
    {
        using var response = await SendAsync(author, $"{bank}/imports", "text/plain", Encoding.UTF8.GetBytes(gift));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return (body.GetProperty("added").GetInt32(), body.GetProperty("changed").GetInt32(), body.GetProperty("unchanged").GetInt32());
    }

    private static async Task<JsonElement> PutAsync(HttpClient author, string path, object document)
    {
        using var response = await author.PutAsJsonAsync(path, document);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string mediaType, byte[] body, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return await client.SendAsync(request);
    }
}
