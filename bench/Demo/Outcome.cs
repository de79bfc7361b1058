using System.Globalization;

namespace Bpsdm.Demo;

/// <summary>The far end: certificates, their public verification, and the feed that HR reads.</summary>
internal sealed class Outcome(PlatformApi api, Offering offering)
{
    public async Task CertifiedAsync(int expected, IProgress<double> bar)
    {
        var admin = await api.ServiceTokenAsync("training-admin");
        await Wait.UntilAsync($"{expected} certificates are issued", async () =>
        {
            var summary = await api.TryGetAsync<CertificationSummary>($"/api/certification/offerings/{offering.Id}/summary", admin);
            bar.Report(summary?.Issued ?? 0);
            return summary?.Issued >= expected;
        });
    }

    public async Task<int> IssuedAsync() =>
        (await api.GetAsync<CertificationSummary>($"/api/certification/offerings/{offering.Id}/summary", await api.ServiceTokenAsync("training-admin"))).Issued;

    /// <summary>Reads the feed from its beginning to its end, as an HR system does that starts anew.</summary>
    public Task<List<HrCompletion>> ReadFeedAsync(IProgress<double> bar) => ReadFeedAsync(api, all => bar.Report(all.Count(IsOurs)));

    /// <summary>The same for all offerings.</summary>
    public static async Task<List<HrCompletion>> ReadFeedAsync(PlatformApi api, Action<List<HrCompletion>>? read = null)
    {
        var hr = await api.ServiceTokenAsync("hr-system");
        var all = new List<HrCompletion>();
        string? cursor = null;
        while (true)
        {
            var page = await api.GetAsync<Page<HrCompletion>>($"/api/hr/completions?limit=1000{(cursor is null ? "" : $"&after={Uri.EscapeDataString(cursor)}")}", hr);
            if (page.Items.Length == 0) return all;
            all.AddRange(page.Items);
            read?.Invoke(all);
            cursor = page.Next;
        }
    }

    public bool IsOurs(HrCompletion completion) =>
        completion.Course is { } course && course.Angkatan == offering.Angkatan && course.Year == offering.Year && course.Code == "EBIMTEK-2020-01";

    /// <summary>Learning hours (JP) that the province's employees have earned this year, by Enrolment's account of the certificates.</summary>
    public async Task<long> EarnedJpAsync() =>
        (await api.GetAsync<JpProvince>("/api/enrolment/jp/province", await api.ServiceTokenAsync("hr-system"))).Summary.Jp;

    /// <summary>Waits until the certificates are credited to their holders.</summary>
    public Task CreditedAsync(long before, int certificates, IProgress<double> bar) => Wait.UntilAsync($"{certificates} certificates are credited", async () =>
    {
        var credited = (double)(await EarnedJpAsync() - before) / offering.Jp;
        bar.Report(credited);
        return credited >= certificates;
    });

    /// <summary>
    /// Looks certificates up on the public page, as anybody would who was shown one. The gateway lets one address ask a thousand
    /// times a second; whoever is told to wait asks again.
    /// </summary>
    public async Task<int> VerifyAsync(IEnumerable<HrCompletion> completions, int parallel, IProgress<double> bar)
    {
        var valid = 0;
        await Parallel.ForEachAsync(completions, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (completion, _) =>
        {
            var seen = await api.GetAsync<Verification>(new Uri(completion.Certificate.VerificationUrl).AbsolutePath, null);
            if (seen.Status == "valid" && seen.Number == completion.Certificate.Number && seen.Nip == completion.Person.Nip && seen.Name == completion.Person.Name)
                bar.Report(Interlocked.Increment(ref valid));
        });
        return valid;
    }

    /// <summary>Numbers that are missing in each series (kind and year) of the feed, from 1 to its highest.</summary>
    public static int MissingNumbers(IEnumerable<HrCompletion> completions) => completions
        .GroupBy(c => c.Certificate.Number[c.Certificate.Number.IndexOf('/', StringComparison.Ordinal)..], StringComparer.Ordinal)
        .Sum(series =>
        {
            var numbers = series.Select(c => int.Parse(c.Certificate.Number.Split('/')[0], CultureInfo.InvariantCulture)).ToHashSet();
            return numbers.Max() - numbers.Count;
        });
}
