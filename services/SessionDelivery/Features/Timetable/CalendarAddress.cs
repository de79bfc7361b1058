using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Timetable;

/// <param name="Url">Shown this once: who has it reads the calendar. Only its hash is kept.</param>
public sealed record NewCalendarAddress(string Url, DateTimeOffset CreatedAt);

/// <param name="CreatedAt">Null where there is none.</param>
public sealed record CalendarAddressView(DateTimeOffset? CreatedAt);

/// <summary>A secret address of one's own calendar, for programs that cannot sign in. A new one ends the one before it.</summary>
internal static class CalendarAddress
{
    private const int SecretBytes = 32;

    public static async Task<Results<Ok<NewCalendarAddress>, ProblemHttpResult>> RenewAsync(
        ClaimsPrincipal user, HttpResponse response, DeliveryDb db, IOptions<PlatformOptions> platform, TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        var (secret, now) = (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)), time.Now());
        var hash = HashOf(secret);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO calendar_addresses (nip, secret_hash, created_at) VALUES ({nip}, {hash}, {now}) ON CONFLICT (nip) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = excluded.created_at",
            cancellationToken);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new NewCalendarAddress(platform.Value.Address($"{TimetableEndpoints.CalendarsAt}/{secret}.ics"), now));
    }

    public static async Task<Results<Ok<CalendarAddressView>, ProblemHttpResult>> ReadAsync(ClaimsPrincipal user, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        return TypedResults.Ok(new CalendarAddressView(
            await db.CalendarAddresses.Where(a => a.Nip == nip).Select(a => (DateTimeOffset?)a.CreatedAt).SingleOrDefaultAsync(cancellationToken)));
    }

    /// <summary>Without an address there is nothing to revoke, and that is what was wanted.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(ClaimsPrincipal user, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        await db.CalendarAddresses.Where(a => a.Nip == nip).ExecuteDeleteAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    /// <returns>Whose calendar it is; null where the secret opens none (any more).</returns>
    public static async Task<string?> OwnerAsync(this DeliveryDb db, string secret, CancellationToken cancellationToken)
    {
        if (secret.Length > 64 || !Base64Url.IsValid(secret)) return null;
        var hash = HashOf(secret);
        return await db.CalendarAddresses.Where(a => a.SecretHash == hash).Select(a => a.Nip).SingleOrDefaultAsync(cancellationToken);
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));
}
