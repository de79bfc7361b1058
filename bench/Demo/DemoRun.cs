using System.Globalization;
using Spectre.Console;

namespace Bpsdm.Demo;

/// <summary>The main job, from the need to the HR feed, and whether everything adds up.</summary>
internal sealed class DemoRun(PlatformApi api, DemoOptions options)
{
    public async Task<bool> RunAsync()
    {
        var roster = Roster.WithEligible(options.Participants).ToList();
        var eligible = roster.Where(e => e.Eligible).ToList();
        var passing = eligible.Where(Participation.Passes).ToList();
        var books = new Reconciliation();
        Stages stages = null!;

        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                stages = new Stages(progress);
                await RunStagesAsync(stages, books, roster, eligible, passing);
            });

        var table = new Table().Title("Stages").AddColumn("stage").AddColumn("count", c => c.RightAligned())
            .AddColumn("seconds", c => c.RightAligned()).AddColumn("per second", c => c.RightAligned());
        foreach (var row in stages.Rows)
            table.AddRow(Markup.Escape(row.Name), $"{row.Count:N0}", $"{row.Elapsed.TotalSeconds:N1}", $"{row.PerSecond:N0}");
        AnsiConsole.Write(table);
        if (Memory.Read(options.StateFolder) is { } memory) AnsiConsole.Write(memory);
        AnsiConsole.Write(books.ToTable());
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{api.Retries:N0} requests were sent again.");
        AnsiConsole.MarkupLine(books.Holds ? "[green]Everything adds up.[/]" : "[red]It does not add up.[/]");
        return books.Holds;
    }

    private async Task RunStagesAsync(
        Stages stages, Reconciliation books, List<RosterEmployee> roster, List<RosterEmployee> eligible, List<RosterEmployee> passing)
    {
        var preparation = new Preparation(api);
        var offering = await stages.RunAsync("need, programme, design, verdict, offering", 1, async _ =>
        {
            var scheduled = await preparation.PublishAsync(eligible.Count, TimeProvider.System);
            await preparation.WritePostTestAsync(scheduled.Id);
            return scheduled;
        });

        var nominations = new Nominations(api, roster);
        var register = await stages.RunAsync("register of employees", roster.Count, nominations.RegisterAsync);
        books.Equal("rows of the register that were refused", register.RejectedRows, 0);

        var nominated = await stages.RunAsync("nominations", roster.Count, bar => nominations.NominateAsync(offering.Id, bar));
        var participation = new Participation(api, offering, options.Parallel);
        await stages.RunAsync("seats in SessionDelivery", eligible.Count, bar => participation.SeatedAsync(eligible.Count, bar));
        var again = await stages.RunAsync("the same nominations again", roster.Count, bar => nominations.NominateAsync(offering.Id, bar));

        var rejections = await nominations.RejectionsAsync(nominated);
        books.Equal("nominations confirmed = eligible employees", nominated.Outcomes.GetValueOrDefault("confirmed"), eligible.Count);
        books.Equal("refused as teachers = teachers in the roster", rejections.GetValueOrDefault("education_teacher"), roster.Count(e => e.Group == StaffGroup.EducationTeacher));
        books.Equal("refused as on COVID response = such staff in the roster", rejections.GetValueOrDefault("covid_response"), roster.Count(e => e.Group == StaffGroup.CovidResponse));
        books.Equal("confirmed by the same file again", again.Outcomes.GetValueOrDefault("confirmed"), 0);
        books.Equal("seats taken in Enrolment = confirmed", (await nominations.SeatsAsync(offering.Id)).SeatsTaken, eligible.Count);

        using var ways = await HrWays.OpenAsync(api, options.Broker);
        var outcome = new Outcome(api, offering);
        var jpBefore = await outcome.EarnedJpAsync();
        await stages.RunAsync("participants attend, work, take the test", eligible.Count, bar => participation.RunAsync(eligible, bar));
        await stages.RunAsync("certificates", passing.Count, bar => outcome.CertifiedAsync(passing.Count, bar));
        await stages.RunAsync("JP account", passing.Count, bar => outcome.CreditedAsync(jpBefore, passing.Count, bar));
        var feed = await stages.RunAsync("HR feed, read to its end", passing.Count, outcome.ReadFeedAsync);

        var summary = await participation.SummaryAsync();
        books.Equal("seats in SessionDelivery = seats in Enrolment", summary.Seats, eligible.Count);
        books.Equal("completed = participants who answered rightly", summary.Completed, passing.Count);
        books.Equal("failed = participants who did not", summary.Failed, eligible.Count - passing.Count);
        books.Equal("still in progress", summary.InProgress, 0);
        books.Equal("certificates = completed", await outcome.IssuedAsync(), passing.Count);

        var ours = feed.Where(outcome.IsOurs).ToList();
        books.Equal("completions in the feed = certificates", ours.Count, passing.Count);
        books.Equal("people in the feed who should be there", ours.Select(c => c.Person.Nip).Intersect(passing.Select(p => p.Nip), StringComparer.Ordinal).Count(), passing.Count);
        books.Equal("ids in the feed that occur twice", feed.Count - feed.DistinctBy(c => c.Id).Count(), 0);
        books.Equal("certificate numbers that occur twice", feed.Count - feed.DistinctBy(c => c.Certificate.Number, StringComparer.Ordinal).Count(), 0);
        books.Equal("numbers missing in the series", Outcome.MissingNumbers(feed), 0);

        books.Equal("JP earned by the province = certificates x JP", await outcome.EarnedJpAsync() - jpBefore, (long)passing.Count * offering.Jp);

        books.Equal("certificates that verify on the public page", await stages.RunAsync("verification of all", ours.Count, bar => outcome.VerifyAsync(ours, options.Parallel, bar)), passing.Count);
        var drawn = ours.Shuffle().Take(Documents.Drawn).ToList();
        books.Equal("PDFs drawn at random that are right", await stages.RunAsync("PDFs, by pdfsig, pdftotext and zbarimg", drawn.Count, bar => new Documents(api).CheckAsync(drawn, bar)), drawn.Count);
        await CompareWaysAsync(stages, books, ways, ours);
    }

    /// <summary>The same facts by every way: nothing too little, nothing too much.</summary>
    private static async Task CompareWaysAsync(Stages stages, Reconciliation books, HrWays ways, List<HrCompletion> ours)
    {
        var feed = await ways.FeedAsync();
        var broker = await stages.RunAsync("broker, read as the user of HR systems", feed.Count, bar => ways.BrokerAsync(feed.Count, bar));
        var webhook = await stages.RunAsync("webhooks, taken by a receiver", feed.Count, bar => ways.WebhookAsync(feed.Count, bar));
        books.Equal("completions since the start of the demo that are ours", feed.Intersect(ours.Select(c => c.Id)).Count(), ours.Count);
        books.Equal("ids on the broker and in the feed", broker.Intersect(feed).Count(), feed.Count);
        books.Equal("ids on the broker that are not in the feed", broker.Except(feed).Count(), 0);
        books.Equal("ids by webhook and in the feed", webhook.Intersect(feed).Count(), feed.Count);
        books.Equal("ids by webhook that are not in the feed", webhook.Except(feed).Count(), 0);
        books.Equal("webhooks whose signature was wrong", ways.Forged, 0);
    }
}
