using System.Net;
using System.Text;
using System.Text.Json;
using static Bpsdm.Certification.Tests.Answers;

namespace Bpsdm.Certification.Tests.Siasn;

[Collection(CertificationTests.Name)]
public sealed class AnswerTests(CertificationFixture service) : SiasnTest(service)
{
    [Fact]
    public async Task What_was_refused_is_offered_again_and_what_was_accepted_is_not()
    {
        var (first, second, third, ids) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), await IssueAsync(3));
        await ExportAsync(first);
        var taken = await AnswerAsync(first, $"id,status,message\n{ids[0]},accepted,\n{ids[1]},refused,\"NIP tidak dikenal, periksa\"\n");
        (taken.GetProperty("taken").GetInt32(), taken.GetProperty("failed").GetInt32()).ShouldBe((2, 0));
        Counts(taken.GetProperty("export")).ShouldBe((3, 1, 1, 1));

        await ExportAsync(second);
        (await IdsAsync(second)).ShouldBe([ids[1]]);
        (await IdsAsync(first)).ShouldBe(ids, ignoreOrder: true, "what was handed out stays as it was");
        Counts(await ExportAsync(third)).Records.ShouldBe(0);
        await AnswerAsync(second, $"status,id\nrefused,{ids[1]}");
        Counts(await ExportAsync(Guid.NewGuid())).Records.ShouldBe(1);
    }

    [Fact]
    public async Task The_answers_come_back_as_a_file_that_changes_nothing_when_it_is_sent_again()
    {
        var (export, ids) = (Guid.NewGuid(), await IssueAsync(3));
        await ExportAsync(export);
        await AnswerAsync(export, $"id,status,message\n{ids[2]},refused,\"=1+1\"\n{ids[0]},accepted,ok\n");
        var file = await Hr.GetStringAsync($"{Api}/{export}/answers");
        file.ShouldContain($"{ids[0]},accepted,ok");
        file.ShouldContain($"{ids[2]},refused,\"'=1+1\"");
        file.ShouldNotContain(ids[1].ToString());
        (await AnswerAsync(export, file)).GetProperty("taken").GetInt32().ShouldBe(2);
        (await Hr.GetStringAsync($"{Api}/{export}/answers")).ShouldBe(file);
        Counts(await ViewAsync(export)).ShouldBe((3, 1, 1, 1));
    }

    [Fact]
    public async Task A_wrong_answer_is_corrected_by_a_later_file_unless_the_record_went_out_again()
    {
        var (first, second, ids) = (Guid.NewGuid(), Guid.NewGuid(), await IssueAsync(2));
        await ExportAsync(first);
        await AnswerAsync(first, $"id,status\n{ids[0]},refused\n{ids[1]},refused\n");
        await AnswerAsync(first, $"id,status\n{ids[0]},accepted\n");
        await ExportAsync(second);
        (await IdsAsync(second)).ShouldBe([ids[1]]);
        var late = await AnswerAsync(first, $"id,status\n{ids[1]},accepted\n");
        late.GetProperty("errors")[0].GetProperty("line").GetInt32().ShouldBe(2);
        late.GetProperty("errors")[0].GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("ekspor yang baru");
        Counts(await ViewAsync(first)).ShouldBe((2, 0, 1, 1));
        Counts(await ViewAsync(second)).ShouldBe((1, 1, 0, 0));
    }

    [Fact]
    public async Task Bad_lines_are_named_and_the_good_ones_between_them_are_taken()
    {
        var (export, ids) = (Guid.NewGuid(), await IssueAsync(2));
        await ExportAsync(export);
        var taken = await AnswerAsync(
            export,
            $"\uFEFFid,status,message\n{ids[0]},accepted,\nnot-an-id,accepted,\n{ids[1]},maybe,\n{Guid.NewGuid()},refused,x\n{ids[0]},refused,twice\n{ids[1]},refused\n{ids[1]},refused,{new string('x', 501)}\n\"{ids[1]},accepted,\n{ids[1]},accepted,\n");
        (taken.GetProperty("taken").GetInt32(), taken.GetProperty("failed").GetInt32()).ShouldBe((2, 7));
        taken.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("line").GetInt32()).ShouldBe([3, 4, 5, 6, 7, 8, 9]);
        Counts(taken.GetProperty("export")).ShouldBe((2, 0, 2, 0));
    }

    public static TheoryData<string, byte[]> BadFiles => new()
    {
        { "empty", [] },
        { "only the titles", "id,status\n"u8.ToArray() },
        { "other columns", "nip,status\n1,accepted\n"u8.ToArray() },
        { "semicolons", "id;status\nx;accepted\n"u8.ToArray() },
        { "binary", [0, 159, 146, 150, 0, 255] },
        { "not UTF-8", [.. "id,status,message\n00000000-0000-0000-0000-000000000001,refused,"u8, 0xE9, (byte)'\n'] },
        { "a line without an end", [.. "id,status\n"u8, .. Enumerable.Repeat((byte)'x', 100_000)] },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_is_none_is_refused_and_changes_nothing(string what, byte[] file)
    {
        var export = Guid.NewGuid();
        await IssueAsync(1);
        await ExportAsync(export);
        (await ProblemAsync(await SendAnswersAsync(export, file), HttpStatusCode.BadRequest)).ShouldNotBeEmpty(what);
        Counts(await ViewAsync(export)).ShouldBe((1, 1, 0, 0));
    }

    [Fact]
    public async Task Another_media_type_and_an_unknown_export_are_refused()
    {
        await ProblemAsync(await SendAnswersAsync(Guid.NewGuid(), "id,status\n"), HttpStatusCode.NotFound);
        var export = Guid.NewGuid();
        await ExportAsync(export);
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        await ProblemAsync(await Hr.PostAsync($"{Api}/{export}/answers", json), HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Answers_and_exports_at_the_same_moment_leave_every_record_in_one_export()
    {
        var (first, ids) = (Guid.NewGuid(), await IssueAsync(200));
        await ExportAsync(first);
        var refused = string.Concat(ids.Select(id => $"{id},refused\n"));
        var later = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(later.Select(id => ExportAsync(id)).Append(AnswerAsync(first, $"id,status\n{refused}")));
        later.Add(Guid.NewGuid());
        await ExportAsync(later[^1]);
        var exported = new List<Guid>();
        foreach (var export in later) exported.AddRange(await IdsAsync(export));
        exported.ShouldBe(ids, ignoreOrder: true);
        (await Service.ScalarAsync<long>("SELECT count(*) FROM siasn_records WHERE certificate_id = ANY($1) AND state <> 'refused'", ids)).ShouldBe(200);
    }
}
