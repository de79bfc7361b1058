using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;
using Npgsql;

namespace Bpsdm.Catalogue.Tests;

/// <summary>Nobody teaches in two places at once.</summary>
[Collection(CatalogueTests.Name)]
public sealed class InstructorTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();
    private readonly string _instructor = $"NS-{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task Who_teaches_elsewhere_at_that_time_is_refused_by_the_session_that_clashes()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var first = await (await ScheduleAsync(programme, "2031-03-03", "09:00", "11:00")).ShouldAnswerAsync(HttpStatusCode.Created);

        var clash = await ScheduleAsync(programme, "2031-03-03", "10:59", "12:00");

        await clash.ShouldBeProblemAsync(HttpStatusCode.Conflict, first.Items("sessions")[0].GetProperty("sessionId").GetString());
        (await catalogue.Anonymous().ReadAsync($"/offerings?programme={programme}")).Items().ShouldHaveSingleItem();
        await (await ScheduleAsync(programme, "2031-03-03", "11:00", "12:00")).ShouldAnswerAsync(HttpStatusCode.Created);
        await (await ScheduleAsync(programme, "2031-03-04", "09:00", "11:00")).ShouldAnswerAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Of_parallel_callers_who_want_the_same_hour_one_gets_it()
    {
        var programmes = new List<Guid>();
        for (var i = 0; i < 10; i++) programmes.Add(await Given.ReviewedProgrammeAsync(_admin));

        var responses = await Task.WhenAll(programmes.Select((p, i) => ScheduleAsync(p, "2031-03-05", $"{9 + i % 2:00}:30", "12:00")));

        responses.Select(r => r.StatusCode).Order().ShouldBe([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 9)]);
        foreach (var refused in responses.Where(r => r.StatusCode == HttpStatusCode.Conflict)) await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "Dewi");
    }

    [Fact]
    public async Task A_session_gets_other_instructors_and_the_public_sees_their_names_only()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var offering = (await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2031-03-03"))).ShouldAnswerAsync(HttpStatusCode.Created)).Id();

        await (await AssignAsync(offering, 1, "Dewi Lestari")).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await AssignAsync(offering, 1, "Dewi Lestari, M.Si.")).ShouldAnswerAsync(HttpStatusCode.OK);

        var read = await catalogue.Anonymous().ReadAsync($"/offerings/{offering}");
        read.Items("sessions")[0].Items("instructors").Select(i => i.GetString()).ShouldBe(["Dewi Lestari, M.Si."]);
        read.ToString().ShouldNotContain(_instructor);
        read.Number("revision").ShouldBe(2);
        (await _admin.GetStringAsync($"{Http.Root}/offerings/{offering}/instructors")).ShouldContain(_instructor);
        var told = (await catalogue.Broker.ReceivedAsync<InstructorsAssigned>(all => all.Count(f => f.OfferingId == offering) == 2)).Where(f => f.OfferingId == offering).ToArray();
        told.Select(f => f.Revision).ShouldBe([1, 2]);
        told[1].Sessions.ShouldHaveSingleItem().Instructors.ShouldBe([new AssignedInstructor(_instructor, "Dewi Lestari, M.Si.")]);
        await (await AssignAsync(offering, 9, "Dewi")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "no-such-session");
        var another = (await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2031-03-03"))).ShouldAnswerAsync(HttpStatusCode.Created)).Id();
        await (await AssignAsync(another, 1, "Dewi")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "instructor-clash");
        await (await _admin.PutAsJsonAsync($"{Http.Root}/offerings/{offering}/sessions/1/instructors", new { instructors = Array.Empty<object>() })).ShouldAnswerAsync(HttpStatusCode.OK);
        await (await AssignAsync(another, 1, "Dewi")).ShouldAnswerAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_database_itself_refuses_it_last_of_all()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var first = await (await ScheduleAsync(programme, "2031-03-06", "09:00", "11:00")).ShouldAnswerAsync(HttpStatusCode.Created);
        var other = await (await ScheduleAsync(programme, "2031-03-06", "11:00", "12:00")).ShouldAnswerAsync(HttpStatusCode.Created);
        _ = first;

        await using var force = catalogue.Database.CreateCommand("UPDATE session_instructors SET starts_at = starts_at - interval '1 hour' WHERE session_id = $1");
        force.Parameters.Add(new() { Value = other.Items("sessions")[0].GetProperty("sessionId").GetGuid() });

        (await Should.ThrowAsync<PostgresException>(force.ExecuteNonQueryAsync())).ConstraintName.ShouldBe("ex_session_instructors_one_place");
    }

    [Theory]
    [InlineData("""{"instructors":null}""", "instructors")]
    [InlineData("""{"instructors":[null]}""", "instructors[0]")]
    [InlineData("""{"instructors":[{"id":"a b","name":"x"}]}""", "instructors[0].id")]
    [InlineData("""{"instructors":[{"id":"NS-1","name":""}]}""", "instructors[0].name")]
    [InlineData("""{"instructors":[{"id":"NS-1","name":"x"},{"id":"NS-1","name":"y"}]}""", "instructors")]
    public async Task A_wrong_instructor_is_named(string body, string field) =>
        await (await _admin.PutAsync($"{Http.Root}/offerings/{Guid.NewGuid()}/sessions/1/instructors", new StringContent(body, System.Text.Encoding.UTF8, "application/json")))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    private Task<HttpResponseMessage> AssignAsync(Guid offering, int number, string name) =>
        _admin.PutAsJsonAsync($"{Http.Root}/offerings/{offering}/sessions/{number}/instructors", new { instructors = new[] { new { id = _instructor, name } } });

    private Task<HttpResponseMessage> ScheduleAsync(Guid programme, string date, string from, string to) => _admin.PostAsync($"/programmes/{programme}/offerings", new
    {
        startDate = date, endDate = "2031-03-14", capacity = 30, place = "Daring",
        enrolmentOpensAt = "2031-02-01T00:00:00Z", enrolmentClosesAt = "2031-03-01T00:00:00Z",
        sessions = new[]
        {
            new
            {
                moduleNumber = 2, title = "Kelas", startsAt = $"{date}T{from}:00+07:00", endsAt = $"{date}T{to}:00+07:00",
                instructors = new[] { new { id = _instructor, name = "Dewi Lestari" } },
            },
        },
    });
}
