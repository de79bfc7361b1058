using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using FsCheck;
using FsCheck.Fluent;

namespace Bpsdm.Enrolment.Tests;

/// <summary>One definition: what is explained to one is what happens to many, and both are what the declared conditions mean.</summary>
public sealed class AgreementTests(WaysFixture service) : WaysTest(service)
{
    private static readonly string[] Agencies = ["OPD-01", "OPD-02", "OPD-03"];
    private static readonly string[] Positions = ["Pelaksana", "Pengawas", "Ahli Muda"];
    private static readonly string[] PnsRanks = ["II/d", "III/a", "III/b", "III/c", "IV/a"];
    private static readonly string[] PppkRanks = ["V", "VII", "IX"];
    private static readonly string?[] Groups = [null, "education-teacher", "covid-response"];
    private static readonly string[] Codes = [.. Enumerable.Range(0, 3).Select(i => $"AGREE-{i}-{Guid.NewGuid():N}")];

    private static readonly Gen<Person> People =
        from agency in Gen.Elements(Agencies)
        from position in Gen.Elements(Positions)
        from pppk in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from rank in Gen.Elements(pppk ? PppkRanks : PnsRanks)
        from staffGroup in Gen.Elements(Groups)
        from done in Gen.SubListOf(Codes)
        from busy in Gen.Elements(true, false)
        select new Person(agency, position, pppk ? "pppk" : "pns", rank, staffGroup, [.. done], busy);

    private static readonly Gen<EligibilityCondition> Conditions = Gen.OneOf(
        Among("agency", Agencies), Among("position", Positions), Among("employment-kind", ["pns", "pppk"]), Among("staff-group", ["education-teacher", "covid-response"]),
        Gen.Elements(PnsRanks).SelectMany(_ => Gen.Elements(PnsRanks), (lowest, highest) => new[] { lowest, highest })
            .SelectMany(_ => Gen.Elements("include", "exclude"), (ranks, effect) => new EligibilityCondition("rank-range", effect, ranks)),
        Gen.SubListOf(Codes).Select(codes => new EligibilityCondition("prerequisite", "include", [.. codes])),
        Gen.Constant(new EligibilityCondition("not-completed-before", "include", [])),
        Gen.Constant(new EligibilityCondition("no-clash", "include", [])));

    private static readonly Gen<Scenario> Scenarios =
        from teachers in Gen.Elements(true, false)
        from covid in Gen.Elements(true, false)
        from conditions in Conditions.ListOf(3)
        from people in People.ListOf(25)
        select new Scenario(teachers, covid, [.. conditions], [.. people]);

