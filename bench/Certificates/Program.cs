using System.Diagnostics;
using System.Globalization;
using Bpsdm.CertificatesBench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"{e.Message}\nusage: {Options.Usage}");
    return 2;
}

await using var platform = await Platform.StartAsync();
await using var hr = await HrReader.StartAsync(platform.Broker);
Console.WriteLine($"{options.Participants:N0} completions a run, told in bulk events; times in seconds from the first publish on");
Console.WriteLine("run    certificates (x bare COPY)      HR exchange (x bare COPY)    bare COPY");
var lastRun = DateTimeOffset.MinValue;
var runs = new List<(double Certificates, double Hr, double Copy)>();
for (var run = 1; run <= options.Runs; run++)
{
    var messages = Completions.Of(options.Participants);
    lastRun = DateTimeOffset.UtcNow;
    var told = hr.HasAsync(run * options.Participants);
    var start = Stopwatch.GetTimestamp();
    var publishing = Parallel.ForEachAsync(
        messages, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (message, _) => await platform.Publisher.PublishAsync(message));
    await platform.IssuedAsync((long)run * options.Participants);
    var certificates = Stopwatch.GetElapsedTime(start).TotalSeconds;
    await publishing;
    var toldAt = await told;
    var copy = (await BareCopy.MeasureAsync(platform.Database, messages[0].Offering.OfferingId)).TotalSeconds;
    runs.Add((certificates, Stopwatch.GetElapsedTime(start, toldAt).TotalSeconds, copy));
    Print($"{run,3}", runs[^1]);
}
Print("median", (Median(runs.Select(r => r.Certificates)), Median(runs.Select(r => r.Hr)), Median(runs.Select(r => r.Copy))));

var expected = (long)options.Runs * options.Participants;
var issued = await platform.ScalarAsync<long>("SELECT count(*) FROM certificates");
var gaps = await platform.ScalarAsync<long>("SELECT max(sequence) - count(*) FROM certificates");
Console.WriteLine($"{issued:N0} certificates, {gaps} numbers missing; {hr.Received:N0} messages for {expected:N0} events at the HR exchange");

var webhooks = await WebhookRun.MeasureAsync(platform, lastRun, options.Participants);
Console.WriteLine($"webhooks: {webhooks.PerSecond:N0}/s to one receiver, while another, dead one cost {webhooks.DeadAttempts:N0} attempts");
var pdfs = await PdfRun.MeasureAsync(platform);
Console.WriteLine($"PDFs rendered, signed and noted on one core: {pdfs.PerSecond:N0}/s of {pdfs.Bytes / 1024:N0} KiB each");
return issued == expected && gaps == 0 ? 0 : 1;

void Print(string run, (double Certificates, double Hr, double Copy) t) => Console.WriteLine(
    $"{run,-6} {t.Certificates,6:F2}  {options.Participants / t.Certificates,7:N0}/s ({t.Certificates / t.Copy,5:F1}) {t.Hr,8:F2}  {options.Participants / t.Hr,7:N0}/s ({t.Hr / t.Copy,5:F1}) {t.Copy,9:F2}");

static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
