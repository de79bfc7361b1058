using System.Text.Json.Serialization;

namespace Bpsdm.Catalogue.Domain;

public enum Category { Basic, Leadership, Managerial, Technical, Functional, Sociocultural }

/// <summary>How much of a programme is done with the hands: it decides what can leave the classroom.</summary>
public enum PracticeNeed { None, Mixed, Practical }

/// <summary>Who sets a programme's JP and curriculum: LAN for structural and basic training, BPSDM for all others.</summary>
public enum JpAuthority
{
    [JsonStringEnumMemberName("LAN")] Lan,
    [JsonStringEnumMemberName("BPSDM")] Bpsdm,
}

public enum ModuleMethod { Theory, Discussion, Practice, Assessment }

/// <summary>How one module is delivered.</summary>
public enum DeliveryMode { Live, SelfPaced, FaceToFace }

/// <summary>Outcome of the review whether a programme can be taught at a distance.</summary>
public enum Verdict { Distance, Blended, FaceToFace }
