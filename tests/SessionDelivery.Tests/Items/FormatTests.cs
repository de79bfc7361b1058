using System.IO.Compression;
using System.Text;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Bpsdm.SessionDelivery.Features.Tests;
using Bpsdm.SessionDelivery.Features.Tests.Formats;
using FsCheck;
using FsCheck.Fluent;

namespace Bpsdm.SessionDelivery.Tests.Items;

public sealed class FormatTests
{
    [Fact]
    public void Whatever_is_written_as_GIFT_is_read_again() => Same(items => GiftReader.Read(GiftWriter.Write(items)));

    [Fact]
    public void Whatever_is_written_as_QTI_is_read_again() => Same(items =>
    {
        using var zip = new MemoryStream(QtiPackage.Write("bank", items));
        return QtiPackage.Read(zip);
    });

    [Fact]
    public void Whatever_is_written_as_a_document_is_read_again() => Same(items => [.. items.Select(i =>
    {
        var (item, broken) = ItemDocument.Of(i).Read(i.Code);
        return new ReadItem(null, 1, i.Code, item, [.. broken.Select(b => b.ToString())], []);
    })]);

    [Theory]
    [InlineData("::Q1::1 JP berapa menit? {=45 ~60 ~90}", SingleChoice.Name)]
    [InlineData("Mana yang termasuk? {~%50%A ~%50%B ~%-100%C}", MultipleChoice.Name)]
    [InlineData("// catatan\n$CATEGORY: $course$/umum\n\n1 JP = 45 menit. {T}", TrueFalse.Name)]
    [InlineData("Pi? {#3.14:0.01}", Numeric.Name)]
    [InlineData("Pi? {#3.1..3.2}", Numeric.Name)]
    [InlineData("Pi? {#=3.14:0 =%50%3:0.5#kurang teliti}", Numeric.Name)]
    [InlineData("Jodohkan. {=DKI -> Jakarta =Jabar -> Bandung = -> Medan}", Matching.Name)]
    [InlineData("Ibu kota {=Jakarta =%50%DKI} berada di Jawa.", ShortText.Name)]
    [InlineData("::E::[plain]Uraikan. {}", Essay.Name)]
    public void GIFT_of_other_systems_is_read(string gift, string kind)
    {
        var read = GiftReader.Read(gift).ShouldHaveSingleItem();
        read.Errors.ShouldBeEmpty();
        read.Item!.Body.Kind.ShouldBe(kind);
    }

    [Fact]
    public void GIFT_keeps_the_meaning()
    {
        One<Numeric>("Pi? {#3.1..3.2}").Answers.ShouldBe([new(3.15m, 0.05m, 100)]);
        One<MultipleChoice>("? {~%50%A ~%50%B ~C ~D}").Choices.Select(c => c.Credit).ShouldBe([50, 50, -50, -50]);
        One<Matching>("? {=a -> 1 =b -> 1 = -> 2}").Targets.ShouldBe(["1", "2"]);
        One<SingleChoice>("? {~salah\\=betul =a\\~b}").Choices.ShouldBe([new("salah=betul", 0), new("a~b", 100)]);
        GiftReader.Read("Ibu kota {=Jakarta} di Jawa.")[0].Item!.Text.ShouldBe("Ibu kota _____ di Jawa.");

        static T One<T>(string gift) => GiftReader.Read(gift).ShouldHaveSingleItem().Item!.Body.ShouldBeOfType<T>();
    }

