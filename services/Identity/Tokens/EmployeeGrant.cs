namespace Bpsdm.Identity.Tokens;

/// <summary>
/// The employee portal has signed in a civil servant by its own means and vouches for the NIP. Only the confidential client
/// <c>employee-portal</c> may use it, and what it gets is a learner's token.
/// </summary>
public static class EmployeeGrant
{
    public const string Type = "urn:bpsdm:grant-type:employee";
    public const string Client = "employee-portal";
    public const string NipParameter = "nip";

    /// <summary>18 digits. Whether the employee exists is the register's question: Enrolment answers it.</summary>
    public static bool IsNip(string? value) => value is { Length: 18 } && value.All(char.IsAsciiDigit);
}
