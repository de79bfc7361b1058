namespace Bpsdm.Catalogue.Domain;

/// <summary>What the programme's need of practice and its design speak for, until reviewers have found what they find.</summary>
public sealed record VerdictProposal(Verdict Verdict, ProposalReason Reason)
{
    public static VerdictProposal For(Programme programme)
    {
        if (programme.Design is not { } design)
            return new(
                programme.Practice switch
                {
                    PracticeNeed.None => Verdict.Distance,
                    PracticeNeed.Mixed => Verdict.Blended,
                    PracticeNeed.Practical => Verdict.FaceToFace,
                },
                programme.JpSetBy is JpAuthority.Lan && programme.Jp is null ? ProposalReason.JpOfLanUnknown : ProposalReason.NotDesigned);
        var modes = design.Portions.Select(p => p.Mode).Distinct().ToArray();
        if (modes is [DeliveryMode.FaceToFace]) return new(Verdict.FaceToFace, ProposalReason.AllInPresence);
        if (modes.Contains(DeliveryMode.FaceToFace)) return new(Verdict.Blended, ProposalReason.PartInPresence);
        return programme.Practice is PracticeNeed.Practical
            ? new(Verdict.Blended, ProposalReason.PracticalProgramme)
            : new(Verdict.Distance, ProposalReason.NothingInPresence);
    }
}

public enum ProposalReason { JpOfLanUnknown, NotDesigned, AllInPresence, PartInPresence, PracticalProgramme, NothingInPresence }