    [Theory]
    [InlineData("::A::Ya? {T}\n\n::B::Tanpa jawaban\n\n::C::Ya? {F}", 3, "B", "bagian jawaban")]
    [InlineData("::A::Ya? {T}\n\n::B::Terbuka {=a\n\n::C::Ya? {F}", 3, "B", "tidak ditutup")]
    [InlineData("::A::Ya? {T}\n\n\n// c\n::B::Dua {=a} dan {=b}\n\n::C::Ya? {F}", 5, "B", "lebih dari satu '{'")]
    [InlineData("::A::Ya? {T}\n\n::B Judul {=a}\n\n::C::Ya? {F}", 3, null, "Judul")]
    [InlineData("::A::Ya? {T}\n\n::B::Pi? {#tiga}\n\n::C::Ya? {F}", 3, "B", "bukan angka")]
    [InlineData("::A::Ya? {T}\n\n::B::Mana? {=a =b ~c}\n\n::C::Ya? {F}", 3, "B", "lebih dari satu '='")]
    [InlineData("::A::Ya? {T}\n\n::B::Mana? {~%50%a ~b}\n\n::C::Ya? {F}", 3, "B", "berjumlah 100")]
    [InlineData("::A::Ya? {T}\n\n::B::Kota? {=Jak*}\n\n::C::Ya? {F}", 3, "B", "'*'")]
    [InlineData("::A::Ya? {T}\n\n::B::Jodoh {=a -> b =c}\n\n::C::Ya? {F}", 3, "B", "'->'")]
    public void A_GIFT_question_that_is_wrong_is_named_and_spoils_no_other(string gift, int line, string? identifier, string error)
    {
        var read = GiftReader.Read(gift);
        read.Select(r => r.Item is not null).ShouldBe([true, false, true]);
        (read[1].Line, read[1].Identifier).ShouldBe((line, identifier));
        read[1].Errors.ShouldContain(e => e.Contains(error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><assessmentItem identifier=\"a\">&x;</assessmentItem>", "DTD")]
    [InlineData("<assessmentItem identifier=\"a\"><itemBody>", "XML")]
    [InlineData("<questestinterop/>", "questestinterop")]
    [InlineData("<assessmentItem><itemBody/></assessmentItem>", "identifier")]
    [InlineData("<assessmentItem identifier=\"a\"><itemBody><p>?</p></itemBody></assessmentItem>", "interaksi")]
    [InlineData("<assessmentItem identifier=\"a\"><itemBody><img src=\"x\"/></itemBody></assessmentItem>", "img")]
    [InlineData("<assessmentItem identifier=\"a\"><responseDeclaration identifier=\"R\"/><itemBody><hotspotInteraction responseIdentifier=\"R\"/></itemBody></assessmentItem>", "hotspotInteraction")]
    [InlineData("<assessmentItem identifier=\"a\"><itemBody><extendedTextInteraction responseIdentifier=\"R\"/></itemBody></assessmentItem>", "responseDeclaration")]
    public void A_QTI_item_that_is_wrong_says_why(string xml, string error)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        var read = QtiReader.Read("a.xml", stream);
        read.Item.ShouldBeNull();
        read.File.ShouldBe("a.xml");
        read.Errors.ShouldHaveSingleItem().ShouldContain(error);
    }

    /// <summary>The choice item of the specification's own examples: no mapping, indentation, a namespace.</summary>
    [Fact]
    public void QTI_of_other_systems_is_read()
    {
        const string Xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="choiceMultiple" title="Composition of Water" adaptive="false" timeDependent="false">
              <responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier">
                <correctResponse><value>H</value><value>O</value></correctResponse>
                <mapping lowerBound="0" upperBound="2" defaultValue="-2"><mapEntry mapKey="H" mappedValue="1"/><mapEntry mapKey="O" mappedValue="1"/><mapEntry mapKey="Cl" mappedValue="-1"/></mapping>
              </responseDeclaration>
              <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
              <itemBody>
                <choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="0">
                  <prompt>Which of the following elements
                    are used to form water?</prompt>
                  <simpleChoice identifier="H" fixed="false">Hydrogen</simpleChoice>
                  <simpleChoice identifier="O" fixed="false">Oxygen</simpleChoice>
                  <simpleChoice identifier="Cl" fixed="false">Chlorine</simpleChoice>
                </choiceInteraction>
              </itemBody>
              <responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>
            </assessmentItem>
            """;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Xml));
        var item = QtiReader.Read(null, stream).Item!;
        item.Text.ShouldBe("Which of the following elements are used to form water?");
        item.Body.ShouldBeOfType<MultipleChoice>().Choices.ShouldBe([new("Hydrogen", 50), new("Oxygen", 50), new("Chlorine", -50)]);
    }

    [Fact]
    public void A_file_that_unpacks_to_gigabytes_is_not_unpacked()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("bomb.xml", CompressionLevel.Fastest).Open();
            for (var i = 0; i < 64; i++) entry.Write(new byte[1024 * 1024]);
        }
        zip.Position = 0;
        QtiPackage.Read(zip).ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().ShouldContain("1 MB");
    }

    private static void Same(Func<IReadOnlyList<Item>, IReadOnlyList<ReadItem>> throughAFile) =>
        Prop.ForAll(SomeItems.Any.NonEmptyListOf().ToArbitrary(), given =>
        {
            var items = given.Take(5).Select((item, i) => item with { Code = $"{item.Code} {i}" }).ToList();
            var read = throughAFile(items);
            read.SelectMany(r => r.Errors).ShouldBeEmpty();
            read.Select(r => BankStore.Write(r.Item!)).ShouldBe(items.Select(BankStore.Write));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
