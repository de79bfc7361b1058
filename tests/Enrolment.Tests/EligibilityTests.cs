using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.Certification;
using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

public sealed class EligibilityTests(WaysFixture service) : WaysTest(service)
{
    public static TheoryData<string, string, string[], string> Rules => new()
    {
        { "agency", "include", ["OPD-03", "OPD-02"], "agency-not-eligible" },
        { "agency", "exclude", ["OPD-01"], "agency-not-eligible" },
        { "position", "include", ["Pengawas"], "position-not-eligible" },
        { "position", "exclude", ["PELAKSANA"], "position-not-eligible" },
        { "rank-range", "include", ["III/b", "IV/e"], "rank-not-eligible" },
        { "rank-range", "exclude", ["I/a", "III/a"], "rank-not-eligible" },
        { "rank-range", "include", ["I", "XVII"], "rank-not-eligible" },
        { "employment-kind", "include", ["pppk"], "employment-kind-not-eligible" },
        { "employment-kind", "exclude", ["pns"], "employment-kind-not-eligible" },
        { "staff-group", "include", ["covid-response"], "staff-group-not-eligible" },
        { "prerequisite", "include", ["NOBODY-DID-THIS"], "prerequisite-missing" },
        { "rank-range", "include", ["IV/e", "III/a"], "unknown-condition" },
        { "rank-range", "include", ["III/a", "XVII"], "unknown-condition" },
        { "moon-phase", "include", ["full"], "unknown-condition" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Each_rule_alone_keeps_them_out_by_every_way_and_is_named(string kind, string effect, string[] values, string code)
    {
        var person = await RegisteredPnsAsync();
        var offering = await OpenAsync(With(new EligibilityCondition(kind, effect, values)));

        await KeptOutAsync(person, offering, code);

        var verdict = (await ExplainAsync(person.Nip, offering)).Rules.Single();
        (verdict.Code, verdict.Fulfilled).ShouldBe((code.Replace('-', '_'), false));
        verdict.Reason.Length.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("agency", "include", "OPD-01")]
    [InlineData("agency", "exclude", "OPD-02")]
    [InlineData("position", "include", "pelaksana")]
    [InlineData("rank-range", "include", "III/a", "III/a")]
    [InlineData("rank-range", "exclude", "III/b", "IV/e")]
    [InlineData("employment-kind", "include", "pns")]
    [InlineData("staff-group", "exclude", "covid-response")]
    [InlineData("prerequisite", "include")]
    [InlineData("not-completed-before", "include")]
    [InlineData("no-clash", "include")]
    public async Task Each_rule_lets_in_whom_it_is_meant_to(string kind, string effect, params string[] values)
    {
        var person = await RegisteredPnsAsync();
        var offering = await OpenAsync(With(new EligibilityCondition(kind, effect, values)));

        (await ExplainAsync(person.Nip, offering)).Eligible.ShouldBeTrue();
        (await EnrolAsync(person.Nip, offering)).Status.ShouldBe("confirmed");
    }

    [Fact]
    public async Task A_completion_fulfils_a_prerequisite_and_forbids_the_same_programme_again()
    {
        var person = await RegisteredPnsAsync();
        var done = Coming(5) with { ProgrammeCode = $"DKL-{Guid.NewGuid():N}" };
        await OpenAsync(done);
        var next = await OpenAsync(With(new EligibilityCondition("prerequisite", "include", [done.ProgrammeCode])));
        var again = await OpenAsync(With(new EligibilityCondition("not-completed-before", "include", [])) with { ProgrammeId = done.ProgrammeId });
        (await ExplainAsync(person.Nip, next)).Rules.Single().Reason.ShouldContain($"Belum diselesaikan: {done.ProgrammeCode}");
        (await ExplainAsync(person.Nip, again)).Eligible.ShouldBeTrue();

        var issued = Issued(done.OfferingId, person.Nip);
        await Service.Broker.PublishAsync(issued);
        await Service.Broker.PublishAsync(issued);
        await Eventually.SeeAsync(() => ExplainAsync(person.Nip, next), e => e.Eligible);

        await KeptOutAsync(person, again, "completed-before");
        (await EnrolAsync(person.Nip, next)).Status.ShouldBe("confirmed");
        (await Service.CountAsync("SELECT count(*) FROM completions WHERE nip = $1", person.Nip)).ShouldBe(1);
    }

    [Fact]
    public async Task A_seat_whose_session_overlaps_keeps_them_out_until_it_is_given_back()
    {
        var person = await RegisteredPnsAsync();
        var start = Now.AddDays(15);
        var first = Coming(5) with { ProgrammeTitle = "Arsip", Sessions = [Session(start, 2), Session(start.AddDays(1), 2)] };
        await OpenAsync(first);
        var touching = await OpenAsync(With(new EligibilityCondition("no-clash", "include", [])) with { Sessions = [Session(start.AddHours(2), 2)] });
        var clashing = await OpenAsync(With(new EligibilityCondition("no-clash", "include", [])) with { Sessions = [Session(start.AddDays(1).AddMinutes(119), 1)] });
        var seat = await EnrolAsync(person.Nip, first.OfferingId);

        await KeptOutAsync(person, clashing, "session-clash");
        (await ExplainAsync(person.Nip, clashing)).Rules.Single().Reason.ShouldContain("Bentrok dengan: Arsip angkatan 1.");
        (await EnrolAsync(person.Nip, touching)).Status.ShouldBe("confirmed");
        await TakesAsync(Service.AsLearner(person.Nip), seat.Id, "withdraw", new { reason = "x" });
        (await EnrolAsync(person.Nip, clashing)).Status.ShouldBe("confirmed");
    }

    [Fact]
    public async Task A_transfer_does_not_clash_with_the_seat_that_it_leaves()
    {
        var person = await RegisteredPnsAsync();
        var start = Now.AddDays(15);
        var here = Coming(5) with { Sessions = [Session(start, 2)] };
        var there = With(new EligibilityCondition("no-clash", "include", [])) with { ProgrammeId = here.ProgrammeId, Sessions = [Session(start, 2)] };
        await OpenAsync(here);
        await OpenAsync(there);
        var seat = await EnrolAsync(person.Nip, here.OfferingId);

        (await TakesAsync(Service.AsLearner(person.Nip), seat.Id, "transfer", new { there.OfferingId, reason = "x" })).GetProperty("status").GetString().ShouldBe("confirmed");
    }

    [Fact]
    public async Task Every_rule_is_explained_in_its_order_to_whom_it_concerns()
    {
        var person = await RegisteredPnsAsync();
        var offering = await OpenAsync(Coming(5) with
        {
            Eligibility = new EligibilityRules(true, true)
            {
                Conditions = [new("agency", "include", ["OPD-03"]), new("rank-range", "include", ["III/a", "III/d"]), new("position", "exclude", ["Pelaksana"])],
            },
        });

        var mine = await Service.AsLearner(person.Nip).GetFromJsonAsync<Explained>($"/api/enrolment/offerings/{offering}/eligibility/me");

        mine!.Eligible.ShouldBeFalse();
        mine.Rules.Select(r => (r.Code, r.Fulfilled)).ShouldBe(
            [("education_teacher", true), ("covid_response", true), ("agency_not_eligible", false), ("rank_not_eligible", true), ("position_not_eligible", false)]);
        mine.Rules[2].Reason.ShouldBe("Hanya untuk perangkat daerah OPD-03. Perangkat daerah pegawai: OPD-01.");
        mine.Rules[3].Reason.ShouldBe("Hanya untuk golongan III/a sampai III/d, yaitu III/a, III/b, III/c, III/d. Golongan pegawai: III/a.");
        (await ExplainAsync(person.Nip, offering, Service.AsAgencyAdmin("OPD-01"))).Rules.ShouldBe(mine.Rules);
        foreach (var (client, nip, status) in ((HttpClient, string, HttpStatusCode)[])
        [
            (Service.AsAgencyAdmin("OPD-03"), person.Nip, HttpStatusCode.Forbidden),
            (Service.AsTrainingAdmin(), Roster.Take(1).Single().Nip, HttpStatusCode.NotFound),
            (Service.AsTrainingAdmin(), "123", HttpStatusCode.BadRequest),
            (Service.AsTrainingAdmin(), "", HttpStatusCode.BadRequest),
        ])
        {
            using var response = await client.GetAsync($"/api/enrolment/offerings/{offering}/eligibility?nip={nip}");
            await ProblemAsync(response, status);
        }
    }

    private OfferingScheduled With(params EligibilityCondition[] conditions) =>
        Coming(5) with { Eligibility = new EligibilityRules(false, false) { Conditions = conditions } };

    private async Task<RosterEmployee> RegisteredPnsAsync() => (await RegisteredAsync(2)).First(e => e.Rank == "III/a");

    private async Task<Explained> ExplainAsync(string nip, Guid offering, HttpClient? client = null) =>
        (await (client ?? Service.AsTrainingAdmin()).GetFromJsonAsync<Explained>($"/api/enrolment/offerings/{offering}/eligibility?nip={nip}"))!;

    private async Task KeptOutAsync(RosterEmployee person, Guid offering, string code)
    {
        using var self = await Service.AsLearner(person.Nip).PostAsync($"/api/enrolment/offerings/{offering}/enrolments", null);
        using var hand = await Service.AsTrainingAdmin().PostAsJsonAsync(Nominations(offering), new { nip = person.Nip });
        foreach (var response in (HttpResponseMessage[])[self, hand])
            (await ProblemAsync(response, HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString().ShouldBe($"urn:bpsdm:problem:{code}");
        (await RejectionsAsync(await NominateAsync(offering, [person]))).ShouldBe([(2, person.Nip, code.Replace('-', '_'))]);
        (await SeatsTakenAsync(offering)).ShouldBe(0);
    }

    private static ScheduledSession Session(DateTimeOffset start, int hours) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, "Sesi", "live", start, start.AddHours(hours));

    private static CertificateIssued Issued(Guid offering, string nip) => new()
    {
        OfferingId = offering,
        Certificates =
        [
            new(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), nip, "OPD-01", "sertifikat", "1", 4,
                DateTimeOffset.UtcNow, DateTimeOffset.UtcNow),
        ],
    };
}

public sealed record Explained(Guid OfferingId, string Nip, string Name, bool Eligible, ExplainedRule[] Rules);

public sealed record ExplainedRule(string Code, bool Fulfilled, string Reason);
