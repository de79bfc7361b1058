using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Contracts.Enrolment;
using MiniExcelLibs;
using static Bpsdm.Testing.Programs;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>The report on an offering, as JSON, in a workbook and on paper.</summary>
[Collection(DeliveryCollection.Name)]
public sealed class ReportTests(DeliveryFixture service)
{
    [Fact]
    public async Task It_counts_what_happened_altogether_and_by_agency()
    {
        var run = await TaughtAsync();
        var report = await ReportAsync(run);
        Text(report, "status").ShouldBe("closed");
        var participants = report.GetProperty("participants");
        Numbers(participants, "registered", "completed", "failed", "inProgress", "withdrawn").ShouldBe([8, 5, 3, 0, 1]);
        participants.GetProperty("passRate").GetDecimal().ShouldBe(62.5m);

        // Six of eight in one session of three.
        report.GetProperty("attendancePercent").GetDecimal().ShouldBe(25);
        report.GetProperty("sessions").EnumerateArray().Select(s => (s.GetProperty("attended").GetInt32(), s.GetProperty("percent").GetDecimal()))
            .ShouldBe([(6, 75m), (0, 0m), (0, 0m)]);
        report.GetProperty("modules").EnumerateArray().Select(m => m.GetProperty("done").GetInt32()).ShouldBe([5, 5]);

        var scores = report.GetProperty("scores");
        scores.GetProperty("preTest").ValueKind.ShouldBe(JsonValueKind.Null);
        var post = scores.GetProperty("postTest");
        Numbers(post, "tested", "lowest", "highest").ShouldBe([6, 50, 100]);
        post.GetProperty("mean").GetDecimal().ShouldBe(91.7m);
        post.GetProperty("median").GetDecimal().ShouldBe(100);
        post.GetProperty("distribution").EnumerateArray().Select(n => n.GetInt32()).ShouldBe([0, 0, 0, 0, 0, 1, 0, 0, 0, 5]);

        report.GetProperty("evaluation").GetProperty("sections").EnumerateArray().Select(s => (Text(s, "section"), s.GetProperty("mean").GetDecimal()))
            .ShouldBe([("programme", 4m), ("instructors", 4m), ("organisation", 4m)]);

        var agencies = report.GetProperty("agencies").EnumerateArray().ToArray();
        agencies.Select(a => Text(a, "code")).ShouldBe(["OPD-07", "OPD-24"]);
        Numbers(agencies[0], "registered", "completed", "failed").ShouldBe([4, 4, 0]);
        Numbers(agencies[1], "registered", "completed", "failed").ShouldBe([4, 1, 3]);
        agencies[1].GetProperty("passRate").GetDecimal().ShouldBe(25);
        agencies[1].GetProperty("meanScore").GetDecimal().ShouldBe(75);
    }

    [Fact]
    public async Task The_workbook_holds_the_same_numbers_and_no_formula()
    {
        var run = await TaughtAsync();
        using var staff = service.AsTrainingAdmin();
        using var response = await staff.GetAsync($"{run.At}/report?format=xlsx");
        response.Content.Headers.ContentDisposition?.FileNameStar.ShouldBe("laporan-EB-01-1-2026.xlsx");
        using var workbook = new MemoryStream(await response.Content.ReadAsByteArrayAsync());
        workbook.GetSheetNames().ShouldBe(["Ringkasan", "Perangkat daerah", "Sesi", "Modul mandiri", "Nilai", "Evaluasi", "Pendapat"]);
        Rows("Perangkat daerah").Select(r => (r["Kode"], r["Peserta"], r["Lulus"])).ShouldBe([("OPD-07", 4d, 4d), ("OPD-24", 4d, 1d)]);
        Rows("Ringkasan").Single(r => r["Keterangan"] is "Tingkat kelulusan (%)")["Nilai"].ShouldBe(62.5);
        Rows("Pendapat").Select(r => r["Jawaban"]).ShouldAllBe(text => (string)text! == "'=1+1");

        List<IDictionary<string, object?>> Rows(string sheet)
        {
            workbook.Position = 0;
            return [.. workbook.Query(useHeaderRow: true, sheetName: sheet).Cast<IDictionary<string, object?>>()];
        }
    }

