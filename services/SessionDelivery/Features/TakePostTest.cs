using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using Bpsdm.SessionDelivery.Features.Learning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features;

public sealed record AttemptRequest(IReadOnlyList<GivenAnswer?>? Answers);

public sealed record GivenAnswer(Guid QuestionId, Guid OptionId);

/// <param name="Outcome">in-progress, completed, failed or cancelled.</param>
public sealed record AttemptResponse(int Attempt, decimal Score, bool Passed, int AttemptsLeft, string Outcome);

internal static class TakePostTest
{
    public static async Task<Results<Ok<AttemptResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, int n, AttemptRequest request, ClaimsPrincipal user, OfferingCache offerings, DeliveryWriter writer,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetWithTestAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.PostTest is not { } test) return Problems.NotFound($"Post-test angkatan {id}");
        // Beyond a smallint no attempt exists, nor may it.
        if (n > found.Offering.Rule.MaxAttempts) return Refusal.NoAttemptsLeft.ToProblem();
        if (Read(request, test, out var chosen) is { } invalid) return invalid;

        var attempt = new Attempt(n, test.Grade(chosen), chosen, time.Now());
        var command = new Command(found.Offering, nip, attempt, test.Version);
        var answer = await writer.SubmitAsync(command, cancellationToken);
        if (answer.Refusal is not { } refusal) return TypedResults.Ok(answer.Value!);
        if (refusal == Refusal.PostTestChanged) offerings.Forget(id);
        return refusal == Refusal.ModulesFirst ? LearningProblems.ModulesFirst(command.Unfinished) : refusal.ToProblem();
    }

    /// <summary>The positions of the chosen options in the order of the test, or what is wrong with the answers.</summary>
    private static ValidationProblem? Read(AttemptRequest request, PostTest test, out byte[] chosen)
    {
        chosen = new byte[test.Questions.Count];
        if (request.Answers is not { } answers) return Problems.Invalid("answers", "Jawaban wajib diisi.");
        var seen = new bool[chosen.Length];
        for (var i = 0; i < answers.Count; i++)
        {
            if (answers[i] is not { } answer) return Problems.Invalid($"answers[{i}]", "Jawaban tidak boleh kosong.");
            var question = test.Questions.FindIndex(q => q.Id == answer.QuestionId);
            if (question < 0) return Problems.Invalid($"answers[{i}].questionId", $"Pertanyaan {answer.QuestionId} tidak ada dalam post-test ini.");
            if (seen[question]) return Problems.Invalid($"answers[{i}].questionId", $"Pertanyaan {answer.QuestionId} dijawab lebih dari sekali.");
            var option = test.Questions[question].Options.FindIndex(o => o.Id == answer.OptionId);
            if (option < 0) return Problems.Invalid($"answers[{i}].optionId", $"Pilihan {answer.OptionId} tidak ada pada pertanyaan {answer.QuestionId}.");
            (seen[question], chosen[question]) = (true, (byte)option);
        }
        var missing = Array.IndexOf(seen, false);
        return missing < 0 ? null : Problems.Invalid("answers", $"Pertanyaan {test.Questions[missing].Id} belum dijawab.");
    }

    private sealed class Command(Offering offering, string nip, Attempt attempt, Guid version) : DeliveryCommand<AttemptResponse>(offering, nip)
    {
        public override Guid? PostTestVersion => version;
        public override bool NeedsPath => true;
        public string Unfinished { get; private set; } = "";

        protected override Answer<AttemptResponse> Handle(ParticipantRecord record)
        {
            if (record.ModulesComeFirst && record.Attempts.All(a => a.Number != attempt.Number))
            {
                Unfinished = LearningProblems.Unfinished(record);
                return Refusal.ModulesFirst;
            }
            var answer = record.Take(attempt, attempt.AttemptedAt);
            if (answer.Refusal is { } refusal) return refusal;
            var taken = answer.Value!;
            return new AttemptResponse(
                taken.Number, taken.Score, taken.Score >= Offering.Rule.PassingGrade, record.AttemptsLeft, record.Outcome.Name(record.Cancelled));
        }
    }
}
