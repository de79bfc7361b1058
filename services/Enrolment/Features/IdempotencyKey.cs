using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features;

/// <summary>Header <c>Idempotency-Key: uuid</c>: the id of what the request creates, so that a retry finds it.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <returns>False when the header is there and is no uuid.</returns>
    public static bool TryRead(HttpRequest request, out Guid? key)
    {
        key = null;
        var text = request.Headers[Header].ToString();
        if (text.Length == 0) return true;
        if (!Guid.TryParseExact(text, "D", out var parsed) || parsed == Guid.Empty) return false;
        key = parsed;
        return true;
    }

    public static ValidationProblem Malformed() => Problems.Invalid(Header, "Harus berupa UUID.");
}
