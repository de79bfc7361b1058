using System.Text;
using System.Xml.Linq;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>What a reader of the page would see: a line for each block, blanks as a browser shows them.</summary>
internal static class QtiText
{
    /// <summary>Shown where the answer belongs into the sentence.</summary>
    private const string Gap = " _____ ";

    public static string Of(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes()) Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, XNode node)
    {
        switch (node)
        {
            case XText words:
                text.Append(words.Value.ReplaceLineEndings(" ").Replace('\t', ' '));
                break;
            case XElement { Name.LocalName: "br" }:
                text.Append('\n');
                break;
            case XElement { Name.LocalName: "rubricBlock" or "feedbackBlock" or "feedbackInline" }:
                break;
            case XElement { Name.LocalName: "textEntryInteraction" } entry:
                if (entry.Parent!.Nodes().OfType<XText>().Any(t => !string.IsNullOrWhiteSpace(t.Value))) text.Append(Gap);
                break;
            case XElement interaction when interaction.Name.LocalName.EndsWith("Interaction", StringComparison.Ordinal):
                if (interaction.Child("prompt") is { } prompt) text.Append('\n').Append(Of(prompt)).Append('\n');
                break;
            case XElement { Name.LocalName: "p" or "div" or "li" or "tr" or "blockquote" or "pre" or "h1" or "h2" or "h3" or "h4" } block:
                text.Append('\n').Append(Of(block)).Append('\n');
                break;
            case XElement inline:
                text.Append(Of(inline));
                break;
            default:
                break;
        }
    }
}
