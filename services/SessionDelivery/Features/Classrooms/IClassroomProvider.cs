using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>A kind of classroom: how one gets in, and how it ends.</summary>
internal interface IClassroomProvider
{
    string Kind { get; }

    /// <summary>Whether the settings name a server of it.</summary>
    bool IsConfigured { get; }

    /// <summary>Whether it tells who is there, and so for how long.</summary>
    bool TellsPresence { get; }

    /// <summary>Opens the classroom where it is not open yet.</summary>
    Task<Entrance> OpenAsync(Visit visit, CancellationToken cancellationToken);

    /// <returns>Null where it is over, also where it was before.</returns>
    Task<ClassroomFault?> EndAsync(Guid sessionId, CancellationToken cancellationToken);
}

internal sealed class ClassroomProviders(IEnumerable<IClassroomProvider> all)
{
    private readonly Dictionary<string, IClassroomProvider> _byKind = all.ToDictionary(p => p.Kind, StringComparer.Ordinal);

    public IClassroomProvider Of(string kind) => _byKind[kind];
}

/// <param name="Title">What the classroom is called.</param>
/// <param name="Until">When its way in should close.</param>
internal sealed record Visit(Classroom Classroom, string Title, Visitor Visitor, DateTimeOffset Until);

/// <param name="Id">A participant's id, by which notices name them; of whoever leads something that is no participant's.</param>
internal sealed record Visitor(string Id, string Name, bool Leads);

/// <param name="Url">For this visitor only.</param>
internal readonly record struct Entrance(Uri? Url, ClassroomFault? Fault)
{
    public static implicit operator Entrance(Uri url) => new(url, null);
    public static implicit operator Entrance(ClassroomFault fault) => new(null, fault);
}

internal enum FaultKind
{
    Away,
    Slow,
    Refused,
    Unintelligible,
}

/// <param name="MessageKey">Why it refused, in the words of its protocol.</param>
internal sealed record ClassroomFault(FaultKind Kind, string? MessageKey = null)
{
    public ProblemHttpResult ToProblem() => Kind switch
    {
        FaultKind.Away => Problems.Problem(StatusCodes.Status503ServiceUnavailable, "classroom-away", "Server kelas virtual sedang tidak dapat dihubungi; coba lagi sebentar lagi."),
        FaultKind.Slow => Problems.Problem(StatusCodes.Status504GatewayTimeout, "classroom-slow", "Server kelas virtual terlalu lama menjawab; coba lagi sebentar lagi."),
        FaultKind.Refused => Problems.Problem(StatusCodes.Status502BadGateway, "classroom-refused", $"Server kelas virtual menolak permintaan: {MessageKey}."),
        FaultKind.Unintelligible => Problems.Problem(StatusCodes.Status502BadGateway, "classroom-unintelligible", "Jawaban server kelas virtual tidak dapat dibaca."),
    };
}
