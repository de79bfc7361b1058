namespace Bpsdm.Catalogue.Domain;

/// <summary>How many JP one day may count, by mode: a dated version, since the national table changes.</summary>
public sealed class DeliveryRules
{
    /// <summary>Fifteen hours from 08:00 on: a day ends at midnight.</summary>
    public const int MostJpPerDay = 20;

    private DeliveryRules()
    {
    }

    public DeliveryRules(int version, DateOnly validFrom, int selfPaced, int live, int faceToFace, string source) =>
        (Version, ValidFrom, SelfPacedJpPerDay, LiveJpPerDay, FaceToFaceJpPerDay, Source) =
        (version, validFrom, selfPaced, live, faceToFace, source);

    public int Version { get; private init; }
    public DateOnly ValidFrom { get; private init; }
    public int SelfPacedJpPerDay { get; private init; }
    public int LiveJpPerDay { get; private init; }
    public int FaceToFaceJpPerDay { get; private init; }

    /// <summary>Where the figures were read, and how sure they are.</summary>
    public string Source { get; private init; } = "";

    public int JpPerDay(DeliveryMode mode) => mode switch
    {
        DeliveryMode.SelfPaced => SelfPacedJpPerDay,
        DeliveryMode.Live => LiveJpPerDay,
        DeliveryMode.FaceToFace => FaceToFaceJpPerDay,
    };
}
