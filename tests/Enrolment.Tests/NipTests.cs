using System.Globalization;
using Bpsdm.Enrolment.Domain;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bpsdm.Enrolment.Tests;

public sealed record ValidNip(string Text, DateOnly BirthDate, EmploymentKind Kind);

public static class NipGenerators
{
    public static Arbitrary<ValidNip> ValidNips() =>
    (
        from birth in Gen.Choose(0, 20_000).Select(days => new DateOnly(1950, 1, 1).AddDays(days))
        from age in Gen.Choose(1, 60)
        from pppk in Gen.Elements(true, false)
        from month in Gen.Choose(1, 12)
        from sex in Gen.Choose(1, 2)
        from serial in Gen.Choose(1, 999)
        select new ValidNip(
            string.Create(CultureInfo.InvariantCulture, $"{birth:yyyyMMdd}{birth.Year + age:0000}{(pppk ? 21 : month):00}{sex}{serial:000}"),
            birth, pppk ? EmploymentKind.Pppk : EmploymentKind.Pns)).ToArbitrary();
}

public sealed class NipTests
{
    [Property(Arbitrary = [typeof(NipGenerators)])]
    public bool Every_valid_nip_is_read_with_its_birth_date_and_kind(ValidNip valid) =>
        Nip.TryParse(valid.Text, out var nip) && nip.Value == valid.Text && nip.BirthDate == valid.BirthDate && nip.Kind == valid.Kind;

    [Property(Arbitrary = [typeof(NipGenerators)])]
    public bool A_character_that_is_no_ascii_digit_spoils_it(ValidNip valid, PositiveInt place, char other)
    {
        if (char.IsAsciiDigit(other)) return true;
        var text = valid.Text.ToCharArray();
        text[place.Get % text.Length] = other;
        return !Nip.TryParse(new string(text), out _);
    }

    [Property(Arbitrary = [typeof(NipGenerators)])]
    public bool One_digit_more_or_less_spoils_it(ValidNip valid) =>
        !Nip.TryParse(valid.Text[1..], out _) && !Nip.TryParse(valid.Text + "1", out _) && !Nip.TryParse(" " + valid.Text[1..], out _);

    [Theory]
    [InlineData("198502302010011001", "30 February")]
    [InlineData("198513012010011001", "birth in month 13")]
    [InlineData("198500152010011001", "birth in month 0")]
    [InlineData("190002292010011001", "no leap day in 1900")]
    [InlineData("189912312010011001", "birth before 1900")]
    [InlineData("198501152010001001", "start in month 0")]
    [InlineData("198501152010131001", "start in month 13")]
    [InlineData("198501152010201001", "start in month 20")]
    [InlineData("198501152010221001", "start in month 22")]
    [InlineData("198501151985011001", "start in the year of birth")]
    [InlineData("198501152010010001", "sex 0")]
    [InlineData("198501152010013001", "sex 3")]
    [InlineData("198501152010011000", "serial 000")]
    [InlineData("٠٩٨٥٠١١٥٢٠١٠٠١١٠٠١", "Arabic digits")]
    [InlineData("", "empty")]
    [InlineData(null, "null")]
    public void What_cannot_be_is_refused(string? text, string because) => Nip.TryParse(text, out _).ShouldBeFalse(because);

    [Theory]
    [InlineData("I/a", EmploymentKind.Pns, true)]
    [InlineData("IV/e", EmploymentKind.Pns, true)]
    [InlineData("III/e", EmploymentKind.Pns, false)]
    [InlineData("IX", EmploymentKind.Pns, false)]
    [InlineData("IX", EmploymentKind.Pppk, true)]
    [InlineData("XVII", EmploymentKind.Pppk, true)]
    [InlineData("XVIII", EmploymentKind.Pppk, false)]
    [InlineData("III/a", EmploymentKind.Pppk, false)]
    public void A_rank_belongs_to_a_kind_of_employment(string rank, EmploymentKind kind, bool fits) => Ranks.Fits(rank, kind).ShouldBe(fits);
}
