namespace Bpsdm.Certification.Siasn;

/// <summary>Settings under <c>Siasn</c>.</summary>
public sealed class SiasnOptions
{
    /// <summary>
    /// SIASN's codes for kinds of courses by category of ours (technical, functional, …). Its reference list is not public: a
    /// category without an entry stands under its own name.
    /// </summary>
    public IDictionary<string, string> CourseKinds { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
