using System.Text.Json;

namespace Bpsdm.EndToEnd.Tests;

[Collection(PlatformCollection.Name)]
public sealed class JourneyTests(PlatformFixture fixture)
{
    private const string Nip = "198706142010012003";
    private const string Name = "Rina Wulandari";

    [Fact]
    public async Task From_an_agencys_need_to_a_certificate_that_anyone_can_verify()
    {
        var journey = new Journey(fixture, Nip, Name);
        await VerifyAsync(await journey.WalkAsync(), journey.Learner);
    }

    private async Task VerifyAsync(JsonElement certificate, string learner)
    {
        var hr = await fixture.ServiceTokenAsync("hr-system");
        var feed = await fixture.CallAsync(HttpMethod.Get, "/api/hr/completions?limit=1000", hr);
        var entry = feed.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("person").GetProperty("nip").GetString() == Nip);
        var address = new Uri(entry.GetProperty("certificate").GetProperty("verificationUrl").GetString()!);
        address.GetLeftPart(UriPartial.Authority).ShouldBe(fixture.Platform.GatewayUrl.GetLeftPart(UriPartial.Authority));

        using var page = await fixture.Gateway.GetAsync(address);
        page.EnsureSuccessStatusCode();
        page.Content.Headers.ContentType?.MediaType.ShouldBe("text/html");
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain(Name);
        html.ShouldContain(entry.GetProperty("certificate").GetProperty("number").GetString()!);

        using var pdf = await fixture.SendAsync(HttpMethod.Get, $"/api/certification/certificates/{certificate.GetProperty("id").GetString()}/pdf", learner);
        pdf.EnsureSuccessStatusCode();
        (await pdf.Content.ReadAsByteArrayAsync()).AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
    }
}
