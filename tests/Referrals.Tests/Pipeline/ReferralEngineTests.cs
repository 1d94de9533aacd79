using NodaTime;
using Referrals.Deciding;
using Referrals.Programs;
using Referrals.Storage.InMemory;

namespace Referrals.Tests.Pipeline;

public sealed class ReferralEngineTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly CustomerId Bob = CustomerId.From("bob");
    private static readonly VisitorId Visitor = VisitorId.From("v1");

    [Fact]
    public async Task Referral_from_link_to_reward_pays_both_sides()
    {
        var program = ReferralProgram.Create("spring", p => p
            .InZone("Europe/Paris")
            .Links("https://shop.example/r/{code}")
            .Attribute(a => a.LastTouch().Within(30).Days().CodeBeatsLink())
            .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(60).Days())
            .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR").PerCalendarMonth().HeldFor(14).Days())
            .RewardReferee(r => r.PercentOf(10, "EUR", ceiling: 20)));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));

        var enrolled = await referrals.EnrollAsync(Enrollment.Of(Alice).At(Start));
        var touch = await referrals.TouchAsync(Touch.Click(enrolled.Link!, Visitor, Start + Duration.FromHours(1)));
        var signUp = await referrals.SignUpAsync(SignUp.Of(Bob).ByVisitor(Visitor).At(Start + Duration.FromHours(2)));
        var order = Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")).At(Start + Duration.FromHours(3));
        var conversion = await referrals.ConvertAsync(order);

        Assert.Equal(DecisionCodes.TouchRecorded, touch.Code);
        Assert.Equal(DecisionCodes.SignUpReferred, signUp.Code);
        Assert.Equal(DecisionCodes.ConversionRewarded, conversion.Code);
        Assert.Equal("10.00 EUR", (await referrals.BalancesAsync(Alice)).Single().Pending.ToString());
        Assert.Equal("8.00 EUR", (await referrals.BalancesAsync(Bob)).Single().Available.ToString());
        Assert.True((await referrals.ConvertAsync(order)).IsRepeated);

        Assert.Equal(0, (await referrals.AdvanceAsync(Start + Duration.FromDays(14))).Happened);
        Assert.Equal(1, (await referrals.AdvanceAsync(Start + Duration.FromDays(15))).Happened);
        Assert.Equal("10.00 EUR", (await referrals.BalancesAsync(Alice)).Single().Available.ToString());

        var refund = await referrals.RefundAsync(Refund.Of("r1", "order-1", Amount.Of(40, "EUR")).At(Start + Duration.FromDays(16)));
        Assert.Equal(DecisionCodes.RefundReversed, refund.Code);
        Assert.Equal("5.00 EUR", (await referrals.BalancesAsync(Alice)).Single().Available.ToString());
        Assert.Equal("4.00 EUR", (await referrals.BalancesAsync(Bob)).Single().Available.ToString());
    }
}
