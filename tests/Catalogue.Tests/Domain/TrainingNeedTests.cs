using Bpsdm.Catalogue.Domain;

namespace Bpsdm.Catalogue.Tests.Domain;

public class TrainingNeedTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_need_is_drafted_only_while_the_call_is_open()
    {
        var call = Call();
        Draft(call, Now.AddDays(-1)).ShouldBe(new CallNotOpen(2026, call.Opens, call.Deadline));
        Draft(call, new DateTimeOffset(2026, 3, 31, 16, 59, 59, TimeSpan.Zero)).ShouldBeNull();
        Draft(call, new DateTimeOffset(2026, 3, 31, 17, 0, 0, TimeSpan.Zero)).ShouldBe(new CallNotOpen(2026, call.Opens, call.Deadline));

        static BrokenRule? Draft(TrainingCall call, DateTimeOffset now)
        {
            TrainingNeed.Draft(Guid.CreateVersion7(), "OPD-01", Content(), call, "agency", now).Failed(out var broken, out _);
            return broken;
        }
    }

    [Fact]
    public void A_submitted_need_is_accepted()
    {
        var need = Submitted();
        need.Accept(null, null, "admin", Now).ShouldBeNull();
        (need.Status, need.DecidedBy, need.DecidedAt, need.RejectionReason).ShouldBe((NeedStatus.Accepted, "admin", Now, null));
    }

    [Fact]
    public void A_submitted_need_is_rejected_with_its_reason()
    {
        var need = Submitted();
        need.Reject("Sudah ada.", "admin", Now).ShouldBeNull();
        (need.Status, need.RejectionReason).ShouldBe((NeedStatus.Rejected, "Sudah ada."));
    }

    [Theory]
    [InlineData(NeedStatus.Accepted)]
    [InlineData(NeedStatus.Rejected)]
    [InlineData(NeedStatus.Withdrawn)]
    public void A_decision_stands(NeedStatus status)
    {
        var need = Submitted();
        _ = status switch
        {
            NeedStatus.Accepted => need.Accept(null, null, "first", Now),
            NeedStatus.Rejected => need.Reject("Tidak perlu.", "first", Now),
            _ => need.Withdraw("first", Now),
        };

        need.Accept(null, null, "second", Now.AddDays(1)).ShouldBe(new NeedDecidedAlready(status));
        need.Reject("Lain.", "second", Now.AddDays(1)).ShouldBe(new NeedDecidedAlready(status));
        need.Withdraw("second", Now.AddDays(1)).ShouldBe(new NeedDecidedAlready(status));

        (need.Status, need.History.Count, need.History[^1].By).ShouldBe((status, 2, "first"));
    }

    [Fact]
    public void A_need_that_was_merged_goes_back_to_what_it_was_and_the_history_only_grows()
    {
        var (whole, part) = (Submitted(), Submitted());
        whole.Absorb([part], "Sama.", "admin", Now).ShouldBeNull();
        (whole.Status, part.Status, part.MergedIntoId).ShouldBe((NeedStatus.Accepted, NeedStatus.Merged, whole.Id));
        part.SeparateFrom(Submitted(), "Salah.", "admin", Now).ShouldBe(new NeedNotMerged(NeedStatus.Merged));

        part.SeparateFrom(whole, "Berbeda.", "admin", Now.AddDays(1)).ShouldBeNull();

        (whole.Status, part.Status, part.MergedIntoId, part.DecidedAt).ShouldBe((NeedStatus.Accepted, NeedStatus.Submitted, null, null));
        part.History.Select(e => (e.Action, e.Reason)).ShouldBe(
            [(NeedAction.Submitted, null), (NeedAction.Merged, "Sama."), (NeedAction.Separated, "Berbeda.")]);
    }

    private static NeedContent Content() => new(null, "Arsip", Headcounts.Of(PositionGroup.Pelaksana, 10), 2026, 2, NeedPriority.Normal, "Perlu.");

    private static TrainingCall Call()
    {
        TrainingCall.Open(Guid.CreateVersion7(), 2026, new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), "Usulkan.", "admin", Now)
            .Failed(out var broken, out var call).ShouldBeFalse(broken?.ToString());
        return call!;
    }

    private static TrainingNeed Submitted()
    {
        var call = Call();
        TrainingNeed.Draft(Guid.CreateVersion7(), "OPD-01", Content(), call, "agency", Now).Failed(out _, out var need).ShouldBeFalse();
        need!.Submit(call, "agency", Now).ShouldBeNull();
        return need;
    }
}
