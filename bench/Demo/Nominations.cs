using System.Net;
using System.Text;

namespace Bpsdm.Demo;

/// <summary>HR sends the register, the training agency uploads everybody's nomination; Enrolment says who got a seat and why the others did not.</summary>
internal sealed class Nominations(PlatformApi api, IReadOnlyList<RosterEmployee> roster)
{
    public async Task<ImportJob> RegisterAsync(IProgress<double> bar)
    {
        // The agencies travel from Catalogue to Enrolment as events; a register that came before them would be refused row by row.
        var hr = await api.ServiceTokenAsync("hr-system");
        var csv = Encoding.UTF8.GetBytes(Roster.RegisterCsv(roster));
        var job = await api.PostCsvAsync<ImportJob>("/api/enrolment/employees/imports", hr, csv, Guid.CreateVersion7());
        return await FollowAsync(job, hr, bar);
    }

    public async Task<ImportJob> NominateAsync(Guid offeringId, IProgress<double> bar)
    {
        var admin = await api.ServiceTokenAsync("training-admin");
        await Wait.UntilAsync("Enrolment knows the offering", async () =>
            await api.TryGetAsync<OfferingSeats>($"/api/enrolment/offerings/{offeringId}", admin) is not null);
        var csv = Encoding.UTF8.GetBytes(Roster.NominationsCsv(roster));
        var job = await api.PostCsvAsync<ImportJob>($"/api/enrolment/offerings/{offeringId}/nominations", admin, csv, Guid.CreateVersion7());
        return await FollowAsync(job, admin, bar);
    }

    public async Task<Dictionary<string, int>> RejectionsAsync(ImportJob job)
    {
        var csv = await api.GetTextAsync($"/api/enrolment/imports/{job.Id}/rejections", await api.ServiceTokenAsync("training-admin"));
        return csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(',')[2])
            .GroupBy(code => code, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    }

    public async Task<OfferingSeats> SeatsAsync(Guid offeringId) =>
        await api.GetAsync<OfferingSeats>($"/api/enrolment/offerings/{offeringId}", await api.ServiceTokenAsync("training-admin"));

    private async Task<ImportJob> FollowAsync(ImportJob job, string token, IProgress<double> bar)
    {
        await Wait.UntilAsync($"import {job.Id} ends", async () =>
        {
            job = await api.GetAsync<ImportJob>($"/api/enrolment/imports/{job.Id}", token);
            bar.Report(job.ProcessedRows);
            return job.Status is "completed" or "failed";
        });
        if (job.Status == "failed") throw new DemoException(HttpStatusCode.OK, $"Import {job.Id} failed.");
        return job;
    }
}
