using Bpsdm.Documents;
using SkiaSharp;

namespace Bpsdm.SessionDelivery.Features.Reports;

/// <summary>Pages of A4 upright that fill from the top: what does not fit any more begins the next one. All lengths are points.</summary>
internal sealed class ReportPages(SKDocument document, string footer)
{
    public const float Width = 595.28f, Height = 841.89f, Margin = 48, Body = Width - (2 * Margin);
    private const float Bottom = Height - 56;

    public static readonly SKColor Ink = new(0x22, 0x22, 0x22), Pale = new(0x6B, 0x6B, 0x6B), Rule = new(0xD5, 0xD5, 0xD5);
    public static readonly SKColor Blue = new(0x1F, 0x5A, 0x8A), Light = new(0xE6, 0xEE, 0xF5), Red = new(0xB4, 0x4A, 0x3A), Grey = new(0xB8, 0xB8, 0xB8);

    private SKCanvas? _canvas;
    private int _number;

    /// <summary>Where the next thing is drawn.</summary>
    public float Y { get; set; }

    /// <summary>Begins a new page where less than this is left.</summary>
    /// <returns>Whether it did.</returns>
    public bool Room(float height)
    {
        if (_canvas is not null && Y + height <= Bottom) return false;
        End();
        _canvas = document.BeginPage(Width, Height);
        (_number, Y) = (_number + 1, Margin);
        return true;
    }

    public void End()
    {
        if (_canvas is null) return;
        Line(Bottom + 14, Rule);
        Text(footer, Margin, Bottom + 28, 8.5f, Fonts.Regular, Pale, maxWidth: Body - 80);
        Text($"Halaman {_number}", Width - Margin, Bottom + 28, 8.5f, Fonts.Regular, Pale, SKTextAlign.Right);
        document.EndPage();
        _canvas = null;
    }

    public void Heading(string text, float followedBy)
    {
        Room(40 + followedBy);
        Y += 24;
        Text(text, Margin, Y, 14, Fonts.Bold, Blue);
        Y += 8;
    }

    /// <summary>Lines of text from here on, each as wide as the page.</summary>
    public void Paragraph(string text, float size, Face face, SKColor color)
    {
        text = Fonts.Clean(text);
        using var font = face.Font(text, size);
        foreach (var line in Lines.Wrap(text, font, Body))
        {
            Room(size * 1.3f);
            Y += size * 1.25f;
            Text(line, Margin, Y, size, face, color);
        }
    }

    /// <summary>A line of text on its baseline, made smaller until it fits, and cut where it would be too small to read.</summary>
    public void Text(string text, float x, float y, float size, Face face, SKColor color, SKTextAlign align = SKTextAlign.Left, float maxWidth = Body)
    {
        text = Fonts.Clean(text);
        using var font = face.Font(text, size);
        while (font.MeasureText(text) > maxWidth && font.Size > 0.8f * size) font.Size -= 0.25f;
        if (font.MeasureText(text) > maxWidth)
        {
            while (text.Length > 1 && font.MeasureText($"{text}…") > maxWidth) text = text[..^1];
            text = $"{text.TrimEnd()}…";
        }
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        _canvas!.DrawText(text, x, y, align, font, paint);
    }

    public void Box(float x, float y, float width, float height, SKColor color)
    {
        using var paint = new SKPaint { Color = color, Style = SKPaintStyle.Fill, IsAntialias = false };
        _canvas!.DrawRect(x, y, width, height, paint);
    }

    public void Line(float y, SKColor color)
    {
        using var paint = new SKPaint { Color = color, StrokeWidth = 0.7f, Style = SKPaintStyle.Stroke, IsAntialias = true };
        _canvas!.DrawLine(Margin, y, Width - Margin, y, paint);
    }
}
