using System.Diagnostics.CodeAnalysis;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features.Ways;

/// <summary>Why somebody takes a step: kept in the history.</summary>
public sealed record StepReason(string? Reason)
{
    private const int MaxLength = 500;

    internal static bool TryRead([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? reason, [NotNullWhen(false)] out ValidationProblem? problem)
    {
        reason = text?.Trim();
        problem = reason is { Length: > 0 and <= MaxLength } ? null : Problems.Invalid("reason", $"Alasan wajib diisi, paling panjang {MaxLength} karakter.");
        return problem is null;
    }
}
