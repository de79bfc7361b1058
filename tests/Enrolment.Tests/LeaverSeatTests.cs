using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.Certification;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Testing;
using Npgsql;

namespace Bpsdm.Enrolment.Tests;

/// <summary>Whoever leaves the service, by a file of the register, leaves the offerings that have not ended.</summary>
public sealed class LeaverSeatTests(WaysFixture service) : WaysTest(service)
{
    private const string Imports = "/api/enrolment/employees/imports";
    private const string Why = "Berhenti dari dinas menurut data pegawai.";

    [Fact]
    public async Task A_leavers_row_ends_what_they_hold_and_the_wait_list_moves_up_once()
    {
        var people = await RegisteredAsync(4);
        var offering = await OpenAsync(Coming(2, new AgencyQuota("OPD-01", 2)));
        var entries = new List<Mine>();
        foreach (var person in people) entries.Add(await EnrolAsync(person.Nip, offering));

        await LeaveAsync(people[0], people[2]);
        await LeaveAsync(people[0], people[2]);

        (await StatusesAsync(entries)).ShouldBe(["withdrawn", "confirmed", "withdrawn", "offered"]);
        (await HistoryAsync(entries[0].Id)).Skip(1).ShouldBe([("withdrawn", "test-hr-system", Why)]);
        (await HistoryAsync(entries[2].Id)).Skip(1).ShouldBe([("withdrawn", "test-hr-system", Why)]);
        (await HistoryAsync(entries[3].Id))[^1].ShouldBe(
            ("offered", "system", "Naik dari daftar tunggu karena ada peserta yang berhenti dari dinas. Nomor antrean 2."));
        (await WithdrawnAsync(offering, 1)).Select(f => (f.ParticipantId, f.Nip, f.Reason)).ShouldBe([(entries[0].Id, people[0].Nip, "left-service")]);
        await InvariantsHoldAsync(offering);
    }

    [Fact]
    public async Task Pending_and_offered_seats_end_too_but_nothing_that_has_ended_or_was_completed()
    {
        var people = await RegisteredAsync(2);
        var (leaver, other) = (people[0], people[1]);
        var pending = await EnrolAsync(leaver.Nip, await OpenAsync(Coming(1) with { NeedsAgencyApproval = true }));
        var full = await OpenAsync(Coming(1));
        var seat = await EnrolAsync(other.Nip, full);
        var offered = await EnrolAsync(leaver.Nip, full);
        await TakesAsync(Service.AsLearner(other.Nip), seat.Id, "withdraw", new { reason = "Sakit." });
        var ended = await EnrolAsync(leaver.Nip, await OpenAsync(Scheduled(1, Now.AddHours(-1), Now.AddHours(1)) with { ScheduledAt = Now }));
        var completed = await EnrolAsync(leaver.Nip, await OpenAsync(Coming(1)));
        await CompleteAsync(completed.OfferingId, leaver.Nip);
        (await StatusesAsync([pending, offered, ended, completed])).ShouldBe(["pending-approval", "offered", "confirmed", "confirmed"]);

        await LeaveAsync(leaver);

        (await StatusesAsync([pending, offered, ended, completed])).ShouldBe(["withdrawn", "withdrawn", "confirmed", "confirmed"]);
        foreach (var entry in (Mine[])[pending, offered, ended, completed]) await InvariantsHoldAsync(entry.OfferingId);
        Service.Broker.Received<EnrolmentWithdrawn>().SelectMany(m => m.Participants).Where(p => p.Nip == leaver.Nip).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_missing_in_a_full_file_leaves_many_offerings_though_the_step_was_killed()
    {
        var people = await RegisteredAsync(12);
        var leavers = people[..6];
        var offerings = new List<Guid>();
        foreach (var _ in Enumerable.Range(0, 3)) offerings.Add(await OpenAsync(Coming(8)));
        foreach (var offering in offerings) (await NominateAsync(offering, people)).OutcomesShouldBe(("confirmed", 8), ("waitlisted", 4));
        // By the clock, which stands still, this file has to be the newest.
        Clock.Advance(TimeSpan.FromSeconds(1));
        var file = Roster.RegisterCsv((await ServingAsync()).ExceptBy(leavers.Select(l => l.Nip), e => e.Nip));
        Job job;
        await using (var connection = await Service.Database.OpenConnectionAsync())
        {
            // Whoever holds an offering stops the step between the register and the seats.
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var command = new NpgsqlCommand("SELECT 1 FROM offerings WHERE id = $1 FOR UPDATE", connection) { Parameters = { new() { Value = offerings[1] } } })
                await command.ExecuteNonQueryAsync();
            job = await UploadAsync(Service.AsHrSystem(), $"{Imports}?mode=full", file);
            await Eventually.SeeAsync(() => Service.CountAsync($"SELECT count(*) {Waiting}"), waiting => waiting == 1);
            (await Service.CountAsync($"SELECT count(pg_terminate_backend(pid)) {Waiting}")).ShouldBe(1);
            await Eventually.SeeAsync(
                () =>
                {
                    // The worker tries again after a while, by the clock.
                    Clock.Advance(TimeSpan.FromSeconds(1));
                    return Service.CountAsync($"SELECT count(*) {Waiting}");
                },
                waiting => waiting == 1);
        }

        (await CompletedAsync(job)).Outcomes["left"].ShouldBe(6);

        foreach (var offering in offerings)
        {
            (await CountAsync(offering, "confirmed")).ShouldBe(2);
            (await CountAsync(offering, "withdrawn")).ShouldBe(6);
            (await CountAsync(offering, "offered")).ShouldBe(4);
            var facts = await WithdrawnAsync(offering, 6);
            facts.Select(f => f.Nip).Order().ShouldBe(leavers.Select(l => l.Nip).Order());
            facts.ShouldAllBe(f => f.Reason == "left-service");
            facts.Select(f => f.FactId).ShouldBeUnique();
            await InvariantsHoldAsync(offering);
        }
    }

