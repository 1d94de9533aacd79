using Referrals;
using Referrals.Explanations;

namespace ShopRules.Tests;

public class WeekendProgramTests
{
    private static readonly ReferralTexts Words = ReferralTexts.English.With("rule.weekend-share", "{2} % of the amount at a weekend");

    [Fact]
    public void Review_is_clean() => Assert.Empty(ProgramAnalysis.Of(Shop.Program, Words).Findings);

    [Fact]
    public void Terms_name_the_percentage() => Assert.Contains(
        "10 % of the amount at a weekend", ProgramTerms.Of(Shop.Program, Side.Referrer, Words).ToText(), StringComparison.Ordinal);

    [Fact]
    public void Typing_error_is_told_with_its_place() => Assert.Equal(
        "$.incentives[0].reward.custom.with.percent",
        Assert.Throws<ReferralProgramException>(() => Shop.Read(100)).Findings.Single().Path);
}
