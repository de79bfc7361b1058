namespace Bpsdm.Demo;

/// <summary>Each participant, with a token of their own: is present, works through the module, takes the post-test.</summary>
internal sealed class Participation(PlatformApi api, Offering offering, int parallel)
{
    /// <summary>One in twenty does not pass, in both attempts.</summary>
    public static bool Passes(RosterEmployee employee) => employee.Index % 20 != 7;

    /// <summary>How somebody with this token works through a self-paced module. Default: they say that they are through.</summary>
    public Func<string, OfferingModule, Task>? Learn { get; init; }

    public async Task RunAsync(IReadOnlyList<RosterEmployee> participants, IProgress<double> bar)
    {
        var done = 0;
        await Parallel.ForEachAsync(participants, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (employee, _) =>
        {
            await TakePartAsync(employee);
            bar.Report(Interlocked.Increment(ref done));
        });
    }

    private async Task TakePartAsync(RosterEmployee employee)
    {
        var token = await api.EmployeeTokenAsync(employee.Nip);
        var at = $"/api/delivery/offerings/{offering.Id}";
        foreach (var session in offering.Sessions)
            await api.PutAsync<object>($"{at}/sessions/{session.SessionId}/attendance", token, new { });
        foreach (var module in offering.Modules.Where(m => m.Mode == "self-paced"))
            await (Learn?.Invoke(token, module) ?? api.PutAsync<object>($"{at}/modules/{module.ModuleId}/progress", token, new { percent = 100 }));

        var test = await api.GetAsync<PostTest>($"{at}/post-test", token);
        var passes = Passes(employee);
        for (var attempt = 1; attempt <= (passes ? 1 : 2); attempt++)
        {
            var result = await api.PutAsync<AttemptResult>($"{at}/post-test/attempts/{attempt}", token, new
            {
                answers = test.Questions.Select(q => new { questionId = q.QuestionId, optionId = Choose(q, passes) }),
            });
            if (result.Passed != passes)
                throw new DemoException(null, $"{employee.Nip} should {(passes ? "pass" : "fail")} but the score is {result.Score}.");
        }
    }

    private static Guid Choose(PostTestQuestion question, bool right)
    {
        var answer = Preparation.RightAnswers[Array.IndexOf(Preparation.Questions, question.Text)];
        return question.Options.First(o => (o.Text == answer) == right).OptionId;
    }

    public async Task<DeliverySummary> SummaryAsync() =>
        await api.GetAsync<DeliverySummary>($"/api/delivery/offerings/{offering.Id}/summary", await api.ServiceTokenAsync("training-admin"));

    /// <summary>Waits for the seats that Enrolment confirmed.</summary>
    public Task SeatedAsync(int expected, IProgress<double> bar) => Wait.UntilAsync($"{expected} are seated", async () =>
    {
        if (await TrySummaryAsync() is not { } summary) return false;
        bar.Report(summary.Seats);
        return summary.Seats >= expected;
    });

    private async Task<DeliverySummary?> TrySummaryAsync() =>
        await api.TryGetAsync<DeliverySummary>($"/api/delivery/offerings/{offering.Id}/summary", await api.ServiceTokenAsync("training-admin"));
}
