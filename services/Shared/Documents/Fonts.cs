using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Bpsdm.Documents;

/// <summary>
/// EB Garamond (SIL Open Font License 1.1), and DejaVu Serif (licence of Bitstream Vera) for what it lacks, carried in the
/// assembly: a document looks the same on every machine.
/// </summary>
public static class Fonts
{
    private static readonly SKTypeface Garamond = Load("EBGaramond12-Regular.ttf"), DejaVu = Load("DejaVuSerif.ttf");

    public static readonly Face Regular = new((Garamond, false), (DejaVu, false));

    /// <summary>The bold cut ends with Latin-1's punctuation: it has neither é nor Ñ, neither – nor ’. The regular one, thickened, has.</summary>
    public static readonly Face Bold = new((Load("EBGaramond12-Bold.ttf"), false), (Garamond, true), (Load("DejaVuSerif-Bold.ttf"), false));

    /// <summary>For what people copy letter by letter: Garamond's old-style 0 and 1 look like o and I.</summary>
    public static readonly Face Figures = new((DejaVu, false));

    /// <summary>
    /// As it is set: letters composed with their accents, as typefaces have them; each run of spaces, tabs and line ends as one
    /// space; without characters that have no shape, such as zero-width joiners.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize().EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) clean.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format)) clean.Append(rune);
        }
        return string.Join(' ', clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static SKTypeface Load(string name)
    {
        using var stream = typeof(Fonts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}

/// <summary>Typefaces of one look, best first. A text is set in the first one that has all of its letters: no word changes its look midway.</summary>
public sealed class Face(params (SKTypeface Typeface, bool Embolden)[] cuts)
{
    public SKFont Font(string text, float size)
    {
        var font = new SKFont { Size = size, Subpixel = true, Hinting = SKFontHinting.None };
        foreach (var (typeface, embolden) in cuts)
        {
            (font.Typeface, font.Embolden) = (typeface, embolden);
            if (font.ContainsGlyphs(text)) break;
        }
        return font;
    }

    /// <summary>The letters for which an empty box would be printed.</summary>
    public IReadOnlyList<Rune> Missing(string text)
    {
        using var font = Font(text, 1);
        return font.ContainsGlyphs(text) ? [] : [.. text.EnumerateRunes().Where(r => font.GetGlyph(r.Value) == 0)];
    }
}
