using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using MiniExcelLibs;

namespace Bpsdm.Enrolment.Tests;

/// <summary>Workbooks as another program writes them, and as an attacker does.</summary>
[Collection(RegisterCollection.Name)]
public sealed class XlsxTests(RegisterFixture service) : EnrolmentTest(service)
{
    private const string Path = "/api/enrolment/employees/imports";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Header = "nip,name,birth_place,agency_code,rank,position,staff_group";

    [Fact]
    public async Task A_register_that_another_program_wrote_is_read_to_the_last_cell()
    {
        await service.EmptyAsync();
        var employees = Roster.Take(1_000);
        employees[1] = employees[1] with { Name = "A & B <Élan> \"Ω\"", BirthPlace = "" };
        var rows = employees.Select((e, i) => new Dictionary<string, object?>
        {
            ["nip"] = e.Nip, ["name"] = $" {e.Name} ", ["birth_place"] = e.BirthPlace, ["agency_code"] = e.AgencyCode, ["rank"] = e.Rank,
            ["position"] = e.Position, ["staff_group"] = e.StaffGroup, ["left_at"] = i == 999 ? new DateTime(2020, 5, 31) : null,
        });
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, rows);

        var job = await ReadAsync(file.ToArray());

        job.OutcomesShouldBe(("created", 1_000));
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE nip = $1 AND name = $2 AND birth_place IS NULL", employees[1].Nip, employees[1].Name)).ShouldBe(1);
        (await Service.CountAsync("SELECT count(*) FROM employees WHERE nip = $1 AND left_at = '2020-05-31'", employees[999].Nip)).ShouldBe(1);
        (await CompletedAsync(await UploadAsync(Service.AsHrSystem(), Path, Roster.RegisterCsv(employees[..999])))).OutcomesShouldBe(("unchanged", 999));
    }

    [Fact]
    public async Task Nominations_come_as_a_workbook_too()
    {
        var employees = await RegisteredAsync(3);
        var offering = await OfferingAsync(5);
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, employees.Select(e => new Dictionary<string, object> { ["nip"] = e.Nip }));

        (await ReadAsync(file.ToArray(), Nominations(offering))).OutcomesShouldBe(("confirmed", 3));
    }

    [Fact]
    public async Task Cells_are_taken_as_they_are_written_and_rejected_by_their_row()
    {
        var e = Roster.Take(5);
        var sheet = Sheet(
            Row(1, Header.Split(',')) + $"""<row r="3">{Cells(3, Values(e[0]))}</row><row r="4"><c r="A4"><v>{e[1].Nip}</v></c>{Cells(4, Values(e[1]), skip: 1)}</row>"""
            + """<row r="6"><c r="A6"><v>1.98706142010012E+17</v></c><c r="B6" t="inlineStr"><is><r><t>Na</t></r><r><t>ma</t></r></is></c></row>"""
            + $"""<row r="7">{Cells(7, [.. Values(e[2]), "covid-response", "x"])}</row><row r="8"><c r="A8" t="inlineStr"><is><t>{e[3].Nip}</t></is></c></row><row r="9"/>""");

        var job = await ReadAsync(Book(sheet));

        job.OutcomesShouldBe(("created", 2), ("malformed_nip", 1), ("malformed_row", 1), ("bad_name", 1));
        (await RejectionsAsync(job)).Select(r => (r.Line, r.Code)).ShouldBe([(6, "malformed_nip"), (7, "malformed_row"), (8, "bad_name")]);
    }

    [Fact]
    public async Task A_hidden_sheet_is_not_the_first_one()
    {
        var e = Roster.Take(1).Single();
        var book = Package(
            ("xl/workbook.xml", Workbook("""<sheet name="Lama" sheetId="1" state="hidden" r:id="r1"/><sheet name="Pegawai" sheetId="2" r:id="r2"/>""")),
            ("xl/_rels/workbook.xml.rels", Relations("worksheets/sheet1.xml", "/xl/worksheets/sheet2.xml")),
            ("xl/worksheets/sheet1.xml", Sheet(Row(1, ["x"]))), ("xl/worksheets/sheet2.xml", Sheet(Row(1, Header.Split(',')) + Row(2, Values(e)))));

        (await ReadAsync(book)).OutcomesShouldBe(("created", 1));
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "text", "bukan arsip ZIP" }, { "empty", "bukan arsip ZIP" }, { "cut", "bukan arsip ZIP" }, { "no-workbook", "bukan buku kerja" },
        { "no-sheet", "tidak memuat lembar" }, { "sheet-missing", "lembar pertama tidak ada" }, { "parts", "lebih dari 200 bagian" },
        { "formula", "sel B2 berisi rumus" }, { "wrong-sheet", "Lembar 'Pegawai' baris 1: judul kolom harus" }, { "only-header", "hanya berisi judul" },
        { "no-rows", "Lembar 'Pegawai' kosong" }, { "doctype", "DOCTYPE" }, { "cdata", "CDATA" }, { "utf-16", "bukan XML UTF-8" },
        { "long-text", "terlalu panjang" }, { "long-attribute", "terlalu panjang" }, { "deep", "terlalu dalam" }, { "deep-phonetic", "terlalu dalam" },
        { "string-index", "nomor teks 7 tidak ada" }, { "rows-backwards", "tidak berurutan" }, { "cells-backwards", "tidak berurutan" },
        { "row-number", "tidak berurutan" }, { "column", "kolom XFD" }, { "not-xml", "rusak" }, { "bomb", "lebih dari 512 MiB" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_workbook_that_is_none_or_an_attack_is_refused_and_nothing_is_kept(string kind, string reason)
    {
        var jobs = await Service.CountAsync("SELECT count(*) FROM import_jobs");

        using var response = await PostAsync(Make(kind), Path);

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain(reason);
        (await Service.CountAsync("SELECT count(*) FROM import_jobs")).ShouldBe(jobs);
        Directory.GetFiles(System.IO.Path.GetTempPath(), "bpsdm-*.xlsx").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sheet_of_too_many_rows_is_too_large()
    {
        var rows = new StringBuilder(Row(1, Header.Split(',')));
        for (var i = 2; i <= 5_002; i++) rows.Append(Row(i, ["1", "a", "b", "OPD-01", "III/a", "c"]));

        using var response = await PostAsync(Book(Sheet(rows.ToString())), Path);

        await ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    private static byte[] Make(string kind)
    {
        var header = Row(1, Header.Split(','));
        var good = Row(2, Values(Roster.Take(1).Single()));
        return kind switch
        {
            "text" => "nip\n1\n"u8.ToArray(),
            "empty" => [],
            "cut" => Book(Sheet(header + good))[..^30],
            "no-workbook" => Package(("readme.txt", "x")),
            "no-sheet" => Package(("xl/workbook.xml", Workbook(""))),
            "sheet-missing" => Package(("xl/workbook.xml", Workbook("""<sheet name="A" sheetId="1" r:id="r1"/>"""))),
            "parts" => Package([.. Enumerable.Range(0, 201).Select(i => ($"{i}", "x"))]),
            "formula" => Book(Sheet(header + """<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>""")),
            "wrong-sheet" => Book(Sheet(Row(1, ["kode", "nama"]) + good)),
            "only-header" => Book(Sheet(header)),
            "no-rows" => Book(Sheet("")),
            "doctype" => Book("""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>""" + Sheet(header)),
            "cdata" => Book(Sheet(header + """<row r="2"><c t="inlineStr"><is><t><![CDATA[a<a<a]]></t></is></c></row>""")),
            "utf-16" => Package(Standard(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Sheet(header))).ToArray())),
            "long-text" => Book(Sheet($"""<row r="1"><c t="inlineStr"><is><t>{new string('a', 300_000)}</t></is></c></row>""")),
            "long-attribute" => Book(Sheet($"""<row r="1" x="{new string('a', 300_000)}"/>""")),
            "deep" => Book(Sheet(header + string.Concat(Enumerable.Repeat("<a>", 1_000)))),
            "deep-phonetic" => Book(Sheet(header + """<row r="2"><c t="inlineStr"><is><rPh>""" + string.Concat(Enumerable.Repeat("<a>", 1_000)))),
            "string-index" => Book(Sheet("""<row r="1"><c t="s"><v>7</v></c></row>""")),
            "rows-backwards" => Book(Sheet(header + Row(3, ["1"]) + Row(2, ["1"]))),
            "cells-backwards" => Book(Sheet(header + """<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>""")),
            "row-number" => Book(Sheet("""<row r="1048577"><c><v>1</v></c></row>""")),
            "column" => Book(Sheet(header + """<row r="2"><c r="XFD2"><v>1</v></c></row>""")),
            "not-xml" => Book("nothing"),
            "bomb" => Bomb(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    // Each markup is short enough; all of them are 520 MiB, and half a MiB when packed.
    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Standard([]).SkipLast(1))
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(content);
            }
            using var sheet = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            sheet.Write("<worksheet><sheetData>"u8);
            var piece = Encoding.UTF8.GetBytes($"<x a=\"{new string('a', 200 * 1024)}\"/>");
            for (var written = 0L; written < 520L * 1024 * 1024; written += piece.Length) sheet.Write(piece);
        }
        return file.ToArray();
    }

    private static string[] Values(RosterEmployee e) => [e.Nip, e.Name, e.BirthPlace, e.AgencyCode, e.Rank, e.Position];

    private static string Row(int row, string[] values) => $"""<row r="{row}">{Cells(row, values)}</row>""";

    private static string Cells(int row, string[] values, int skip = 0) => string.Concat(values.Select((value, i) =>
        i < skip ? "" : $"""<c r="{(char)('A' + i)}{row}" t="inlineStr"><is><t>{value}</t></is></c>"""));

    private static string Sheet(string rows) => $"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>""";

    private static string Workbook(string sheets) =>
        $"""<workbook xmlns="m" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>""";

    private static string Relations(params string[] targets) =>
        $"<Relationships>{string.Concat(targets.Select((t, i) => $"""<Relationship Id="r{i + 1}" Type="x/worksheet" Target="{t}"/>"""))}</Relationships>";

    private static byte[] Book(string sheet) => Package(Standard(Encoding.UTF8.GetBytes(sheet)));

    private static (string, byte[])[] Standard(byte[] sheet) =>
    [
        ("xl/workbook.xml", Encoding.UTF8.GetBytes(Workbook("""<sheet name="Pegawai" sheetId="1" r:id="r1"/>"""))),
        ("xl/_rels/workbook.xml.rels", Encoding.UTF8.GetBytes(Relations("worksheets/sheet1.xml"))),
        ("xl/worksheets/sheet1.xml", sheet),
    ];

    private static byte[] Package(params (string Name, string Text)[] parts) => Package([.. parts.Select(p => (p.Name, Encoding.UTF8.GetBytes(p.Text)))]);

    private static byte[] Package((string Name, byte[] Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(content);
            }
        }
        return file.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] file, string path)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(Type) } };
        return await Service.AsTrainingAdmin().PostAsync(path, content);
    }

    private async Task<Job> ReadAsync(byte[] file, string path = Path)
    {
        using var response = await PostAsync(file, path);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await CompletedAsync((await response.Content.ReadFromJsonAsync<Job>())!);
    }
}
