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
        job.OutcomesShouldBe(("created", 2), ("updated", 1), ("unchanged", 3));
        var employee = await Service.AsHrSystem().GetFromJsonAsync<JsonElement>($"/api/enrolment/employees/{employees[0].Nip}");
        employee.GetProperty("position").GetString().ShouldBe("Pengawas");
        employee.GetProperty("agencyName").GetString().ShouldBe("Dinas Kesehatan");
        employee.GetProperty("staffGroup").GetString().ShouldBe("covid-response");
        employee.GetProperty("kind").GetString().ShouldBe("pns");
        employee.GetProperty("birthDate").GetString()!.Replace("-", "").ShouldBe(employees[0].Nip[..8]);
    }

    [Fact]
    public async Task The_good_rows_are_taken_and_each_broken_one_is_reported()
    {
        var e = Roster.Take(9);
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
}
