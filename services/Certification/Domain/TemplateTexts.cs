namespace Bpsdm.Certification.Domain;

/// <summary>What a certificate says beside the facts it proves: BPSDM decides it, and may decide otherwise from the next certificate on.</summary>
/// <param name="Government">First line, as <paramref name="Institution"/> and <paramref name="Title"/> printed in capitals.</param>
/// <param name="Introduction">Before the name.</param>
/// <param name="Verdict">Before the programme.</param>
/// <param name="CurriculumTitle">Heading of the page that lists the modules.</param>
/// <param name="SignedAt">Where it is signed.</param>
/// <param name="SignatoryName">May be empty: the line for the name stays blank, as on paper.</param>
/// <param name="SignatoryNip">May be empty.</param>
/// <param name="NumberPattern">With {seq} and {year}; {kind} is STTPP or SERTIFIKAT.</param>
public sealed record TemplateTexts(
    string Government, string Institution, string Title, string Introduction, string Verdict, string CurriculumTitle, string SignedAt,
    string SignatoryTitle, string SignatoryName, string SignatoryNip, string NumberPattern);

/// <summary>A version of the texts of one kind of certificates. It never changes: a certificate is drawn by the version that it was issued with.</summary>
public sealed class CertificateTemplate
{
    public required CertificateKind Kind { get; init; }

    /// <summary>1, 2, 3, …; the highest is the one that is issued with.</summary>
    public required int Version { get; init; }
    public required string Government { get; init; }
    public required string Institution { get; init; }
    public required string Title { get; init; }
    public required string Introduction { get; init; }
    public required string Verdict { get; init; }
    public required string CurriculumTitle { get; init; }
    public required string SignedAt { get; init; }
    public required string SignatoryTitle { get; init; }
    public required string SignatoryName { get; init; }
    public required string SignatoryNip { get; init; }
    public required string NumberPattern { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Subject of the token; null for what came with the platform.</summary>
    public string? CreatedBy { get; init; }

    public TemplateTexts Texts => new(
        Government, Institution, Title, Introduction, Verdict, CurriculumTitle, SignedAt, SignatoryTitle, SignatoryName, SignatoryNip, NumberPattern);

    public static CertificateTemplate Of(CertificateKind kind, int version, TemplateTexts t, DateTimeOffset now, string? by) => new()
    {
        Kind = kind, Version = version, Government = t.Government, Institution = t.Institution, Title = t.Title, Introduction = t.Introduction,
        Verdict = t.Verdict, CurriculumTitle = t.CurriculumTitle, SignedAt = t.SignedAt, SignatoryTitle = t.SignatoryTitle,
        SignatoryName = t.SignatoryName, SignatoryNip = t.SignatoryNip, NumberPattern = t.NumberPattern, CreatedAt = now, CreatedBy = by,
    };
}
