using System.Diagnostics;
using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Features.Batching;

/// <summary>A participant's request that waits to be written. It is checked for form before; here only its effect is decided.</summary>
public abstract class DeliveryCommand(Offering offering, string nip)
{
    public Offering Offering { get; } = offering;
    public string Nip { get; } = nip;

    /// <summary>Version of the post-test that it was graded against, where it was.</summary>
    public virtual Guid? PostTestVersion => null;

    /// <summary>Whether what there is to learn, and in which order, decides about it.</summary>
    public virtual bool NeedsPath => false;
    public ActivityContext Origin { get; } = Activity.Current?.Context ?? default;

    /// <summary>Decides the answer; may run again from a fresh record when the transaction is tried again.</summary>
    public abstract void Apply(ParticipantRecord record);
    public abstract void Refuse(Refusal refusal);

    /// <summary>Gives the decided answer to the caller: after the commit, never before.</summary>
    public abstract void Complete();
    public abstract void Fail(Exception exception);
}

public abstract class DeliveryCommand<T>(Offering offering, string nip) : DeliveryCommand(offering, nip)
{
    private readonly TaskCompletionSource<Answer<T>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Answer<T> _answer;

    public Task<Answer<T>> Answered => _completion.Task;

    protected abstract Answer<T> Handle(ParticipantRecord record);

    public sealed override void Apply(ParticipantRecord record) => _answer = Handle(record);
    public sealed override void Refuse(Refusal refusal) => _answer = refusal;
    public sealed override void Complete() => _completion.TrySetResult(_answer);
    public sealed override void Fail(Exception exception) => _completion.TrySetException(exception);
}
