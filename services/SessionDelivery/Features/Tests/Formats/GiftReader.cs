using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>
/// Reads Moodle's GIFT (https://docs.moodle.org/en/GIFT_format). A blank line ends a question, as Moodle has it, so a brace
/// that was forgotten spoils one question and not the rest of the file.
/// </summary>
internal static partial class GiftReader
{
    public static IReadOnlyList<ReadItem> Read(string gift)
    {
        var items = new List<ReadItem>();
        var block = new List<(int Line, string Text)>();
        foreach (var (index, line) in gift.ReplaceLineEndings("\n").Split('\n').Append("").Index())
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                block.Add((index + 1, line));
                continue;
            }
            if (ReadBlock(block) is { } item) items.Add(item);
            block.Clear();
        }
        return items;
    }

    private static ReadItem? ReadBlock(List<(int Line, string Text)> block)
    {
        var comments = block.Where(l => l.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)).ToList();
        // A category is the name of a bank; here the address names it.
        var lines = block.Except(comments).Where(l => !l.Text.TrimStart().StartsWith("$CATEGORY:", StringComparison.Ordinal)).ToList();
        if (lines.Count == 0) return null;

        var line = lines[0].Line;
        var text = GiftText.Parse(string.Join('\n', lines.Select(l => l.Text))).TrimStart();
        string? title = null;
        try
        {
            if (text.StartsWith("::"))
            {
                var end = text.Find("::", 2);
                if (end < 0) throw new ItemFormatException("Judul dibuka dengan '::' tetapi tidak ditutup.");
                (title, text) = (PlainText.Line(text.Slice(2, end).ToString()), text.From(end + 2).TrimStart());
            }
            var points = comments.Select(c => Points().Match(c.Text)).LastOrDefault(m => m.Success) is { } match
                ? int.Parse(match.Groups["points"].ValueSpan, CultureInfo.InvariantCulture) : 1;
            var warnings = new List<string>();
            return ReadItem.Of(null, line, title, ReadItemOf(text, title, points, warnings), warnings);
        }
        catch (ItemFormatException e)
        {
            return ReadItem.Failed(null, line, title, e.Message);
        }
    }

    private static Item ReadItemOf(GiftText text, string? title, int points, List<string> warnings)
    {
        foreach (var format in (string[])["[html]", "[moodle]", "[markdown]", "[plain]"])
        {
            if (!text.StartsWith(format)) continue;
            text = text.From(format.Length);
            if (format is not "[plain]") warnings.Add($"Tanda format {format} tidak dipakai: teks disimpan apa adanya.");
        }

        var open = text.Find("{");
        if (open < 0) throw new ItemFormatException("Soal tidak mempunyai bagian jawaban '{…}'.");
        var close = text.Find("}", open);
        if (close < 0) throw new ItemFormatException("Bagian jawaban dibuka dengan '{' tetapi tidak ditutup sebelum baris kosong.");
        if (text.Find("{", open + 1) >= 0) throw new ItemFormatException("Soal mempunyai lebih dari satu '{'; tulis '\\{' bila bagian dari teks.");

        var (answers, explanation) = text.Slice(open + 1, close).Cut("####");
        var tail = text.From(close + 1);
        var question = PlainText.Lines(tail.IsBlank ? text.Slice(0, open).ToString() : $"{text.Slice(0, open)} _____ {tail}");
        var body = GiftAnswers.Read(answers, warnings);
        return new Item(
            title is { Length: > 0 } ? title : NameOf(question), question, points,
            explanation is { IsBlank: false } said ? PlainText.Lines(said.ToString()) : null, body);
    }

    /// <summary>A question without a title is named after its text, so that the same file brings the same items again.</summary>
    private static string NameOf(string question) => $"gift-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..16]}";

    /// <summary>As Moodle's [id:…] and [tag:…] in a comment: GIFT itself knows no points.</summary>
    [GeneratedRegex(@"\[points:(?<points>[0-9]{1,4})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Points();
}
