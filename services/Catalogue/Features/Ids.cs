using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Catalogue.Features;

/// <summary>Ids of what a POST creates: the client's <c>Idempotency-Key</c>, or a new one.</summary>
internal static class Ids
{
    public const string Header = "Idempotency-Key";

    /// <returns>Null where the key is no uuid.</returns>
    public static Guid? From(string? idempotencyKey)
    {
        if (string.IsNullOrEmpty(idempotencyKey)) return Guid.CreateVersion7();
        return Guid.TryParseExact(idempotencyKey, "D", out var key) && key != Guid.Empty ? key : null;
    }

    public static ValidationProblem Malformed => Problems.Invalid(Header, "Idempotency-Key harus berupa uuid.");

    public static ProblemHttpResult TakenByAnother =>
        Problems.Conflict("idempotency-key-taken", "Idempotency-Key ini sudah dipakai untuk sumber daya lain atau oleh pihak lain.");
}
