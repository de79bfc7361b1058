using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>What the requests of a participant to a test have in common.</summary>
internal sealed record TestServices(OfferingCache Offerings, DeliveryDb Db, NpgsqlDataSource Database, TestStore Store, TestGrader Grader, TimeProvider Time)
{
    public async Task<(Guid ParticipantId, ProblemHttpResult? Problem)> SeatAsync(Guid offeringId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return (default, Answers.NoNip());
        if (await Offerings.GetAsync(offeringId, cancellationToken) is not { Offering: var offering }) return (default, Answers.OfferingNotFound(offeringId));
        var (participantId, refusal) = await Db.SeatOfAsync(offeringId, nip, cancellationToken);
        if (refusal is null && offering.CancelledAt is not null) refusal = Refusal.OfferingCancelled;
        return (participantId, refusal?.ToProblem());
    }
}
