namespace Bpsdm.SessionDelivery.Domain.Tests;

/// <summary>The tests that an offering may have, by the names they carry in addresses and in storage.</summary>
public static class TestName
{
    public const string PreTest = "pre-test";
    public const string PostTest = "post-test";

    /// <summary>More attempts at the post-test, on questions of their own, for who has failed all the others.</summary>
    public const string Remedial = "remedial";

    public static readonly IReadOnlyList<string> All = [PreTest, PostTest, Remedial];

    /// <summary>Whether its score goes into the participant's record.</summary>
    public static bool Counts(string test) => test is PostTest or Remedial;
}