    [Fact]
    public async Task The_paper_can_be_searched_and_printed_anywhere()
    {
        var run = await TaughtAsync();
        using var staff = service.AsTrainingAdmin();
        staff.DefaultRequestHeaders.Accept.ParseAdd("application/pdf");
        var pdf = await staff.GetByteArrayAsync($"{run.At}/report");
        await File.WriteAllBytesAsync("/tmp/report.pdf", pdf); // TEMP
        (await RunOnAsync(pdf, "pdfinfo")).ShouldContain("(A4)");
        var text = await TextOfAsync(pdf);
        foreach (var said in (string[])["Laporan Penutupan Pelatihan", "e-Bimtek Pengelolaan Kinerja", "62,5%", "Dinas Pendidikan", "Pengajar: 4", "1. Sesi berjalan"])
            text.ShouldContain(said);
        // Columns of pdffonts: name, type, encoding, emb, sub, uni, object.
        (await RunOnAsync(pdf, "pdffonts")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2)
            .ShouldAllBe(line => line.Contains(" yes ", StringComparison.Ordinal) && !line.Contains(" no ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("?format=docx", "", HttpStatusCode.BadRequest, "json, xlsx, pdf")]
    [InlineData("", "text/html", HttpStatusCode.NotAcceptable, "application/pdf")]
    public async Task Another_form_is_refused_with_those_that_there_are(string query, string accept, HttpStatusCode status, string naming)
    {
        var run = await service.StartRunAsync();
        using var staff = service.AsTrainingAdmin();
        if (accept.Length > 0) staff.DefaultRequestHeaders.Accept.ParseAdd(accept);
        using var response = await staff.GetAsync($"{run.At}/report{query}");
        await response.ShouldBeProblemAsync(status, naming);
    }

    [Fact]
    public async Task Before_anybody_has_done_anything_it_says_that_it_is_not_final()
    {
        var run = await service.StartRunAsync(participants: 0, withTest: false);
        var report = await ReportAsync(run);
        Text(report, "status").ShouldBe("running");
        report.GetProperty("participants").GetProperty("passRate").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("scores").GetProperty("postTest").ValueKind.ShouldBe(JsonValueKind.Null);
        using var staff = service.AsTrainingAdmin();
        (await TextOfAsync(await staff.GetByteArrayAsync($"{run.At}/report?format=pdf"))).ShouldContain("Laporan Sementara Pelatihan");
        (await staff.GetAsync($"{run.At}/report?format=xlsx")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_a_cancelled_offering_it_tells_who_had_a_seat()
    {
        var run = await service.StartRunAsync(participants: 3);
        await service.TellAsync(run.Cancelled());
        await service.TellAsync(run.Withdrawn("offering-cancelled", run.Participants));
        var report = await ReportAsync(run);
        Text(report, "status").ShouldBe("cancelled");
        Numbers(report.GetProperty("participants"), "registered", "inProgress", "withdrawn").ShouldBe([3, 3, 0]);
    }

    /// <summary>
    /// Nine of two agencies: five pass, a sixth scores 50 and fails, two do nothing, the ninth leaves. Five hand an evaluation in, with
    /// a text that a spreadsheet would take for a formula.
    /// </summary>
    private async Task<Run> TaughtAsync()
    {
        var run = await service.StartRunAsync(DeliveryFixture.Offering(maxAttempts: 1), participants: 0);
        ConfirmedParticipant[] people = [.. Enumerable.Range(0, 9).Select(_ => DeliveryFixture.Participant())];
        for (var i = 4; i < 9; i++) people[i] = people[i] with { Person = people[i].Person with { AgencyCode = "OPD-24", AgencyName = "Dinas Pendidikan" } };
        await service.TellAsync(run.Confirmed with { Participants = people });
        await service.TellAsync(run.Withdrawn("withdrawn", [people[8]]));
        for (var i = 0; i < 6; i++)
        {
            using var learner = service.AsLearner(people[i].Person.Nip);
            await run.CheckInAsync(learner);
            if (i < 5)
            {
                await run.AdvanceAsync(learner, 0);
                await run.AdvanceAsync(learner, 2);
                using var handedIn = await learner.PutAsJsonAsync($"{run.At}/evaluation", EvaluationTests.Answers(4, "=1+1"));
                await Run.ReadAsync(handedIn);
            }
            await run.AttemptAsync(learner, 1, i < 5 ? 2 : 1);
        }
        using var admin = service.AsTrainingAdmin();
        await run.CloseAsync(admin);
        return run;
    }

    private async Task<JsonElement> ReportAsync(Run run)
    {
        using var staff = service.AsTrainingAdmin();
        return await staff.GetFromJsonAsync<JsonElement>($"{run.At}/report");
    }

    private static Task<string> TextOfAsync(byte[] pdf) => RunOnAsync(pdf, "sh", "-c", "pdftotext -layout \"$0\" -");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static decimal[] Numbers(JsonElement json, params string[] names) => [.. names.Select(n => json.GetProperty(n).GetDecimal())];
}
