using Bpsdm.Catalogue.Domain;
using Bpsdm.Catalogue.Features.Needs;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Catalogue.Features.Plans;

/// <summary>What the rules of the annual plan say to the people who break them.</summary>
internal static class PlanRuleProblems
{
    public static ProblemHttpResult Of(PlanRule broken) => broken switch
    {
        LineOfUnknownProgramme r => Rule("unknown-programme", $"lines[{r.Line}].programmeId: program tidak ada dalam katalog."),
        LineNamedTwice r => Rule("line-named-twice", $"lines[{r.Line}]: program ini sudah mempunyai baris pada triwulan {r.Quarter}."),
        LineNeedUnknown r => Rule("no-such-need", $"lines[{r.Line}].needs[{r.Need}]: usulan tidak ditemukan."),
        LineNeedOfOtherYear r => Rule("need-of-other-year", $"lines[{r.Line}].needs[{r.Need}]: usulan bukan dari tahun {r.Year}."),
        LineNeedNotAccepted r => Rule("need-not-accepted", $"lines[{r.Line}].needs[{r.Need}]: hanya usulan yang diterima dapat direncanakan; usulan ini {NeedRuleProblems.NameOf(r.Status)}."),
        LineNeedOfOtherProgramme r => Rule("need-of-other-programme", $"lines[{r.Line}].needs[{r.Need}]: usulan bukan untuk program baris ini."),
        LineNeedCoveredTwice r => Rule("need-covered-twice", $"lines[{r.Line}].needs[{r.Need}]: usulan sudah tercakup dalam baris lain atau disebut dua kali."),

        PlanDraftedAlready r => Problems.Conflict("plan-drafted", $"Rancangan rencana tahun {r.Year} versi {r.Version} sudah ada; ubah, terbitkan, atau hapus dahulu."),
        PlanPublishedAlready r => Problems.Conflict("plan-published", $"Rencana tahun {r.Year} versi {r.Version} sudah terbit dan tidak berubah lagi; buat versi baru."),
        PlanWithoutLines r => Rule("plan-without-lines", $"lines: rencana tahun {r.Year} belum mempunyai baris dan tidak dapat diterbitkan."),
        PlanOutdated r => Problems.Conflict("plan-outdated", $"needs: usulan berikut berubah sejak rancangan ditulis; simpan rancangan lagi: {string.Join(", ", r.Needs)}."),

        _ => throw new InvalidOperationException($"The rule {broken.GetType().Name} has no text."),
    };

    private static ProblemHttpResult Rule(string code, string detail) => Problems.Unprocessable(code, detail);
}
