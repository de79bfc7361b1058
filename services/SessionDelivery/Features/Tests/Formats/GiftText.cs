using System.Text;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>A piece of GIFT in which it is known of each character whether a backslash made it plain text.</summary>
internal readonly struct GiftText
{
    private const string Escaped = "~=#{}:\\";
    private readonly string _text;
    private readonly bool[] _plain;

    private GiftText(string text, bool[] plain) => (_text, _plain) = (text, plain);

    public bool IsBlank => string.IsNullOrWhiteSpace(_text);
    public int Length => _text.Length;

    public static GiftText Parse(string raw)
    {
        var (text, plain) = (new StringBuilder(raw.Length), new List<bool>(raw.Length));
        for (var i = 0; i < raw.Length; i++)
        {
            var escape = raw[i] == '\\' && i + 1 < raw.Length;
            if (escape) i++;
            text.Append(escape && raw[i] == 'n' ? '\n' : raw[i]);
            plain.Add(escape);
        }
        return new(text.ToString(), [.. plain]);
    }

    /// <summary>So that <see cref="Parse"/> gives the text back, and no part of it is taken for a sign of the format.</summary>
    public static string Write(string text)
    {
        var gift = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            // %, [ and > mean something only at the beginning, or after a dash.
            if (Escaped.Contains(c, StringComparison.Ordinal) || (i == 0 && c is '%' or '[') || (c == '>' && i > 0 && text[i - 1] == '-')) gift.Append('\\').Append(c);
            else if (c == '\n') gift.Append("\\n");
            else gift.Append(c);
        }
        return gift.ToString();
    }

    /// <summary>Where this sign of the format stands, or -1.</summary>
    public int Find(string sign, int from = 0)
    {
        for (var at = _text.IndexOf(sign, from, StringComparison.Ordinal); at >= 0; at = _text.IndexOf(sign, at + 1, StringComparison.Ordinal))
        {
            if (!_plain.AsSpan(at, sign.Length).Contains(true)) return at;
        }
        return -1;
    }

    public bool StartsWith(string sign) => Find(sign) == 0;

    public GiftText Slice(int from, int to) => new(_text[from..to], _plain[from..to]);
    public GiftText From(int from) => Slice(from, Length);

    public GiftText TrimStart()
    {
        var from = 0;
        while (from < Length && char.IsWhiteSpace(_text[from])) from++;
        return From(from);
    }

    /// <summary>What stands before the sign and after it; all of it and null where it does not stand.</summary>
    public (GiftText Before, GiftText? After) Cut(string sign)
    {
        var at = Find(sign);
        return at < 0 ? (this, null) : (Slice(0, at), From(at + sign.Length));
    }

    public override string ToString() => _text;
}
