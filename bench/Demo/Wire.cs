using System.Text.Json.Serialization;

namespace Bpsdm.Demo;

// What the demo reads of the platform's answers; everything else in them is ignored.
internal sealed record Created(Guid Id);

internal sealed record Checklist(ChecklistItem[] Items);

internal sealed record ChecklistItem(string Code);

internal sealed record Page<T>(T[] Items, string? Next);

internal sealed record Offering(Guid Id, int Angkatan, int Year, int Jp, OfferingModule[] Modules, OfferingSession[] Sessions);

internal sealed record OfferingModule([property: JsonPropertyName("moduleId")] Guid ModuleId, int Number, string Mode);

internal sealed record OfferingSession([property: JsonPropertyName("sessionId")] Guid SessionId, int Number);

internal sealed record ImportJob(Guid Id, string Status, int TotalRows, int ProcessedRows, Dictionary<string, int> Outcomes, int RejectedRows);

internal sealed record OfferingSeats(int Capacity, int SeatsTaken);

internal sealed record PostTest(PostTestQuestion[] Questions);

internal sealed record PostTestQuestion(Guid QuestionId, string Text, PostTestOption[] Options);

internal sealed record PostTestOption(Guid OptionId, string Text);

internal sealed record AttemptResult(decimal Score, bool Passed, string? Outcome);

internal sealed record DeliverySummary(int Seats, int Completed, int Failed, int InProgress);

internal sealed record CertificationSummary(int Issued);

internal sealed record HrCompletion(Guid Id, HrPerson Person, HrCourse Course, HrCertificate Certificate);

internal sealed record HrPerson(string Nip, string Name);

internal sealed record HrCourse(string Code, int Angkatan, int Year, string Kind);

internal sealed record HrCertificate(Guid Id, string Number, string VerificationUrl);

internal sealed record Verification(string Number, string Status, string Nip, string Name);

/// <param name="Secret">Shown when the subscription is made.</param>
internal sealed record WebhookSecret(string? Secret);

internal sealed record JpProvince(JpSummary Summary);

/// <param name="Jp">Learning hours earned in the year by all.</param>
internal sealed record JpSummary(long Jp);
