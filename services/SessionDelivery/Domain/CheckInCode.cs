using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bpsdm.SessionDelivery.Domain;

/// <summary>The code on the instructor's screen: a time-based one-time password (RFC 6238 with HMAC-SHA-256) of the session's secret.</summary>
public static class CheckInCode
{
    public const int SecretBytes = 32;

    /// <summary>
    /// Wrong codes that one person may tell in one session. Of a million codes two are right at a time, so whoever guesses
    /// gets in once in 50,000 sessions; the instructor can still record the presence of somebody who mistyped so often.
    /// </summary>
    public const int MaxWrong = 10;

    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public static string At(byte[] secret, DateTimeOffset now) => OfStep(secret, StepOf(now));

    /// <summary>When the code that is shown now gives way to the next one.</summary>
    public static DateTimeOffset ChangesAt(DateTimeOffset now) => DateTimeOffset.UnixEpoch + (StepOf(now) + 1) * Step;

    /// <summary>The code of the step before is right as well: somebody read it from the screen a moment ago.</summary>
    public static bool IsRight(byte[] secret, string code, DateTimeOffset now) =>
        IsSame(code, OfStep(secret, StepOf(now))) | IsSame(code, OfStep(secret, StepOf(now) - 1));

    private static long StepOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    private static bool IsSame(string told, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(told), Encoding.UTF8.GetBytes(right));

    private static string OfStep(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        HMACSHA256.HashData(secret, counter, hash);
        // RFC 4226, 5.3: dynamic truncation.
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}

/// <summary>What a request to check in says of the code, seen from the session's setting.</summary>
public enum ToldCode
{
    NotAsked,
    Missing,
    Wrong,
    Right,
}
