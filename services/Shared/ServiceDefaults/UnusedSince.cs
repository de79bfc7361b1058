namespace Bpsdm.ServiceDefaults;

/// <summary>
/// On a migration that takes something away or makes it stricter: since when nothing that may still run uses it. Without it the rule of
/// additive migrations (docs/decisions/0072) refuses such a migration. Stands in a file of its own, beside the generated one.
/// </summary>
/// <param name="commit">The last commit whose services used it, or wrote what is no longer allowed, was before this one.</param>
/// <param name="reason">What it was, and what took its place.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class UnusedSinceAttribute(string commit, string reason) : Attribute
{
    public string Commit => commit;

    public string Reason => reason;
}
