using QRCoder;
using SkiaSharp;

namespace Bpsdm.Certification.Pdf;

/// <summary>A4 landscape in points, with the few things that a certificate is made of.</summary>
internal sealed class Canvas(SKCanvas canvas)
{
    public const float Width = 841.89f, Height = 595.28f;

    public static readonly SKColor Ink = new(0x22, 0x22, 0x22), Accent = new(0x8A, 0x6A, 0x1F), Pale = new(0x66, 0x66, 0x66);

    /// <summary>A line of text, made smaller until it fits.</summary>
    public void Text(string text, float x, float y, float size, Face face, SKColor color, SKTextAlign align = SKTextAlign.Left, float maxWidth = 700)
    {
        text = Fonts.Clean(text);
        using var font = face.Font(text, size);
        while (font.MeasureText(text) > maxWidth && font.Size > 1) font.Size -= 0.5f;
        Draw(text, x, y, font, color, align);
    }

    public void Centred(string text, float y, float size, Face face, SKColor color) =>
        Text(text, Width / 2, y, size, face, color, SKTextAlign.Center);

    /// <summary>
    /// A text of any length in a box, as large as it fits: a short one on a line whose baseline does not depend on it, a long
    /// one on as many lines as the box holds at that size.
    /// </summary>
    public void Block(string text, SKRect box, float size, Face face, SKColor color, SKTextAlign align = SKTextAlign.Left)
    {
        const float Leading = 1.08f, BaselineBelowMiddle = 0.33f;
        text = Fonts.Clean(text);
        using var font = face.Font(text, size);
        var lines = Lines.Wrap(text, font, box.Width);
        while (font.Size > 1 && (lines.Count * Leading * font.Size > box.Height || lines.Any(line => font.MeasureText(line) > box.Width)))
        {
            font.Size -= 0.5f;
            lines = Lines.Wrap(text, font, box.Width);
        }
        if (align == SKTextAlign.Center) lines = Lines.Balance(lines, text, font, box.Width);

        var x = align == SKTextAlign.Center ? box.MidX : box.Left;
        var y = lines.Count == 1
            ? box.MidY + (BaselineBelowMiddle * size)
            : box.MidY + (font.Size * (BaselineBelowMiddle - ((lines.Count - 1) * Leading / 2)));
        foreach (var line in lines)
        {
            Draw(line, x, y, font, color, align);
            y += Leading * font.Size;
        }
    }

    public void Line(float x1, float y1, float x2, float y2, SKColor color, float width)
    {
        using var paint = new SKPaint { Color = color, StrokeWidth = width, Style = SKPaintStyle.Stroke, IsAntialias = true };
        canvas.DrawLine(x1, y1, x2, y2, paint);
    }

    public void Frame(float inset, SKColor color, float width)
    {
        using var paint = new SKPaint { Color = color, StrokeWidth = width, Style = SKPaintStyle.Stroke, IsAntialias = true };
        canvas.DrawRect(SKRect.Create(inset, inset, Width - (2 * inset), Height - (2 * inset)), paint);
    }

    /// <summary>A round mark with the institution's letters; the official emblem is not ours to draw.</summary>
    public void Seal(float x, float y, float radius, string letters)
    {
        using var paint = new SKPaint { Color = Accent, Style = SKPaintStyle.Stroke, StrokeWidth = 1.4f, IsAntialias = true };
        canvas.DrawCircle(x, y, radius, paint);
        paint.StrokeWidth = 0.6f;
        canvas.DrawCircle(x, y, radius - 3, paint);
        Text(letters, x, y + 3.8f, 11.5f, Fonts.Bold, Accent, SKTextAlign.Center);
    }

    /// <summary>A word across the whole page, from corner to corner, and above it for whoever searches the text.</summary>
    public void Watermark(string text)
    {
        Text($"{text}: bukan sertifikat", 44, 52, 12, Fonts.Bold, new SKColor(0xA3, 0x12, 0x1B));
        canvas.Save();
        canvas.RotateDegrees(-MathF.Atan2(Height, Width) * 180 / MathF.PI, Width / 2, Height / 2);
        Text(text, Width / 2, (Height / 2) + 60, 190, Fonts.Bold, new SKColor(0xA3, 0x12, 0x1B, 0x30), SKTextAlign.Center, maxWidth: 900);
        canvas.Restore();
    }

    /// <summary>The code's dark modules as rectangles, so that it stays sharp in any size.</summary>
    public void QrCode(string content, float x, float y, float size)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var module = size / rows.Count;
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = false };
        for (var row = 0; row < rows.Count; row++)
        for (var column = 0; column < rows.Count; column++)
            if (rows[row][column]) canvas.DrawRect(x + (column * module), y + (row * module), module, module, paint);
    }

    private void Draw(string text, float x, float y, SKFont font, SKColor color, SKTextAlign align)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }
}
