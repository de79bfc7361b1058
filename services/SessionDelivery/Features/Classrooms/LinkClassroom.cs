using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>A meeting that somebody set up elsewhere. All that is known is who asked for its address.</summary>
internal sealed class LinkClassroom : IClassroomProvider
{
    public string Kind => Classroom.Link;
    public bool IsConfigured => true;
    public bool TellsPresence => false;

    public Task<Entrance> OpenAsync(Visit visit, CancellationToken cancellationToken) => Task.FromResult<Entrance>(new Uri(visit.Classroom.Url!));

    public Task<ClassroomFault?> EndAsync(Guid sessionId, CancellationToken cancellationToken) => Task.FromResult<ClassroomFault?>(null);
}
