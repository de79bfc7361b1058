using System.Text;

namespace Bpsdm.SessionDelivery.Domain.Tests;

/// <summary>Texts of questions and answers in the one form in which they are kept, whichever file they came from.</summary>
public static class PlainText
{
    private static readonly char[] LineEnds = ['\r', '\n'];

    /// <summary>Blanks in a row are one, no line begins or ends with any, and neither does the text.</summary>
    public static string Lines(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line)).Trim('\n');

    /// <summary>The same on a single line.</summary>
    public static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>How short answers are compared: composed letters of one width (NFKC), small, and blanks as in <see cref="Line"/>.</summary>
    public static string Comparable(string text) => Line(text.Normalize(NormalizationForm.FormKC)).ToLowerInvariant();

    public static bool IsLine(string text) => text.IndexOfAny(LineEnds) < 0;
}
