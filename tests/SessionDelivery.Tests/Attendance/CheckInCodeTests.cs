using System.Text;
using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Tests.Attendance;

public sealed class CheckInCodeTests
{
    /// <summary>The test vectors of RFC 6238, appendix B, for SHA-256: of their eight digits the last six.</summary>
    [Theory]
    [InlineData(59, "119246")]
    [InlineData(1111111109, "084774")]
    [InlineData(1111111111, "062674")]
    [InlineData(1234567890, "819424")]
    [InlineData(2000000000, "698825")]
    [InlineData(20000000000, "737706")]
    public void It_is_the_standards_time_based_password(long seconds, string code) =>
        CheckInCode.At(Encoding.ASCII.GetBytes("12345678901234567890123456789012"), DateTimeOffset.FromUnixTimeSeconds(seconds)).ShouldBe(code);

    [Fact]
    public void It_is_right_in_its_half_minute_and_the_next_one()
    {
        var secret = Encoding.ASCII.GetBytes("12345678901234567890123456789012");
        var shown = new DateTimeOffset(2026, 6, 1, 2, 0, 30, TimeSpan.Zero);
        var code = CheckInCode.At(secret, shown);
        CheckInCode.ChangesAt(shown.AddSeconds(29)).ShouldBe(shown.AddSeconds(30));
        foreach (var (after, right) in ((int, bool)[])[(-1, false), (0, true), (29, true), (30, true), (59, true), (60, false)])
            CheckInCode.IsRight(secret, code, shown.AddSeconds(after)).ShouldBe(right, $"{after} s later");
        foreach (var other in (string[])["", " ", code + "0", code[1..], "\0\0\0\0\0\0", "kode"])
            CheckInCode.IsRight(secret, other, shown).ShouldBeFalse();
    }
}
