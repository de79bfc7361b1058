using Bpsdm.SessionDelivery.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>Keeps what was heard of a session that has a classroom; of any other nothing was asked.</summary>
internal sealed class NoticeRecorder(IServiceScopeFactory scopes, OfferingCache offerings, ClassroomStore store, IOptions<ClassroomOptions> options)
{
    public async Task RecordAsync(Guid sessionId, IReadOnlyCollection<ToldNotice> told, CancellationToken cancellationToken)
    {
        if (told.Count == 0) return;
        await using var scope = scopes.CreateAsyncScope();
        var offeringId = await scope.ServiceProvider.GetRequiredService<DeliveryDb>().Classrooms
            .Where(c => c.SessionId == sessionId).Select(c => (Guid?)c.OfferingId).SingleOrDefaultAsync(cancellationToken);
        if (offeringId is not { } id || (await offerings.GetAsync(id, cancellationToken))?.Session(sessionId) is not { } session) return;
        await store.RecordAsync(id, sessionId, told, session.EndsAt + options.Value.NoticeGrace, cancellationToken);
    }
}
