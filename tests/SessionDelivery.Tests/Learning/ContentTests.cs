using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests.Learning;

/// <summary>What there is to learn in a module, and who may change it until when.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class ContentTests(DeliveryFixture service)
{
    [Fact]
    public async Task Content_is_set_as_a_whole_and_read_with_ones_own_progress()
    {
        var run = await service.StartRunAsync();
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        using var instructor = service.AsInstructor();
        using var learner = service.AsLearner(run.Nip);
        (await run.SetContentAsync(instructor, 0, Page(ids[0], 10), Video(ids[1], 30))).GetProperty("items").GetArrayLength().ShouldBe(2);
        (await run.SetContentAsync(instructor, 2)).GetProperty("items").GetArrayLength().ShouldBe(0);

        await run.TellAsync(learner, Fact(ids[1], 50, position: 754));
        var modules = (await learner.GetFromJsonAsync<JsonElement>(run.MyContent)).GetProperty("modules");
        // The live module is not among them.
        modules.EnumerateArray().Select(m => (m.GetProperty("number").GetInt32(), m.GetProperty("percent").GetInt32(), m.GetProperty("items").GetArrayLength()))
            .ShouldBe([(1, 37, 2), (3, 0, 0)]);
        var (page, video) = (modules[0].GetProperty("items")[0], modules[0].GetProperty("items")[1]);
        (page.GetProperty("text").GetString(), page.GetProperty("percent").GetInt32(), page.GetProperty("position").ValueKind).ShouldBe(("# Pengantar", 0, JsonValueKind.Null));
        (video.GetProperty("percent").GetInt32(), video.GetProperty("position").GetInt32()).ShouldBe((50, 754));
        (await instructor.GetFromJsonAsync<JsonElement>($"{run.At}/content")).GetProperty("modules")[0].GetProperty("items")[1].GetProperty("minutes").GetInt32().ShouldBe(30);
    }

    [Fact]
    public async Task Once_somebody_has_begun_words_may_change_and_weights_may_not()
    {
        var run = await service.StartRunAsync();
        var (id, fresh) = (Guid.NewGuid(), Guid.NewGuid());
        using var instructor = service.AsInstructor();
        using var learner = service.AsLearner(run.Nip);
        await run.SetContentAsync(instructor, 0, Video(id, 30), Video(fresh, 5));
        await run.SetContentAsync(instructor, 0, Video(id, 30));
        await run.TellAsync(learner, Fact(id, 1));

        (await run.SetContentAsync(instructor, 0, Video(id, 30, "Rekaman baru"))).GetProperty("items")[0].GetProperty("title").GetString().ShouldBe("Rekaman baru");
        foreach (var items in (object[][])[[Video(id, 31)], [Video(id, 30), Video(fresh, 1)], []])
        {
            using var refused = await instructor.PutAsJsonAsync(run.Content(0), new { items });
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "module-begun");
        }

        // One that was told of as a whole was begun as well.
        await run.AdvanceAsync(learner, 2, 10);
        using var late = await instructor.PutAsJsonAsync(run.Content(2), new { items = new[] { Video(Guid.NewGuid(), 1) } });
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "module-begun");
    }

    [Fact]
    public async Task A_module_with_content_is_not_told_of_as_a_whole()
    {
        var run = await service.StartRunAsync();
        using var instructor = service.AsInstructor();
        using var learner = service.AsLearner(run.Nip);
        await run.SetContentAsync(instructor, 0, Video(Guid.NewGuid(), 30));
        using var refused = await learner.PutAsJsonAsync(run.Progress(0), new { percent = 100 });
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "module-has-content");
        (await run.AdvanceAsync(learner, 2)).GetProperty("percent").GetInt32().ShouldBe(100);
    }

    [Fact]
    public async Task The_next_angkatan_copies_what_was_learned_before_and_is_its_own_after_that()
    {
        var (before, next, other) = (await service.StartRunAsync(), await service.StartRunAsync(), await service.StartRunAsync(DeliveryFixture.Offering() with { ProgrammeCode = "EB-99" }));
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        using var instructor = service.AsInstructor();
        await before.SetContentAsync(instructor, 0, Video(ids[0], 30));
        await before.SetContentAsync(instructor, 2, Video(ids[1], 30));
        await next.SetContentAsync(instructor, 2, Video(ids[2], 5));
        for (var i = 0; i < 2; i++)
        {
            using var response = await instructor.PutAsJsonAsync($"{next.At}/content/source", new { offeringId = before.OfferingId });
            (await Run.ReadAsync(response)).GetProperty("modules").EnumerateArray().Select(m => m.GetProperty("items")[0].GetProperty("id").GetGuid()).ShouldBe([ids[0], ids[2]]);
        }
        await before.SetContentAsync(instructor, 0, Video(ids[0], 10));
        (await instructor.GetFromJsonAsync<JsonElement>($"{next.At}/content")).GetProperty("modules")[0].GetProperty("items")[0].GetProperty("minutes").GetInt32().ShouldBe(30);

        foreach (var (run, body, status, naming) in ((Run, object, HttpStatusCode, string)[])
        [
            (other, new { offeringId = before.OfferingId }, HttpStatusCode.UnprocessableEntity, "other-programme"),
            (next, new { offeringId = next.OfferingId }, HttpStatusCode.BadRequest, "offeringId"),
            (next, new { }, HttpStatusCode.BadRequest, "offeringId"),
            (next, new { offeringId = Guid.NewGuid() }, HttpStatusCode.NotFound, "not-found"),
        ])
        {
            using var refused = await instructor.PutAsJsonAsync($"{run.At}/content/source", body);
            await refused.ShouldBeProblemAsync(status, naming);
        }
    }

    [Theory]
    [InlineData("""{}""", "items")]
    [InlineData("""{"items":[null]}""", "items[0]")]
    [InlineData("""{"items":[{"kind":"link","title":"x","url":"https://x","minutes":1}]}""", "items[0].id")]
    [InlineData("""{"items":[{"id":"ID","kind":"quiz","title":"x","url":"https://x","minutes":1}]}""", "items[0].kind")]
    [InlineData("""{"items":[{"id":"ID","kind":"link","title":" ","url":"https://x","minutes":1}]}""", "items[0].title")]
    [InlineData("""{"items":[{"id":"ID","kind":"link","title":"x","url":"javascript:alert(1)","minutes":1}]}""", "items[0].url")]
    [InlineData("""{"items":[{"id":"ID","kind":"link","title":"x","minutes":1}]}""", "items[0].url")]
    [InlineData("""{"items":[{"id":"ID","kind":"page","title":"x","url":"https://x","text":"y","minutes":1}]}""", "items[0].url")]
    [InlineData("""{"items":[{"id":"ID","kind":"page","title":"x","minutes":1}]}""", "items[0].text")]
    [InlineData("""{"items":[{"id":"ID","kind":"link","title":"x","url":"https://x","text":"y","minutes":1}]}""", "items[0].text")]
    [InlineData("""{"items":[{"id":"ID","kind":"link","title":"x","url":"https://x","minutes":0}]}""", "items[0].minutes")]
    [InlineData("""{"items":[{"id":"ID","kind":"link","title":"x","url":"https://x","minutes":1},{"id":"ID","kind":"link","title":"y","url":"https://y","minutes":1}]}""", "items")]
    [InlineData("""{"items":[{"id":"ID","kind":"page","title":"x","text":"\u0000","minutes":1}]}""", "U+0000")]
    public async Task Content_names_what_is_wrong_with_it(string body, string naming)
    {
        var run = await service.StartRunAsync();
        using var instructor = service.AsInstructor();
        var before = await service.FingerprintAsync();
        using var response = await instructor.PutAsJsonAsync(run.Content(0), JsonElement.Parse(body.Replace("ID", Guid.NewGuid().ToString(), StringComparison.Ordinal)));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, naming);
        (await service.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Content_stands_where_it_can_and_once()
    {
        var run = await service.StartRunAsync();
        var id = Guid.NewGuid();
        using var instructor = service.AsInstructor();
        using (var live = await instructor.PutAsJsonAsync(run.Content(1), new { items = new[] { Video(id, 1) } }))
            await live.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "module-not-self-paced");
        await run.SetContentAsync(instructor, 0, Video(id, 1));
        using var twice = await instructor.PutAsJsonAsync(run.Content(2), new { items = new[] { Video(id, 1) } });
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item-id-taken");
    }

    internal static object Page(Guid id, int minutes) => new { id, kind = "page", title = "Pengantar", text = "# Pengantar", minutes };
    internal static object Video(Guid id, int minutes, string title = "Rekaman") => new { id, kind = "video", title, url = "https://video.test/1", minutes };
    internal static object Fact(Guid itemId, int percent, int? position = null, DateTimeOffset? at = null) =>
        new { id = Guid.NewGuid(), itemId, percent, position, at = at ?? DateTimeOffset.UtcNow };
}

internal static class LearningRun
{
    extension(Run run)
    {
        public string MyContent => $"/api/delivery/my/offerings/{run.OfferingId}/content";
        public string Facts => $"/api/delivery/my/offerings/{run.OfferingId}/progress-facts";

        public string Content(int module) => $"{run.At}/modules/{run.Scheduled.Modules[module].ModuleId}/content";

        public async Task<JsonElement> SetContentAsync(HttpClient staff, int module, params object[] items)
        {
            using var response = await staff.PutAsJsonAsync(run.Content(module), new { items });
            return await Run.ReadAsync(response);
        }

        public async Task<JsonElement> TellAsync(HttpClient learner, params object[] facts)
        {
            using var response = await learner.PostAsJsonAsync(run.Facts, new { facts });
            return await Run.ReadAsync(response);
        }

        public async Task SetOrderAsync(HttpClient admin, bool preTestFirst, bool modulesFirst)
        {
            using var response = await admin.PutAsJsonAsync($"{run.At}/learning-order", new { preTestFirst, modulesFirst });
            await Run.ReadAsync(response);
        }
    }
}
