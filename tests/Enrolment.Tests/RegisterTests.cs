using System.Net.Http.Json;
using System.Text.Json;

namespace Bpsdm.Enrolment.Tests;

public sealed class RegisterTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    private const string Path = "/api/enrolment/employees/imports";
    private const string Header = "nip,name,birth_place,agency_code,rank,position,staff_group";

    [Fact]
    public async Task The_register_is_brought_to_the_file_as_a_difference()
    {
        var employees = Roster.Take(6);
        await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Path, Roster.RegisterCsv(employees[..4])));
        employees[0] = employees[0] with { Position = "Pengawas", AgencyCode = "OPD-03", StaffGroup = "covid-response" };

        var job = await CompletedAsync(await UploadAsync(Service.AsTrainingAdmin(), Path, Roster.RegisterCsv(employees)));

        job.Kind.ShouldBe("employees");
        job.OfferingId.ShouldBeNull();
        job.OutcomesShouldBe(("created", 2), ("moved", 1), ("unchanged", 3));
        job.Mode.ShouldBe("change");
        var employee = await Service.AsHrSystem().GetFromJsonAsync<JsonElement>($"/api/enrolment/employees/{employees[0].Nip}");
        employee.GetProperty("position").GetString().ShouldBe("Pengawas");
        employee.GetProperty("agencyName").GetString().ShouldBe("Dinas Kesehatan");
        employee.GetProperty("staffGroup").GetString().ShouldBe("covid-response");
        employee.GetProperty("kind").GetString().ShouldBe(employees[0].Rank == "IX" ? "pppk" : "pns");
        employee.GetProperty("birthDate").GetString()!.Replace("-", "").ShouldBe(employees[0].Nip[..8]);
    }

    [Fact]
    public async Task The_good_rows_are_taken_and_each_broken_one_is_reported()
    {
        var e = Roster.Take(20).Where(p => p.Rank.Contains('/', StringComparison.Ordinal)).ToArray();
        var pppk = Roster.Take(10).Single(p => p.Rank == "IX");
        string[] rows =
        [
            $"{e[0]}", $"{e[1] with { AgencyCode = "OPD-99" }}", $"{e[2] with { Rank = "IX" }}", $"{pppk with { Rank = "III/a" }}",
            $"{e[3] with { Name = new string('x', 201) }}", $"{e[3] with { Name = "" }}", $"{e[4] with { Position = "" }}",
            $"{e[5] with { StaffGroup = "other" }}", $"{e[6].Nip},only,three", $"{e[7] with { Nip = "123" }}",
            $"{e[0] with { Name = "Again" }}", $"{e[8] with { BirthPlace = "" }}",
        ];

        var job = await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Path, Roster.Csv(Header, rows)));

        job.OutcomesShouldBe(
            ("created", 2), ("unknown_agency", 1), ("bad_rank", 2), ("bad_name", 2), ("bad_position", 1), ("bad_staff_group", 1),
            ("malformed_row", 1), ("malformed_nip", 1), ("duplicate_in_file", 1));
        (await RejectionsAsync(job)).Select(r => (r.Line, r.Code)).ShouldBe(
        [
            (3, "unknown_agency"), (4, "bad_rank"), (5, "bad_rank"), (6, "bad_name"), (7, "bad_name"), (8, "bad_position"),
            (9, "bad_staff_group"), (10, "malformed_row"), (11, "malformed_nip"), (12, "duplicate_in_file"),
        ]);
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE nip = ANY($1)", (object)e.Select(x => x.Nip).ToArray())).ShouldBe(2);
    }

    [Fact]
    public async Task A_value_that_a_spreadsheet_would_run_is_made_text()
    {
        var job = await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Path, Roster.Csv(Header, ["=1+1,a,b,OPD-01,III/a,c,"])));

        (await RejectionsAsync(job)).ShouldBe([(2, "\"'=1+1\"", "malformed_nip")]);
    }

    [Fact]
    public async Task Who_is_marked_as_left_can_have_no_seat_and_comes_back_with_their_history()
    {
        var employee = (await RegisteredAsync(1)).Single();
        var offering = await OfferingAsync(5);
        var leaving = Roster.Csv($"{Header},left_at", [$"{employee},2020-05-31"]);

        var left = await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Path, leaving));
        var again = await CompletedAsync(await UploadAsync(Service.AsHrSystem(), $"{Path}?mode=change", leaving));
        var nominated = await NominateAsync(offering, [employee]);
        using var self = await Service.AsLearner(employee.Nip).PostAsync($"/api/enrolment/offerings/{offering}/enrolments", null);
        var back = await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Path, Roster.RegisterCsv([employee with { AgencyCode = "OPD-03" }])));

        left.OutcomesShouldBe(("left", 1));
        again.OutcomesShouldBe(("unchanged", 1));
        nominated.OutcomesShouldBe(("left_service", 1));
        (await ProblemAsync(self, System.Net.HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:left-service");
        back.OutcomesShouldBe(("returned", 1));
        var postings = (await HistoryAsync(employee)).GetProperty("postings").EnumerateArray().ToArray();
        postings.Select(p => p.GetProperty("agencyCode").GetString()).ShouldBe(["OPD-01", "OPD-03"]);
        postings[1].GetProperty("to").ValueKind.ShouldBe(JsonValueKind.Null);
        (await NominateAsync(offering, [employee])).OutcomesShouldBe(("confirmed", 1));
    }

    [Fact]
    public async Task Each_move_and_promotion_is_kept_and_what_says_nothing_new_is_not()
    {
        var employee = (await RegisteredAsync(2)).First(e => e.Rank == "III/a");
        RosterEmployee[] states =
        [
            employee with { AgencyCode = "OPD-03" }, employee with { AgencyCode = "OPD-03", Name = "Nama Baru" },
            employee with { AgencyCode = "OPD-03", Rank = "III/b", Name = "Nama Baru" }, employee with { AgencyCode = "OPD-02", Rank = "III/b", Position = "Pengawas" },
        ];
        var outcomes = new List<string>();
        foreach (var state in states)
            outcomes.Add((await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Path, Roster.RegisterCsv([state])))).Outcomes.Single().Key);

        outcomes.ShouldBe(["moved", "updated", "updated", "moved"]);
        var history = await HistoryAsync(employee);
        history.GetProperty("leftAt").ValueKind.ShouldBe(JsonValueKind.Null);
        history.GetProperty("postings").EnumerateArray()
            .Select(p => $"{p.GetProperty("agencyCode")} {p.GetProperty("rank")} {p.GetProperty("position")} {p.GetProperty("agencyName")}")
            .ShouldBe(
            [
                "OPD-01 III/a Pelaksana Badan Kepegawaian Daerah", "OPD-03 III/a Pelaksana Dinas Kesehatan",
                "OPD-03 III/b Pelaksana Dinas Kesehatan", "OPD-02 III/b Pengawas Dinas Pendidikan",
            ]);
        using var others = await Service.AsAgencyAdmin("OPD-01").GetAsync($"/api/enrolment/employees/{employee.Nip}/history");
        await ProblemAsync(others, System.Net.HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("31-05-2020")]
    [InlineData("2020-02-30")]
    [InlineData("yes")]
    [InlineData("2999-01-01")]
    [InlineData("1900-01-01")]
    public async Task A_day_of_leaving_that_cannot_be_is_rejected(string leftAt)
    {
        var employee = (await RegisteredAsync(1)).Single();

        var job = await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Path, Roster.Csv($"{Header},left_at", [$"{employee},{leftAt}"])));

        job.OutcomesShouldBe(("bad_left_at", 1));
        (await RejectionsAsync(job)).ShouldBe([(2, employee.Nip, "bad_left_at")]);
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE nip = $1 AND left_at IS NULL", employee.Nip)).ShouldBe(1);
    }

    [Theory]
    [InlineData("everything")]
    [InlineData("Full")]
    [InlineData("")]
    public async Task A_mode_that_is_none_is_refused(string mode)
    {
        using var response = await Service.AsHrSystem().PostAsync($"{Path}?mode={mode}", Csv(Roster.RegisterCsv(Roster.Take(1))));

        (await ProblemAsync(response, System.Net.HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("mode", out _).ShouldBeTrue();
    }

    private Task<JsonElement> HistoryAsync(RosterEmployee employee) =>
        Service.AsHrSystem().GetFromJsonAsync<JsonElement>($"/api/enrolment/employees/{employee.Nip}/history");
}
