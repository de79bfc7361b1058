using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Bpsdm.Certification.Domain;

/// <summary>
/// Opens the public page of one certificate: 26 letters of Crockford's base 32, 130 bits from the system's generator, so
/// that it cannot be guessed, and letters that people do not confuse when they type it from paper.
/// </summary>
public readonly record struct VerificationCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;

    private VerificationCode(string value) => Value = value;

    public string Value { get; }

    public static VerificationCode Create() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>Reads what a person typed: any case, spaces and hyphens anywhere, o for 0, i and l for 1.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VerificationCode? code)
    {
        code = null;
        // Whoever sends more than a grouped code could hold does not mean a code.
        if (text is null || text.Length > 3 * Length) return false;
        Span<char> letters = stackalloc char[Length];
        var count = 0;
        foreach (var typed in text)
        {
            if (typed is ' ' or '-') continue;
            var letter = char.ToUpperInvariant(typed) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (count == Length || !Alphabet.Contains(letter, StringComparison.Ordinal)) return false;
            letters[count++] = letter;
        }
        if (count < Length) return false;
        code = new VerificationCode(letters.ToString());
        return true;
    }

    /// <summary>In groups, as it is printed.</summary>
    public static string Grouped(string value) => string.Join('-', value.Chunk(5).Select(c => new string(c)));

    public override string ToString() => Value;
}
