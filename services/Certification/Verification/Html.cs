using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Bpsdm.Certification.Verification;

/// <summary>HTML that is safe by construction: what is filled into a template is encoded, unless it is HTML itself.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _text;

    private Html(string text) => _text = text;

    public static Html Empty { get; } = new("");

    public static Html Of(Template template) => new(template.ToString());

    /// <summary>A text of ours that is markup already.</summary>
    public static Html Trusted(string markup) => new(markup);

    public static Html Join(IEnumerable<Html> parts) => new(string.Join('\n', parts.Select(p => p._text)));

    public override string ToString() => _text;

    [InterpolatedStringHandler]
    public readonly ref struct Template(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _builder = new(literalLength + (formattedCount * 32));

        public void AppendLiteral(string value) => _builder.Append(value);

        public void AppendFormatted(string? value) => _builder.Append(Encoder.Encode(value ?? ""));

        public void AppendFormatted(Html value) => _builder.Append(value._text);

        public override string ToString() => _builder.ToString();
    }
}
