using System.Net;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

[Collection(CatalogueTests.Name)]
public sealed class OfferingTests(CatalogueFixture catalogue)
{
    private readonly HttpClient _admin = catalogue.AsTrainingAdmin();

    [Fact]
    public async Task Sessions_are_laid_out_on_working_days_from_the_design()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);

        var response = await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2026-03-06"));

        var offering = await response.ShouldAnswerAsync(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/api/catalogue/offerings/{offering.Id()}");
        // 4 JP self-paced: Friday 6 and Monday 9 March; 12 JP live: Tuesday 8 JP and Wednesday 4 JP.
        offering.Text("startDate").ShouldBe("2026-03-06");
        offering.Text("endDate").ShouldBe("2026-03-11");
        offering.Items("sessions").Select(s => (s.Text("title"), s.Text("mode"), s.Text("startsAt"), s.Text("endsAt"))).ShouldBe(
        [
            ("Diskusi (bagian 1 dari 2)", "live", "2026-03-10T01:00:00+00:00", "2026-03-10T07:00:00+00:00"),
            ("Diskusi (bagian 2 dari 2)", "live", "2026-03-11T01:00:00+00:00", "2026-03-11T02:30:00+00:00"),
            ("Evaluasi", "live", "2026-03-11T02:30:00+00:00", "2026-03-11T04:00:00+00:00"),
        ]);
        offering.Items("modules").Select(m => m.Text("mode")).ShouldBe(["self-paced", "live", "live"]);
        offering.GetProperty("eligibility").GetProperty("excludeCovidResponse").GetBoolean().ShouldBeFalse();
        offering.GetProperty("completion").ToString().ShouldBe(
            """{"minAttendancePercent":80,"allModulesRequired":true,"passingGrade":70,"maxAttempts":2,"evaluationRequired":false}""");
        (await catalogue.Anonymous().ReadAsync($"/offerings/{offering.Id()}")).GetProperty("sessions").ToString()
            .ShouldBe(offering.GetProperty("sessions").ToString());
    }

    [Fact]
    public async Task Scheduling_publishes_the_whole_offering()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var offering = await (await _admin.PostAsync($"/programmes/{programme}/offerings", new
        {
            startDate = "2026-03-06",
            capacity = 61_964,
            place = "Daring",
            enrolmentOpensAt = "2026-02-01T07:00:00+07:00",
            enrolmentClosesAt = "2026-03-01T00:00:00Z",
            eligibility = new { excludeEducationTeachers = true },
            completion = new { minAttendancePercent = 100, passingGrade = 75 },
            sessions = new[] { new { moduleNumber = 2, title = "Kelas", startsAt = "2026-03-06T20:00:00+07:00", endsAt = "2026-03-06T22:00:00+07:00" } },
        })).ShouldAnswerAsync(HttpStatusCode.Created);

        var published = await catalogue.Broker.ReceivedAsync<OfferingScheduled>(m => m.Any(o => o.OfferingId == offering.Id()));

        var fact = published.Single(o => o.OfferingId == offering.Id());
        fact.FactId.ShouldNotBe(Guid.Empty);
        (fact.ProgrammeId, fact.Category, fact.DeliveryMode, fact.Angkatan, fact.Year, fact.Jp, fact.Capacity)
            .ShouldBe((programme, "technical", "distance", 1, 2026, 16, 61_964));
        fact.EndDate.ShouldBe(new DateOnly(2026, 3, 11));
        fact.EnrolmentOpensAt.ShouldBe(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));
        (fact.Eligibility.ExcludeEducationTeachers, fact.Eligibility.ExcludeCovidResponse, fact.Eligibility.Conditions.Count).ShouldBe((true, false, 0));
        fact.Completion.ShouldBe(new CompletionRule(100, AllModulesRequired: true, 75, 2));
        fact.Modules.Select(m => (m.Number, m.Title, m.Jp, m.Mode))
            .ShouldBe([(1, "Konsep", 4, "self-paced"), (2, "Diskusi", 10, "live"), (3, "Evaluasi", 2, "live")]);
        var session = fact.Sessions.ShouldHaveSingleItem();
        (session.Number, session.Title, session.Mode, session.ModuleId).ShouldBe((1, "Kelas", "live", fact.Modules[1].ModuleId));
        session.SessionId.ShouldBe(offering.Items("sessions")[0].GetProperty("sessionId").GetGuid());
    }

    [Fact]
    public async Task Parallel_callers_get_angkatan_one_after_another()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);

        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering())));

        var numbers = new List<int>();
        foreach (var response in responses) numbers.Add((await response.ShouldAnswerAsync(HttpStatusCode.Created)).Number("angkatan"));
        numbers.Order().ShouldBe([1, 2, 3, 4, 5, 6]);
        var nextYear = await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering("2027-01-04"))).ShouldAnswerAsync(HttpStatusCode.Created);
        (nextYear.Number("year"), nextYear.Number("angkatan")).ShouldBe((2027, 1));
    }

    [Fact]
    public async Task The_same_key_schedules_once()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var key = Guid.CreateVersion7();

        var responses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering(), key)));

        responses.Select(r => r.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Created]);
        (await catalogue.Anonymous().ReadAsync($"/offerings?programme={programme}")).Items().ShouldHaveSingleItem().Id().ShouldBe(key);
        var another = catalogue.WithToken(TestTokens.Create("training-admin", subject: "somebody-else"));
        await (await another.PostAsync($"/programmes/{programme}/offerings", Given.Offering(), key)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Idempotency-Key");
    }

    [Theory]
    [InlineData(1, "2026-03-06T08:00:00+07:00", "2026-03-06T09:00:00+07:00", "session-of-self-paced-module")]
    [InlineData(9, "2026-03-06T08:00:00+07:00", "2026-03-06T09:00:00+07:00", "session-of-no-module")]
    [InlineData(2, "2026-03-06T08:00:00+07:00", "2026-03-06T08:00:00+07:00", "session-out-of-order")]
    [InlineData(2, "2026-03-05T23:59:00+07:00", "2026-03-06T01:00:00+07:00", "session-outside-dates")]
    [InlineData(2, "2026-03-11T23:00:00+07:00", "2026-03-12T00:01:00+07:00", "session-outside-dates")]
    public async Task A_session_that_does_not_fit_is_refused(int moduleNumber, string startsAt, string endsAt, string code)
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);

        var response = await _admin.PostAsync($"/programmes/{programme}/offerings", new
        {
            startDate = "2026-03-06",
            capacity = 30,
            place = "Daring",
            enrolmentOpensAt = "2026-02-01T00:00:00Z",
            enrolmentClosesAt = "2026-03-01T00:00:00Z",
            sessions = new[] { new { moduleNumber, title = "Kelas", startsAt, endsAt } },
        });

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, code);
        (await catalogue.Anonymous().ReadAsync($"/offerings?programme={programme}")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_end_before_the_last_day_of_the_design_is_refused()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);

        var response = await _admin.PostAsync($"/programmes/{programme}/offerings", new
        {
            startDate = "2026-03-06",
            endDate = "2026-03-10",
            capacity = 30,
            place = "Daring",
            enrolmentOpensAt = "2026-02-01T00:00:00Z",
            enrolmentClosesAt = "2026-03-01T00:00:00Z",
        });

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "ends-too-early");
        (await catalogue.Anonymous().ReadAsync($"/offerings?programme={programme}")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_offered_without_design_and_verdict()
    {
        var programme = await Given.ProgrammeAsync(_admin);
        await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering()))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "not-designed");

        await _admin.PostAsync($"/programmes/{programme}/design", Given.Modes("live", "live", "live"));

        await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering()))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "not-reviewed");
    }

    [Fact]
    public async Task The_list_pages_from_the_latest_without_gap_or_double()
    {
        var programme = await Given.ReviewedProgrammeAsync(_admin);
        var made = new List<Guid>();
        foreach (var start in (string[])["2026-03-02", "2026-03-03", "2026-03-03", "2026-03-04", "2026-03-05"])
            made.Add((await (await _admin.PostAsync($"/programmes/{programme}/offerings", Given.Offering(start))).ShouldAnswerAsync(HttpStatusCode.Created)).Id());

        var seen = new List<(string? Start, Guid Id)>();
        for (string? path = $"/offerings?programme={programme}&limit=2"; path is not null;)
        {
            var page = await catalogue.Anonymous().ReadAsync(path);
            seen.AddRange(page.Items().Select(o => (o.Text("startDate"), o.Id())));
            path = page.Text("next") is { } next ? $"/offerings?programme={programme}&limit=2&after={next}" : null;
        }

        seen.Select(s => s.Id).ShouldBe(made, ignoreOrder: true);
        seen.Select(s => s.Start).ShouldBe(seen.Select(s => s.Start).OrderDescending());
    }
}
