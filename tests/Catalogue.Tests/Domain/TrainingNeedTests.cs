using Bpsdm.Catalogue.Domain;

namespace Bpsdm.Catalogue.Tests.Domain;

public class TrainingNeedTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_proposed_need_is_accepted()
    {
        var need = Proposed();
        need.Accept("admin", Now).ShouldBeNull();
        (need.Status, need.DecidedBy, need.DecidedAt, need.RejectionReason).ShouldBe((NeedStatus.Accepted, "admin", Now, null));
    }

    [Fact]
    public void A_proposed_need_is_rejected_with_its_reason()
    {
        var need = Proposed();
        need.Reject("Sudah ada.", "admin", Now).ShouldBeNull();
        (need.Status, need.RejectionReason).ShouldBe((NeedStatus.Rejected, "Sudah ada."));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_decision_stands(bool accepted)
    {
        var need = Proposed();
        _ = accepted ? need.Accept("first", Now) : need.Reject("Tidak perlu.", "first", Now);
        var status = need.Status;

        need.Accept("second", Now.AddDays(1)).ShouldBe(new NeedDecidedAlready(status));
        need.Reject("Lain.", "second", Now.AddDays(1)).ShouldBe(new NeedDecidedAlready(status));

        (need.Status, need.DecidedBy, need.DecidedAt).ShouldBe((status, "first", Now));
    }

    private static TrainingNeed Proposed() => TrainingNeed.Propose(
        Guid.CreateVersion7(), "OPD-01", null, "Arsip", 10, 2026, 2, NeedPriority.Normal, "Perlu.", "agency", Now);
}
