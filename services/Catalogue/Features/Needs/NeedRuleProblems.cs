using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>What the rules of calls and needs say to the people who break them.</summary>
internal static class NeedRuleProblems
{
    public static ProblemHttpResult Of(NeedRule broken) => broken switch
    {
        DeadlineBeforeOpening r => Rule("deadline-before-opening", $"deadline: batas akhir {DateText.ForPeople(r.Deadline)} lebih awal dari pembukaan {DateText.ForPeople(r.Opens)}."),
        DeadlinePassed r => Rule("deadline-passed", $"deadline: {DateText.ForPeople(r.Deadline)} sudah lewat; hari ini {DateText.ForPeople(r.Today)} (WIB)."),
        DeadlineAfterItsYear r => Rule("deadline-after-its-year", $"deadline: batas akhir {DateText.ForPeople(r.Deadline)} lewat dari tahun {r.Year} yang diusulkan."),
        NoCallYet r => Rule("no-call", $"year: belum ada panggilan usulan untuk tahun {r.Year}."),
        CallNotOpen r => Rule("call-not-open", $"year: panggilan usulan tahun {r.Year} dibuka {DateText.ForPeople(r.Opens)} sampai {DateText.EndOf(r.Deadline)}; di luar itu usulan tidak dapat dibuat, diubah, atau dikirim."),

        NeedOfOtherYear r => Rule("need-of-other-year", $"year: usulan ini milik panggilan tahun {r.Year} dan tidak dapat dipindahkan."),
        NeedNoDraft r => Conflict("need-not-draft", $"status: hanya rancangan usulan yang dapat diubah atau dikirim; usulan ini {NameOf(r.Status)}."),
        NeedDecidedAlready r => Conflict("need-decided", $"status: usulan ini sudah {NameOf(r.Status)}."),
        NeedNotAccepted r => Conflict("need-not-accepted", $"status: program hanya dapat ditetapkan bagi usulan yang diterima; usulan ini {NameOf(r.Status)}."),
        NeedNotMerged r => Conflict("need-not-merged", $"status: usulan ini tidak sedang digabungkan, tetapi {NameOf(r.Status)}."),
        NeedNamesItsProgramme => Rule("need-names-its-programme", "programmeId: perangkat daerah sudah menyebut program; hanya topik baru yang dapat diberi program."),
        NeedPlanned r => Conflict("need-planned", $"Usulan {r.NeedId} tercakup dalam rencana tahun {r.Year} versi {r.PlanVersion} yang sudah terbit; keluarkan dahulu dengan menerbitkan versi baru."),

        NoSuchDuplicate r => Rule("no-such-need", $"needIds[{r.Index}]: usulan tidak ditemukan."),
        DuplicateNamedTwice r => Rule("need-named-twice", $"needIds[{r.Index}]: usulan disebut lebih dari sekali."),
        DuplicateOfItself r => Rule("merge-into-itself", $"needIds[{r.Index}]: usulan tidak dapat digabungkan dengan dirinya sendiri."),
        DuplicateDecidedAlready r => Rule("merge-of-decided", $"needIds[{r.Index}]: usulan sudah {NameOf(r.Status)}."),
        DuplicateHoldsOthers r => Rule("merge-of-merge", $"needIds[{r.Index}]: usulan ini sendiri memuat usulan gabungan; pisahkan dahulu atau jadikan tujuan penggabungan."),
        DuplicateOfOtherYear r => Rule("merge-of-other-year", $"needIds[{r.Index}]: usulan bukan dari tahun {r.Year}."),
        DuplicateOfOtherProgramme r => Rule("merge-of-other-programme", $"needIds[{r.Index}]: usulan menyebut program lain daripada usulan tujuan."),

        _ => throw new InvalidOperationException($"The rule {broken.GetType().Name} has no text."),
    };

    public static string NameOf(NeedStatus status) => status switch
    {
        NeedStatus.Draft => "masih rancangan",
        NeedStatus.Submitted => "diajukan",
        NeedStatus.Withdrawn => "ditarik",
        NeedStatus.Accepted => "diterima",
        NeedStatus.Rejected => "ditolak",
        NeedStatus.Merged => "digabungkan",
    };

    private static ProblemHttpResult Rule(string code, string detail) => Problems.Unprocessable(code, detail);

    private static ProblemHttpResult Conflict(string code, string detail) => Problems.Conflict(code, detail);
}
