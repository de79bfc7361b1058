using Bpsdm.Catalogue.Domain;
using Bpsdm.Catalogue.Features.Needs;
using Bpsdm.Catalogue.Features.Plans;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Catalogue.Features;

/// <summary>What the domain's rules say to the people who break them.</summary>
internal static class BrokenRuleProblems
{
    public static ProblemHttpResult ToProblem(this BrokenRule broken) => broken switch
    {
        JpNotSetYet r => Rule("jp-not-set", $"JP program {r.ProgrammeCode} ditetapkan LAN dan belum diketahui; program belum dapat dirancang, ditelaah, atau dibuka."),
        JpSetByLan r => Rule("jp-set-by-lan", $"JP program ini ditetapkan LAN sebesar {r.Jp} JP; modul berjumlah {r.Total} JP tidak dapat diterima."),
        JpOfLanMissing r => Rule("jp-of-lan-missing", $"JP program {r.ProgrammeCode} ditetapkan LAN; sebutkan 'jp' menurut ketetapan LAN bersama modulnya."),
        JpIsNotTheSum r => Rule("jp-is-not-the-sum", $"'jp' disebut {r.Jp}, tetapi jumlah JP modul {r.Total}."),

        NotPublished r => Rule("not-published", $"Kurikulum program {r.ProgrammeCode} belum diterbitkan."),
        NoSuchCurriculum r => Problems.NotFound($"Kurikulum versi {r.Version}"),
        NoDraft r => Rule("no-draft", $"Program {r.ProgrammeCode} tidak mempunyai naskah kurikulum yang belum terbit."),
        RulesBeforeTheLatest r => Rule("before-the-latest-version", $"'{r.Field}' tidak boleh sebelum versi terakhir berlaku, {r.Latest:yyyy-MM-dd}."),

        NoSuchModule r => Rule("no-such-module", $"Program ini tidak mempunyai modul nomor {r.Number}."),
        ModuleNamedTwice r => Rule("module-named-twice", $"Modul nomor {r.Number} disebut lebih dari sekali."),
        ModuleWithoutMode r => Rule("module-without-mode", $"Modul nomor {r.Number} belum diberi moda."),

        NotDesigned r => Rule("not-designed", $"Program {r.ProgrammeCode} belum mempunyai rancangan penyelenggaraan."),
        NotReviewed r => Rule("not-reviewed", $"Program {r.ProgrammeCode} belum ditelaah kelayakannya; belum dapat dibuka."),
        PracticalProgrammeAtADistance r => Rule("practice-needs-presence", $"Program {r.ProgrammeCode} bersifat praktik dan tidak dapat sepenuhnya jarak jauh."),
        FaceToFaceModuleAtADistance r => Rule("module-needs-presence", $"Modul nomor {r.Number} dirancang tatap muka; program tidak dapat sepenuhnya jarak jauh."),

        NeedRule r => NeedRuleProblems.Of(r),
        PlanRule r => PlanRuleProblems.Of(r),
        NoSuchChecklistItem r => Rule("no-such-checklist-item", $"answers.{r.Code}: daftar periksa tidak mempunyai butir '{r.Code}'."),
        ChecklistItemUnanswered r => Rule("checklist-item-unanswered", $"answers.{r.Code}: butir '{r.Code}' belum dijawab."),
        ReviewedAlready => Problems.Conflict("reviewed-already", "Anda sudah menelaah rancangan ini; penelaah berikutnya harus orang lain."),
        VerdictStands r => Problems.Conflict("verdict-stands", $"Putusan atas rancangan ini sudah ditetapkan: {Wire.NameOf(r.Verdict)}."),
        TwoReviewersNeeded r => Rule("two-reviewers-needed", $"Putusan memerlukan telaah dari {Review.Needed} orang yang berbeda; baru ada {r.Reviews}."),
        ReviewersDisagree => Rule("reviewers-disagree", "Para penelaah berbeda pendapat; diperlukan telaah dari seorang lagi."),
        NotTheReviewersVerdict r => Rule("not-the-reviewers-verdict", $"'verdict' harus putusan yang disepakati penelaah: {Wire.NameOf(r.Verdict)}."),


        EndsBeforeItsDays r => Rule("ends-too-early", $"'endDate' {r.EndDate:yyyy-MM-dd} lebih awal dari hari terakhir rancangan, {r.LastDay:yyyy-MM-dd}."),
        SessionOfNoModule r => Rule("session-of-no-module", $"sessions[{r.Index}].moduleNumber: program tidak mempunyai modul nomor {r.ModuleNumber}."),
        SessionOfSelfPacedModule r => Rule("session-of-self-paced-module", $"sessions[{r.Index}].moduleNumber: modul nomor {r.ModuleNumber} dipelajari mandiri dan tidak mempunyai sesi."),
        SessionOutOfOrder r => Rule("session-out-of-order", $"sessions[{r.Index}]: sesi harus berakhir sesudah mulai dan diurutkan menurut waktu mulai."),
        SessionOutsideDates r => Rule("session-outside-dates", $"sessions[{r.Index}]: sesi harus berada di antara {r.StartDate:yyyy-MM-dd} dan {r.EndDate:yyyy-MM-dd} (WIB)."),
        EnrolmentClosesBeforeItOpens => Rule("enrolment-window", "'enrolmentClosesAt' harus sesudah 'enrolmentOpensAt'."),
        WithdrawalClosesBeforeEnrolmentOpens => Rule("withdrawal-window", "'withdrawalClosesAt' harus sesudah 'enrolmentOpensAt'."),
        AfterTheEnd r => Rule("after-the-end", $"'{r.Field}' tidak boleh sesudah angkatan berakhir, {r.EndDate:yyyy-MM-dd} (WIB)."),

        OfferingIsCancelled r => Problems.Conflict("offering-cancelled", $"Angkatan ini sudah dibatalkan: {r.Reason}"),
        OfferingHasEnded r => Problems.Conflict("offering-ended", $"Angkatan ini sudah berakhir pada {r.EndDate:yyyy-MM-dd}."),
        PostponedIntoThePast r => Rule("postponed-into-the-past", $"'startDate' {r.StartDate:yyyy-MM-dd} sudah lewat."),
        NothingPostponed => Rule("nothing-postponed", "Tanggal dan waktu sesi yang diminta sama dengan yang sudah berlaku."),
        NoSuchSession r => Rule("no-such-session", $"Angkatan ini tidak mempunyai sesi nomor {r.Number}."),
        SessionWasHeld r => Rule("session-was-held", $"Sesi nomor {r.Number} sudah berlangsung dan tidak dapat dipindahkan."),
        SessionTimesWrong r => Rule("session-times", $"Sesi nomor {r.Number} harus dimulai sesudah sekarang dan berakhir sesudah mulai."),
        MovedSessionOutsideDates r => Rule("session-outside-dates", $"Sesi nomor {r.Number} harus berada di antara {r.StartDate:yyyy-MM-dd} dan {r.EndDate:yyyy-MM-dd} (WIB)."),

        _ => throw new InvalidOperationException($"The rule {broken.GetType().Name} has no text."),
    };

    private static ProblemHttpResult Rule(string code, string detail) => Problems.Unprocessable(code, detail);
}
