using Bpsdm.Documents;
using SkiaSharp;
using static Bpsdm.Documents.Figures;

namespace Bpsdm.SessionDelivery.Features.Reports;

/// <summary>What the report is drawn of: figures, bars, columns and tables. Each bar says its value, so that no axis has to be read; in lining figures, as the typeface's own 0 looks like an o.</summary>
internal static class ReportCharts
{
    /// <summary>A row of large figures with what they are.</summary>
    public static void Tiles(this ReportPages pages, params (string Figure, string Label)[] tiles)
    {
        const float Gap = 10, Height = 54;
        pages.Room(Height + 10);
        var width = (ReportPages.Body - (Gap * (tiles.Length - 1))) / tiles.Length;
        for (var i = 0; i < tiles.Length; i++)
        {
            var x = ReportPages.Margin + (i * (width + Gap));
            pages.Box(x, pages.Y, width, Height, ReportPages.Light);
            pages.Text(tiles[i].Figure, x + (width / 2), pages.Y + 28, 18, Fonts.Figures, ReportPages.Blue, SKTextAlign.Center, width - 12);
            pages.Text(tiles[i].Label, x + (width / 2), pages.Y + 44, 10, Fonts.Regular, ReportPages.Pale, SKTextAlign.Center, width - 12);
        }
        pages.Y += Height + 10;
    }

    /// <summary>Bars that lie one below the other.</summary>
    /// <param name="bars">The share of the whole width, 0 to 1; null where there is no value.</param>
    public static void Bars(this ReportPages pages, IEnumerable<(string Label, double? Share, string Value)> bars)
    {
        const float Label = 205, Value = 92, Row = 17;
        const float Track = ReportPages.Body - Label - Value;
        foreach (var (label, share, value) in bars)
        {
            pages.Room(Row);
            pages.Text(label, ReportPages.Margin, pages.Y + 12, 10, Fonts.Regular, ReportPages.Ink, maxWidth: Label - 10);
            pages.Box(ReportPages.Margin + Label, pages.Y + 3.5f, Track, 10, ReportPages.Light);
            pages.Box(ReportPages.Margin + Label, pages.Y + 3.5f, Track * (float)(share ?? 0), 10, ReportPages.Blue);
            pages.Text(value, ReportPages.Width - ReportPages.Margin, pages.Y + 12, 8, Fonts.Figures, ReportPages.Ink, SKTextAlign.Right, Value - 8);
            pages.Y += Row;
        }
        pages.Y += 4;
    }

    /// <summary>One bar of parts, and what they are.</summary>
    public static void Parts(this ReportPages pages, params (string Label, int Count, SKColor Color)[] parts)
    {
        pages.Room(40);
        float total = Math.Max(1, parts.Sum(p => p.Count)), x = ReportPages.Margin, legend = ReportPages.Margin;
        foreach (var (label, count, color) in parts)
        {
            var width = ReportPages.Body * count / total;
            pages.Box(x, pages.Y, width, 14, color);
            x += width;
            pages.Box(legend, pages.Y + 21, 8, 8, color);
            pages.Text(Count(count), legend + 12, pages.Y + 28.5f, 8, Fonts.Figures, ReportPages.Ink);
            pages.Text(label, legend + 50, pages.Y + 29, 10, Fonts.Regular, ReportPages.Ink);
            legend += ReportPages.Body / parts.Length;
        }
        pages.Y += 38;
    }

    /// <summary>Columns side by side with their counts on top.</summary>
    public static void Columns(this ReportPages pages, IReadOnlyList<(string Label, int Count)> columns)
    {
        const float Height = 96, Gap = 6;
        pages.Room(Height + 34);
        var width = (ReportPages.Body - (Gap * (columns.Count - 1))) / columns.Count;
        var highest = Math.Max(1, columns.Max(c => c.Count));
        for (var i = 0; i < columns.Count; i++)
        {
            var (x, height) = (ReportPages.Margin + (i * (width + Gap)), Height * columns[i].Count / highest);
            pages.Box(x, pages.Y + 14 + Height - height, width, height, ReportPages.Blue);
            pages.Text(Count(columns[i].Count), x + (width / 2), pages.Y + 10 + Height - height, 7.5f, Fonts.Figures, ReportPages.Ink, SKTextAlign.Center, width + Gap);
            pages.Text(columns[i].Label, x + (width / 2), pages.Y + Height + 26, 7.5f, Fonts.Figures, ReportPages.Pale, SKTextAlign.Center, width + Gap);
        }
        pages.Line(pages.Y + 14 + Height, ReportPages.Rule);
        pages.Y += Height + 34;
    }

    /// <summary>A table whose head is repeated on each page; the first column is to the left, the others to the right.</summary>
    public static void Table(this ReportPages pages, IReadOnlyList<(string Head, float Width)> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        const float Row = 15.5f, Size = 9.5f;
        Head();
        foreach (var row in rows)
        {
            if (pages.Room(Row)) Head();
            Cells(row, Fonts.Regular, Fonts.Figures, 7.8f, ReportPages.Ink);
            pages.Line(pages.Y, ReportPages.Rule);
        }

        void Head()
        {
            pages.Room(2 * Row);
            pages.Box(ReportPages.Margin, pages.Y, ReportPages.Body, Row, ReportPages.Light);
            Cells([.. columns.Select(c => c.Head)], Fonts.Bold, Fonts.Bold, Size, ReportPages.Blue);
        }

        void Cells(IReadOnlyList<string> cells, Face face, Face numbers, float numberSize, SKColor color)
        {
            var x = ReportPages.Margin;
            for (var i = 0; i < columns.Count; i++)
            {
                var width = columns[i].Width;
                if (i == 0) pages.Text(cells[i], x + 3, pages.Y + 11, Size, face, color, maxWidth: width - 6);
                else pages.Text(cells[i], x + width - 3, pages.Y + 11, numberSize, numbers, color, SKTextAlign.Right, width - 6);
                x += width;
            }
            pages.Y += Row;
        }
    }
}
