using FsCheck;
using FsCheck.Fluent;
using Referrals.Codes;

namespace Referrals.Tests.Codes.Vanity;

public class VanityRulesTests
{
    private static readonly CustomCodeRules Rules = CustomCodeRules.Default;

    [Theory]
    [InlineData("anna", "ANNA")]
    [InlineData(" Anna-2026 ", "ANNA2026")]
    [InlineData("Zoë Müller", "ZOEMULLER1", "1")]
    [InlineData("Cassandra1", "CASSANDRA1")]
    [InlineData("Łukasz", "LUKASZ")]
    [InlineData("STRAßE", "STRASSE")]
    [InlineData("Ｓｏｆｉａ", "SOFIA")]
    [InlineData("Zoe\u0308", "ZOE4", "4")]
    public void A_chosen_code_is_normalised(string typed, string code, string more = "") =>
        Assert.Equal(code, Rules.Choose(typed + more, CodeFormat.Default).ToString());

    [Theory]
    [InlineData("", CodeFault.Empty)]
    [InlineData("ann", CodeFault.TooShort)]
    [InlineData("annaannaannaannaa", CodeFault.TooLong)]
    [InlineData("annaannaannaannaannaanna", CodeFault.TooLong)]
    [InlineData("anna!", CodeFault.WrongCharacter)]
    [InlineData("安娜安娜", CodeFault.WrongCharacter)]
    [InlineData("ass22", CodeFault.ListedWord)]
    [InlineData("7a557", CodeFault.ListedWord)]
    [InlineData("20262026", CodeFault.NoLetter)]
    [InlineData("admin", CodeFault.Reserved)]
    [InlineData("adm1n", CodeFault.Reserved)]
    [InlineData("shithappens", CodeFault.ListedWord)]
    [InlineData("5h1thappens", CodeFault.ListedWord)]
    [InlineData("alexandra", CodeFault.LikeGenerated)]
    public void A_code_that_cannot_be_is_told_why(string typed, CodeFault fault)
    {
        var chosen = Rules.Choose(typed, CodeFormat.Default);

        Assert.Equal(fault, chosen.Fault);
        Assert.False(chosen.IsValid);
        Assert.EndsWith(".", chosen.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ANNAS", "anna5")]
    [InlineData("BOBBIL0", "8o88110")]
    [InlineData("ZUG", "2v6x", "X")]
    public void Codes_that_look_alike_have_the_same_key(string chosen, string typed, string more = "")
    {
        var code = Rules.Choose(chosen + more, CodeFormat.Default).Code;

        Assert.False(code.IsDefault);
        Assert.Equal(CustomCodeRules.KeyOf(code), Rules.Read(typed).Code);
    }

    [Fact]
    public void A_chosen_code_never_reads_as_a_generated_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var chosen = Rules.Choose(text, CodeFormat.Default);
            return !chosen.IsValid || !CodeFormat.Default.Parse(chosen.Code.Value).IsValid;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rules_can_be_changed()
    {
        var rules = Rules.WithLength(3, 5).WithReserved("acme");

        Assert.True(rules.Choose("ann", CodeFormat.Default).IsValid);
        Assert.Equal(CodeFault.TooLong, rules.Choose("annann", CodeFormat.Default).Fault);
        Assert.Equal(CodeFault.Reserved, rules.Choose("ACME", CodeFormat.Default).Fault);
        Assert.True(rules.Choose("admin", CodeFormat.Default).IsValid);
        Assert.Equal(rules, CustomCodeRules.Default.WithReserved("ACME").WithLength(3, 5));
        Assert.NotEqual(rules, CustomCodeRules.Default);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rules.WithLength(2, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rules.WithLength(5, 21));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rules.WithLength(6, 5));
        Assert.Throws<ArgumentException>(() => Rules.WithReserved("no way"));
        Assert.Throws<ArgumentException>(() => CustomCodeRules.KeyOf(default));
    }
}