    [Fact]
    public async Task Who_withdraws_at_the_same_moment_leaves_once()
    {
        var people = await RegisteredAsync(20);
        var offering = await OpenAsync(Coming(20));
        var entries = new List<Mine>();
        foreach (var person in people) entries.Add(await EnrolAsync(person.Nip, offering));

        var file = LeaveAsync(people);
        await Task.WhenAll(entries.Zip(people).Select(async e =>
        {
            using var response = await StepAsync(Service.AsLearner(e.Second.Nip), e.First.Id, "withdraw", new { reason = "Pensiun." });
            ((int)response.StatusCode).ShouldBeOneOf(200, 409);
        }));
        await file;

        (await WithdrawnAsync(offering, 20)).Select(f => f.ParticipantId).Order().ShouldBe(entries.Select(e => e.Id).Order());
        (await Service.CountAsync(
            "SELECT count(*) FROM enrolment_history h JOIN enrolments e ON e.id = h.enrolment_id WHERE e.offering_id = $1 AND h.status = 'withdrawn'", offering)).ShouldBe(20);
        await InvariantsHoldAsync(offering);
    }

    private const string Waiting =
        "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM offerings WHERE id = ANY%'";

    private async Task LeaveAsync(params RosterEmployee[] leavers)
    {
        var file = Roster.Csv("nip,name,birth_place,agency_code,rank,position,staff_group,left_at", leavers.Select(e => $"{e},{DateTimeOffset.UtcNow.AddDays(-1):yyyy-MM-dd}"));
        await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Imports, file));
    }

    private async Task<string[]> StatusesAsync(IEnumerable<Mine> entries)
    {
        var statuses = new List<string>();
        foreach (var entry in entries) statuses.Add((await HistoryAsync(entry.Id))[^1].Status);
        return [.. statuses];
    }

    private Task<long> CountAsync(Guid offering, string status) =>
        Service.CountAsync("SELECT count(*) FROM enrolments WHERE offering_id = $1 AND status = $2", offering, status);

    private async Task CompleteAsync(Guid offering, string nip)
    {
        await Service.Broker.PublishAsync(new CertificateIssued
        {
            OfferingId = offering,
            Certificates =
            [
                new(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), nip, "OPD-01", "sertifikat", "1", 4, Now, Now),
            ],
        });
        await Eventually.SeeAsync(() => Service.CountAsync("SELECT count(*) FROM completions WHERE nip = $1 AND offering_id = $2", nip, offering), n => n == 1);
    }

    /// <summary>All who serve, also those of the other tests: a full file that is about this test's people alone.</summary>
    private async Task<List<RosterEmployee>> ServingAsync()
    {
        await using var command = Service.Database.CreateCommand(
            "SELECT nip, name, COALESCE(birth_place, ''), agency_code, rank, position, COALESCE(staff_group, '') FROM employees WHERE left_at IS NULL");
        await using var reader = await command.ExecuteReaderAsync();
        var serving = new List<RosterEmployee>();
        while (await reader.ReadAsync())
            serving.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6)));
        return serving;
    }
}
