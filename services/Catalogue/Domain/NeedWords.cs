namespace Bpsdm.Catalogue.Domain;

public enum NeedStatus { Draft, Submitted, Withdrawn, Accepted, Rejected, Merged }

public enum NeedPriority { Low, Normal, High }

/// <summary>The kinds of positions that people of a need hold; their Indonesian names are those of the regulation.</summary>
public enum PositionGroup { Jpt, Administrator, Pengawas, Pelaksana, Fungsional }

/// <summary>What happened to a need, as its history tells it.</summary>
public enum NeedAction
{
    Submitted, Withdrawn, Accepted, Rejected,

    /// <summary>BPSDM found the programme for a new topic.</summary>
    ProgrammeAssigned,

    /// <summary>Became part of another need; that one tells <see cref="Absorbed"/>.</summary>
    Merged, Absorbed,

    /// <summary>The merge was undone; the other need tells <see cref="Released"/>.</summary>
    Separated, Released,
}
