using Bpsdm.Contracts;
using Bpsdm.Contracts.Enrolment;

namespace Bpsdm.Enrolment.Tests;

public sealed class NominationTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    [Fact]
    public async Task Nominated_employees_get_a_seat_and_each_is_told_once()
    {
        var employees = await RegisteredAsync(1_234);
        var offering = await OfferingAsync(2_000);

        var job = await NominateAsync(offering, employees);

        job.Kind.ShouldBe("nominations");
        job.OfferingId.ShouldBe(offering);
        job.OutcomesShouldBe(("confirmed", 1_234));
        (await SeatsTakenAsync(offering)).ShouldBe(1_234);
        var facts = await FactsAsync(offering, 1_234);
        facts.Length.ShouldBe(1_234);
        facts.Select(f => f.FactId).Distinct().Count().ShouldBe(1_234);
        facts.Select(f => f.ParticipantId).Distinct().Count().ShouldBe(1_234);
        facts.Select(f => f.Person.Nip).Order().ShouldBe(employees.Select(e => e.Nip).Order());
        Service.Broker.Received<EnrolmentConfirmed>().ShouldAllBe(m => m.Participants.Count <= Contract.MaxFacts);
        (await Service.CountAsync("SELECT count(*) FROM import_chunks WHERE job_id = $1", job.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task A_fact_carries_the_person_as_the_register_knows_them()
    {
        var employee = (await RegisteredAsync(1, "OPD-03")).Single();
        var offering = await OfferingAsync(1);

        await NominateAsync(offering, [employee]);

        var person = (await FactsAsync(offering, 1)).Single().Person;
        person.ShouldBe(new Person(
            employee.Nip, employee.Name, "Jakarta", DateOnly.ParseExact(employee.Nip[..8], "yyyyMMdd"),
            employee.Rank, "Pelaksana", "OPD-03", "Dinas Kesehatan"));
    }

    [Fact]
    public async Task Every_outcome_is_counted_and_every_rejected_row_has_its_line_and_reason()
    {
        var free = await RegisteredAsync(3);
        var teacher = (await RegisteredAsync(1, "OPD-02", "education-teacher")).Single();
        var covid = (await RegisteredAsync(1, "OPD-03", "covid-response")).Single();
        var unknown = Roster.Take(1).Single();
        var offering = await OfferingAsync(2);

        var job = await CompletedAsync(await UploadAsync(Service.AsTrainingAdmin(), Nominations(offering), Roster.Csv("nip",
            [free[0].Nip, teacher.Nip, "not-a-nip", covid.Nip, unknown.Nip, free[0].Nip, free[1].Nip, free[2].Nip, $"{free[2].Nip},x"])));

        job.OutcomesShouldBe(("confirmed", 2), ("education_teacher", 1), ("malformed_nip", 1), ("covid_response", 1), ("unknown_nip", 1), ("duplicate_in_file", 1), ("waitlisted", 1), ("malformed_row", 1));
        job.RejectedRows.ShouldBe(6);
        (await RejectionsAsync(job)).ShouldBe(
        [
            (3, teacher.Nip, "education_teacher"), (4, "not-a-nip", "malformed_nip"), (5, covid.Nip, "covid_response"),
            (6, unknown.Nip, "unknown_nip"), (7, free[0].Nip, "duplicate_in_file"), (10, free[2].Nip, "malformed_row"),
        ]);
        (await FactsAsync(offering, 2)).Select(f => f.Person.Nip).ShouldBe([free[0].Nip, free[1].Nip]);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_tells_nothing()
    {
        var employees = await RegisteredAsync(700);
        var offering = await OfferingAsync(1_000);
        await NominateAsync(offering, employees);
        await FactsAsync(offering, 700);

        var again = await NominateAsync(offering, employees);
        var late = await RegisteredAsync(1);
        await NominateAsync(offering, late);

        again.OutcomesShouldBe(("already_enrolled", 700));
        again.RejectedRows.ShouldBe(0);
        // The late one's fact comes after anything that the second upload would have published: one aggregate, one order.
        (await FactsAsync(offering, 701)).Length.ShouldBe(701);
        (await SeatsTakenAsync(offering)).ShouldBe(701);
    }

    [Fact]
    public async Task An_agencys_admin_nominates_only_the_agencys_employees()
    {
        var own = (await RegisteredAsync(1, "OPD-01")).Single();
        var other = (await RegisteredAsync(1, "OPD-03")).Single();
        var offering = await OfferingAsync(10);

        var job = await CompletedAsync(await UploadAsync(
            Service.AsAgencyAdmin("OPD-01"), Nominations(offering), Roster.NominationsCsv([other, own])));

        job.OutcomesShouldBe(("confirmed", 1), ("other_agency", 1));
        (await RejectionsAsync(job)).ShouldBe([(2, other.Nip, "other_agency")]);
    }

    [Fact]
    public async Task Overlapping_uploads_at_once_seat_nobody_twice_and_none_too_many()
    {
        var employees = await RegisteredAsync(3_000);
        var offering = await OfferingAsync(2_500);

        var uploads = await Task.WhenAll(
            UploadAsync(Service.AsTrainingAdmin(), Nominations(offering), Roster.NominationsCsv(employees[..2_000])),
            UploadAsync(Service.AsAgencyAdmin("OPD-01"), Nominations(offering), Roster.NominationsCsv(employees[1_000..])),
            UploadAsync(Service.AsTrainingAdmin(), Nominations(offering), Roster.NominationsCsv(employees.Reverse())));
        var jobs = new List<Job>();
        foreach (var upload in uploads) jobs.Add(await CompletedAsync(upload));

        jobs.Sum(j => j.Outcomes.GetValueOrDefault("confirmed")).ShouldBe(2_500);
        (await SeatsAsync(offering)).ShouldBe(2_500);
        (await SeatsTakenAsync(offering)).ShouldBe(2_500);
        var facts = await FactsAsync(offering, 2_500);
        facts.Length.ShouldBe(2_500);
        facts.Select(f => f.Person.Nip).Distinct().Count().ShouldBe(2_500);
    }
}
