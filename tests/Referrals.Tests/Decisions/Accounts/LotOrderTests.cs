using NodaTime;
using Referrals.Ledger;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Accounts;

/// <summary>Which rewards are used first, and what that leaves to expire.</summary>
public sealed class LotOrderTests
{
    [Fact]
    public void What_expires_soonest_is_used_first_where_the_program_says_so()
    {
        Assert.Equal(Usd(10), UnusedAfter(Told(soonest: true)));
        Assert.Equal(Usd(0), UnusedAfter(Told(soonest: false)));

        // Ten that never expire, then ten for three days; ten are used, and three days go by.
        static ReferralScenario Told(bool soonest)
        {
            var story = Story(soonest);
            _ = story.Tell(ManualReward.Of("1", Customer("alice"), Usd(10), "eve", "first"));
            story.Pass(Duration.FromDays(1));
            _ = story.Tell(ManualReward.Of("2", Customer("alice"), Usd(10), "eve", "second").ExpiringAt(story.Now + Duration.FromDays(3)));
            _ = story.Redeem("alice", 10, "USD");
            return story;
        }

        static Amount UnusedAfter(ReferralScenario story)
        {
            story.Pass(Duration.FromDays(4));
            return story.Balance(LedgerAccount.Available, "alice", "USD");
        }
    }

    /// <summary>With the same rewards and redemptions, no order lets less expire: the greedy choice is the best one.</summary>
    [Fact]
    public void Never_more_expires_than_where_the_oldest_go_first()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (oldest, soonest) = (Expired(seed, soonest: false), Expired(seed, soonest: true));
            Assert.True(soonest <= oldest, $"Seed {seed}: {soonest} expired, {oldest} where the oldest go first.");
        }

        static Amount Expired(int seed, bool soonest)
        {
            var random = new Random(seed);
            var story = Story(soonest);
            for (var i = 0; i < 12; i++)
            {
                var reward = ManualReward.Of($"{i}", Customer("alice"), Usd(random.Next(1, 20)), "eve", "prize");
                var end = story.Now + Duration.FromDays(random.Next(1, 15));
                _ = story.Tell(random.Next(4) == 0 ? reward : reward.ExpiringAt(end));

                // What cannot be paid whole is not paid, so that the orders would no longer be comparable.
                var amount = Usd(random.Next(1, 8));
                _ = amount <= story.Balance(LedgerAccount.Available, "alice", "USD") ? story.Tell(Redemption.Of($"r{i}", Customer("alice"), amount)) : null;
                story.Pass(Duration.FromDays(random.Next(0, 3)));
            }

            story.Pass(Duration.FromDays(20));
            return story.Balance(LedgerAccount.Expired, "alice", "USD");
        }
    }

    [Fact]
    public void Cancelled_redemption_gives_back_what_was_used_last()
    {
        var story = Story(soonest: true);
        _ = story.Tell(ManualReward.Of("1", Customer("alice"), Usd(10), "eve", "first"));
        _ = story.Tell(ManualReward.Of("2", Customer("alice"), Usd(10), "eve", "second").ExpiringAt(story.Now + Duration.FromDays(3)));
        _ = story.Tell(Redemption.Of("order-9", Customer("alice"), Usd(15)));
        _ = story.Tell(RedemptionCancellation.Of("part", "order-9", Usd(5)));
        story.Pass(Duration.FromDays(4));

        Assert.Equal(Usd(10), story.Balance(LedgerAccount.Available, "alice", "USD"));
        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Expired, "alice", "USD"));
    }

    private static ReferralScenario Story(bool soonest)
    {
        var story = new ReferralScenario(ReferralProgram.Create("life", p =>
        {
            _ = p.RewardReferrer(r => r.Flat(20, "USD"));
            _ = soonest ? p.UseSoonestExpiryFirst() : p;
        }));
        _ = story.Enroll("alice");
        return story;
    }
}
