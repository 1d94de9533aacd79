using NodaTime;
using Referrals.Ledger;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Accounts;

/// <summary>What was paid with rewards is cancelled: they come back with the expiry that they had, and nothing comes back twice.</summary>
public sealed class RedemptionCancellationTests
{
    private static readonly Unit Dollar = Unit.Parse("USD");

    [Fact]
    public void Redemption_is_given_back_with_the_expiry_of_its_lots()
    {
        var story = RewardLifeStoryTests.Bought(r => r.ExpiresAfter(TimePeriod.Days(40)));
        var before = Account(story).Lots;
        _ = story.Tell(Redemption.Of("order-9", Customer("alice"), Usd(15)));

        var decision = story.Tell(RedemptionCancellation.Of("cancelled", "order-9"));

        Assert.Equal(DecisionCodes.RedemptionCancelled, decision.Code);
        Assert.Equal(before.Select(lot => lot.ExpiresAt).Distinct(), Account(story).Lots.Select(lot => lot.ExpiresAt).Distinct());
        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Available, "alice", "USD"));
        Assert.Equal(["redeemed", "redemption_cancelled"], story.Ledger.Select(line => line.Step).Distinct().TakeLast(2));
    }

    [Fact]
    public void Part_that_is_cancelled_leaves_what_a_smaller_redemption_would_have_left()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (whole, part) = (random.Next(2, 41), random.Next(1, 41));
            part = Math.Min(part, whole - 1);

            var cancelled = TwoRewards();
            _ = cancelled.Tell(Redemption.Of("order-9", Customer("alice"), Usd(whole)));
            _ = cancelled.Tell(RedemptionCancellation.Of("part", "order-9", Usd(part)));
            var smaller = TwoRewards();
            _ = smaller.Tell(Redemption.Of("order-9", Customer("alice"), Usd(whole - part)));

            Assert.Equal(Merged(smaller), Merged(cancelled));
        }
    }

    [Fact]
    public void Amount_that_was_too_large_may_be_corrected_under_the_same_id()
    {
        var story = RewardLifeStoryTests.Bought(r => r);
        _ = story.Tell(Redemption.Of("order-9", Customer("alice"), Usd(15)));

        Assert.Equal(DecisionCodes.RedemptionGivenBack, story.Tell(RedemptionCancellation.Of("c", "order-9", Usd(20))).Code);
        Assert.Equal(DecisionCodes.RedemptionCancelled, story.Tell(RedemptionCancellation.Of("c", "order-9", Usd(15))).Code);

        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Available, "alice", "USD"));
    }

    [Fact]
    public void Nothing_is_given_back_twice()
    {
        var story = RewardLifeStoryTests.Bought(r => r);
        _ = story.Tell(Redemption.Of("order-9", Customer("alice"), Usd(15)));
        _ = story.Tell(RedemptionCancellation.Of("1", "order-9", Usd(10)));

        Assert.True(story.Tell(RedemptionCancellation.Of("1", "order-9", Usd(10))).IsRepeated);
        Assert.Equal(DecisionCodes.RedemptionCancellationDuplicate, story.Tell(RedemptionCancellation.Of("1", "order-9", Usd(9))).Code);
        Assert.Equal(DecisionCodes.RedemptionGivenBack, story.Tell(RedemptionCancellation.Of("2", "order-9", Usd(5.01m))).Code);
        Assert.Equal(DecisionCodes.RedemptionGivenBack, story.Tell(RedemptionCancellation.Of("3", "order-9", Amount.Of(5, "EUR"))).Code);
        Assert.Equal(DecisionCodes.RedemptionCancelled, story.Tell(RedemptionCancellation.Of("4", "order-9")).Code);
        Assert.Equal(DecisionCodes.RedemptionGivenBack, story.Tell(RedemptionCancellation.Of("5", "order-9")).Code);
        Assert.Equal(DecisionCodes.RedemptionUnknown, story.Tell(RedemptionCancellation.Of("1", "order-8")).Code);
        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Available, "alice", "USD"));
    }

    [Fact]
    public void Cancellation_that_comes_before_its_redemption_is_decided_when_it_is_told_again()
    {
        var story = RewardLifeStoryTests.Bought(r => r);
        var early = story.Tell(RedemptionCancellation.Of("1", "order-9"));
        _ = story.Tell(Redemption.Of("order-9", Customer("alice"), Usd(15)));

        Assert.False(early.IsAccepted);
        Assert.Equal(DecisionCodes.RedemptionCancelled, story.Tell(RedemptionCancellation.Of("1", "order-9")).Code);
    }

    [Fact]
    public void What_is_owed_by_then_is_settled_first()
    {
        var story = RewardLifeStoryTests.Bought(r => r);
        _ = story.Tell(Redemption.Of("order-9", Customer("alice"), Usd(20)));
        _ = story.Tell(Refund.OfWhole("refund", "order-1"));
        Assert.Equal(Amount.FromMinorUnits(-2000, Dollar), story.Balance(LedgerAccount.Owed, "alice", "USD"));

        _ = story.Tell(RedemptionCancellation.Of("1", "order-9"));

        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Owed, "alice", "USD"));
        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Available, "alice", "USD"));
    }

    [Fact]
    public void Reward_whose_time_is_over_comes_back_and_expires()
    {
        var story = RewardLifeStoryTests.Bought(r => r.ExpiresAfter(TimePeriod.Days(10)));
        _ = story.Tell(Redemption.Of("order-9", Customer("alice"), Usd(20)));
        story.Pass(Duration.FromDays(20));

        _ = story.Tell(RedemptionCancellation.Of("1", "order-9"));
        story.Pass(Duration.FromDays(1));

        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Available, "alice", "USD"));
        Assert.Contains(story.Facts, fact => fact.Kind == FactKind.RewardExpired && fact.Amount == Usd(20));
    }

    [Fact]
    public void Reward_that_was_written_off_does_not_come_back_from_a_redemption()
    {
        var story = RewardLifeStoryTests.Bought(r => r, p => p.WriteOffShortfalls());
        _ = story.Tell(Redemption.Of("order-9", Customer("alice"), Usd(20)));
        _ = story.Tell(Refund.OfWhole("refund", "order-1"));

        var decision = story.Tell(RedemptionCancellation.Of("1", "order-9"));

        Assert.Contains(decision.Explanation.Checks, check => check.Code == DecisionCodes.ShortfallRecovered);
        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Available, "alice", "USD"));
        Assert.Equal(0, story.Ledger.Where(line => line.Account == LedgerAccount.WrittenOff).Sum(line => line.Amount.MinorUnits));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reward_that_was_written_off_does_not_come_back_from_a_payout(bool isPaid)
    {
        var story = RewardLifeStoryTests.Bought(r => r, p => p.WriteOffShortfalls());
        var payout = PayoutId.From(isPaid ? story.PayOut("1", "alice", "USD").Subject! : story.StartPayout("1", "alice", "USD").Subject!);
        _ = story.Tell(Refund.OfWhole("refund", "order-1"));

        _ = story.Tell(isPaid ? PayoutReturn.Of(payout, "no such account") : PayoutFailure.Of(payout, "no such account"));

        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Available, "alice", "USD"));
        Assert.Equal(0, story.Ledger.Where(line => line.Account == LedgerAccount.WrittenOff).Sum(line => line.Amount.MinorUnits));
    }

    private static ReferralScenario TwoRewards()
    {
        var story = RewardLifeStoryTests.Bought(r => r.ExpiresAfterInactivity(TimePeriod.Days(10)));
        story.Pass(Duration.FromDays(1));
        _ = story.Purchase("bob", 30, "USD");
        return story;
    }

    private static AccountState Account(ReferralScenario story) =>
        story.State.TryFind(StateKeys.Account(Dollar, Customer("alice")), out var entry) ? (AccountState)entry.Value! : throw new KeyNotFoundException();

    /// <summary>How much of which reward there is until when, however many lots it lies in.</summary>
    private static IEnumerable<(RewardId? Reward, Instant? ExpiresAt, long Left)> Merged(ReferralScenario story) =>
        [.. Account(story).Lots.GroupBy(lot => (lot.Reward, lot.ExpiresAt)).Select(lots => (lots.Key.Reward, lots.Key.ExpiresAt, lots.Sum(lot => lot.Left)))];
}
