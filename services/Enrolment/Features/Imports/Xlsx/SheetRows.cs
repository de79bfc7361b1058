using System.Globalization;
using System.Text;
using System.Xml;

namespace Bpsdm.Enrolment.Features.Imports.Xlsx;

/// <summary>The rows of a sheet as texts, one at a time; empty ones are left out.</summary>
internal sealed class SheetRows(XmlReader xml, string sheet, List<string> shared)
{
    private readonly List<string> _cells = [];
    private readonly StringBuilder _text = new();
    private int _row, _column;

    /// <summary>Column whose numbers are dates, by its place; -1 for none. Spreadsheets keep a date as days since 1900.</summary>
    public int DateColumn { get; set; } = -1;

    public IEnumerable<(int Row, string[] Cells)> Read()
    {
        while (Workbook.Read(xml))
        {
            if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "sheetData" }) yield break;
            if (xml.NodeType == XmlNodeType.Element) ReadElement();
            if (xml is not { NodeType: XmlNodeType.EndElement, LocalName: "row" } || _cells.Count == 0) continue;
            yield return (_row, [.. _cells]);
            _cells.Clear();
        }
    }

    private void ReadElement()
    {
        if (xml.LocalName is "row") StartRow();
        else if (xml.LocalName is "c") ReadCell();
    }

    private void StartRow()
    {
        var row = xml.GetAttribute("r") is { } text ? Number(text, "nomor baris") : _row + 1;
        if (row <= _row || row > XlsxLimits.Rows) throw Broken($"nomor baris {row} tidak berurutan");
        (_row, _column) = (row, -1);
        _cells.Clear();
    }

    private void ReadCell()
    {
        _column = xml.GetAttribute("r") is { } reference ? ColumnOf(reference) : _column + 1;
        var type = xml.GetAttribute("t");
        if (xml.IsEmptyElement) return;
        _text.Clear();
        var depth = xml.Depth;
        while (Workbook.Read(xml) && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            // Its value is what some program once computed; what it will be elsewhere is another question.
            if (xml.LocalName is "f") throw Broken($"sel {Name(_column)}{_row} berisi rumus; tempel sebagai nilai", "");
            if (xml.LocalName is "v" or "t") Workbook.ReadText(xml, _text);
            else if (xml.LocalName is "rPh") Workbook.Skip(xml);
        }
        var value = ValueOf(type, _text.ToString().Trim());
        if (value.Length > 0) Put(value);
    }

    private void Put(string value)
    {
        if (_column >= XlsxLimits.Columns) throw Broken($"isi di kolom {Name(_column)}; yang dibaca paling banyak {XlsxLimits.Columns} kolom", "");
        while (_cells.Count < _column) _cells.Add("");
        if (_cells.Count == _column) _cells.Add(value);
        else _cells[_column] = value;
    }

    private string ValueOf(string? type, string text)
    {
        if (type is "s")
        {
            var index = Number(text, "nomor teks");
            return index < shared.Count ? shared[index].Trim() : throw Broken($"nomor teks {index} tidak ada");
        }
        var isDate = _column == DateColumn && type is null or "n"
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var days) && days is > 60 and < 2_958_466;
        return isDate ? DateTime.FromOADate(double.Parse(text, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text;
    }

    private int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var c in reference.AsSpan().TrimEnd("0123456789"))
        {
            if (c is < 'A' or > 'Z' || column > 20_000) throw Broken($"rujukan sel '{reference}' tidak sah");
            column = (column * 26) + c - 'A' + 1;
        }
        return column - 1 > _column ? column - 1 : throw Broken($"sel '{reference}' tidak berurutan");
    }

    private static string Name(int column)
    {
        var name = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26) name = (char)('A' + ((rest - 1) % 26)) + name;
        return name;
    }

    private int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Broken($"{what} '{text}' tidak sah");

    private ImportFileException Broken(string reason, string kind = "rusak: ") => new($"Lembar '{sheet}' {kind}{reason}.");
}