    [Fact]
    public async Task Explanation_bulk_and_meaning_agree_on_any_population_and_any_rules()
    {
        var start = Now.AddDays(30);
        var done = Codes.Select(code => Coming(1) with { ProgrammeCode = code }).ToArray();
        var busy = Coming(1) with { Sessions = [Session(start)] };
        foreach (var offering in (OfferingScheduled[])[.. done, busy]) await OpenAsync(offering);

        await Task.Run(() => Prop.ForAll(Scenarios.ToArbitrary(), scenario => AgreeAsync(scenario, done, busy, start).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30)));
    }

    private async Task<bool> AgreeAsync(Scenario scenario, OfferingScheduled[] done, OfferingScheduled busy, DateTimeOffset start)
    {
        var offering = await OpenAsync(Coming(1_000) with
        {
            ProgrammeId = done[0].ProgrammeId,
            Sessions = [Session(start.AddMinutes(30))],
            Eligibility = new EligibilityRules(scenario.Teachers, scenario.Covid) { Conditions = scenario.Conditions },
        });
        var nips = Roster.Take(scenario.People.Length).Select(e => e.Nip).ToArray();
        foreach (var (nip, person) in nips.Zip(scenario.People)) await AddAsync(nip, person, done, busy.OfferingId);

        var admin = Service.AsTrainingAdmin();
        var explained = new List<string>();
        foreach (var nip in nips)
        {
            var verdict = await admin.GetFromJsonAsync<Explained>($"/api/enrolment/offerings/{offering}/eligibility?nip={nip}");
            explained.Add(verdict!.Rules.FirstOrDefault(r => !r.Fulfilled)?.Code ?? "confirmed");
        }
        using var response = await admin.PostAsJsonAsync(Nominations(offering), new { nips });
        var seated = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("nominations").EnumerateArray()
            .Select(n => n.GetProperty("outcome").GetString()!).ToList();

        seated.ShouldBe(explained);
        seated.ShouldBe(scenario.People.Select(person => Meaning(scenario, person)));
        return true;
    }

    /// <summary>What the declared conditions mean, said a second time and in another language than the service's.</summary>
    private static string Meaning(Scenario scenario, Person person)
    {
        if (scenario.Teachers && person.Group == "education-teacher") return "education_teacher";
        if (scenario.Covid && person.Group == "covid-response") return "covid_response";
        foreach (var c in scenario.Conditions)
        {
            var (holds, code) = c.Kind switch
            {
                "agency" => (c.Values.Contains(person.Agency), "agency_not_eligible"),
                "position" => (c.Values.Contains(person.Position), "position_not_eligible"),
                "employment-kind" => (c.Values.Contains(person.Kind), "employment_kind_not_eligible"),
                "staff-group" => (c.Values.Contains(person.Group), "staff_group_not_eligible"),
                "rank-range" when Array.IndexOf(PnsRanks, c.Values[0]) > Array.IndexOf(PnsRanks, c.Values[1]) => (c.Effect == "exclude", "unknown_condition"),
                "rank-range" => (Array.IndexOf(PnsRanks, person.Rank) is var i && i >= Array.IndexOf(PnsRanks, c.Values[0]) && i <= Array.IndexOf(PnsRanks, c.Values[1]), "rank_not_eligible"),
                "prerequisite" => (c.Values.All(person.Done.Contains), "prerequisite_missing"),
                "not-completed-before" => (!person.Done.Contains(Codes[0]), "completed_before"),
                "no-clash" => (!person.Busy, "session_clash"),
                _ => throw new InvalidOperationException(c.Kind),
            };
            if (holds == (c.Effect == "exclude")) return code;
        }
        return "confirmed";
    }

    private async Task AddAsync(string nip, Person person, OfferingScheduled[] done, Guid busy)
    {
        await ExecuteAsync(
            "INSERT INTO employees (nip, name, birth_date, kind, agency_code, rank, position, staff_group, posted_from, updated_at) VALUES ($1, 'N', '1970-01-01', $2, $3, $4, $5, NULLIF($6, ''), '2020-01-01', now())",
            nip, person.Kind, person.Agency, person.Rank, person.Position, person.Group ?? "");
        foreach (var offering in done.Where(d => person.Done.Contains(d.ProgrammeCode)))
            await ExecuteAsync("INSERT INTO completions (id, nip, offering_id, completed_at) VALUES (gen_random_uuid(), $1, $2, now())", nip, offering.OfferingId);
        if (person.Busy)
            await ExecuteAsync("INSERT INTO enrolments (id, offering_id, nip, agency_code, fact_id) VALUES (gen_random_uuid(), $2, $1, 'OPD-01', gen_random_uuid())", nip, busy);
    }

    private async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Service.Database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync();
    }

    private static Gen<EligibilityCondition> Among(string kind, string[] values) =>
        from some in Gen.SubListOf(values)
        from effect in Gen.Elements("include", "exclude")
        select new EligibilityCondition(kind, effect, [.. some]);

    private static ScheduledSession Session(DateTimeOffset start) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, "Sesi", "live", start, start.AddHours(1));

    private sealed record Person(string Agency, string Position, string Kind, string Rank, string? Group, string[] Done, bool Busy);

    private sealed record Scenario(bool Teachers, bool Covid, EligibilityCondition[] Conditions, Person[] People);
}
