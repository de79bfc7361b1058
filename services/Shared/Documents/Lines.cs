using SkiaSharp;

namespace Bpsdm.Documents;

/// <summary>Where a text is broken into lines.</summary>
public static class Lines
{
    /// <summary>As many words on each line as fit; a word that is wider than a line has a line of its own.</summary>
    public static List<string> Wrap(string text, SKFont font, float width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && font.MeasureText($"{lines[^1]} {word}") <= width) lines[^1] += $" {word}";
            else lines.Add(word);
        }
        return lines;
    }

    /// <summary>The same number of lines, as equal in length as they can be: no word stands alone on the last one.</summary>
    public static List<string> Balance(List<string> lines, string text, SKFont font, float width)
    {
        while (lines.Count > 1)
        {
            width *= 0.97f;
            var narrower = Wrap(text, font, width);
            if (narrower.Count != lines.Count || narrower.Any(line => font.MeasureText(line) > width)) break;
            lines = narrower;
        }
        return lines;
    }
}
