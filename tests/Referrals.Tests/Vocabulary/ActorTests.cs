using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Vocabulary;

/// <summary>Who in the team reported something: kept, and no part of what it is.</summary>
public sealed class ActorTests
{
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CustomerId Ben = CustomerId.From("ben");

    [Fact]
    public async Task Journal_keeps_who_and_why()
    {
        var engine = Engine();

        _ = await engine.Reviews.BanAsync(ReferrerBan.Impose(Ann, "sold the link").ReportedBy("mia moss"));

        var kept = Assert.Single((await engine.Operations.ListDecisionsAsync(Ann)).Items).Input;
        Assert.Equal(("mia moss", "sold the link"), (kept.Actor, ((ReferrerBan)kept).Reason));
    }

    [Fact]
    public async Task Same_input_by_somebody_else_is_a_repetition()
    {
        var engine = Engine();
        var update = CustomerUpdate.Of(Ben).InSegment("vip").WithKey("k1");

        var first = await engine.UpdateCustomerAsync(update.ReportedBy("mia"));
        var again = await engine.UpdateCustomerAsync(update.ReportedBy("tom"));

        Assert.True(again is { IsAccepted: true, IsRepeated: true });
        Assert.Equal(first, again);
        Assert.Equal("mia", (await engine.Operations.FindDecisionAsync("k1"))!.Input.Actor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\u0001")]
    public void Empty_name_is_refused(string name) => Assert.ThrowsAny<ArgumentException>(() => CustomerUpdate.Of(Ben).ReportedBy(name));

    [Fact]
    public void Approved_reward_can_have_a_reason()
    {
        var choice = RewardReview.Of(RewardId.From("r"));

        Assert.Equal("looked genuine", choice.Approve("looked genuine").Reason);
        Assert.Null(choice.Approve().Reason);
    }

    private static ReferralEngine Engine() => new(
        new InMemoryReferralStore(),
        new ReferralsOptions().AddProgram(ReferralProgram.Create("spring", p => p.Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR")))),
        new FakeClock(Instant.FromUtc(2026, 3, 2, 9, 0)));
}
