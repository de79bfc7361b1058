using SkiaSharp;

namespace Bpsdm.Certification.Pdf;

/// <summary>EB Garamond (SIL Open Font License 1.1), carried in the assembly: a certificate looks the same on every machine.</summary>
internal static class Fonts
{
    public static readonly SKTypeface Regular = Load("EBGaramond12-Regular.ttf");
    public static readonly SKTypeface Bold = Load("EBGaramond12-Bold.ttf");
    public static readonly SKTypeface Italic = Load("EBGaramond12-Italic.ttf");

    private static SKTypeface Load(string name)
    {
        using var stream = typeof(Fonts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
