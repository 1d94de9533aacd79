using Referrals.Attribution;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The programs of docs/attribution.md.</summary>
public sealed class ReferralPolicyTests
{
    [Fact]
    public void Programs_split_and_share_as_the_page_says()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Attribute(a => a.SplitByAge(TimePeriod.Days(7)).Within(TimePeriod.Days(30)))
            .RewardReferrer(r => r.Flat(10, "EUR")));

        var upline = ReferralProgram.Create("upline", p => p
            .RewardReferrer(r => r.Flat(10, "EUR").SharedOverLevels(3, 50)));

        Assert.Equal(ReferralModel.SplitByAge, program.Attribution.Model);
        Assert.Equal(3, upline.Incentives.Single().Levels!.Count);
    }
}
