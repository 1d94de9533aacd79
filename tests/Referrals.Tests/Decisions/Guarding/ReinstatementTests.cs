using FsCheck;
using FsCheck.Fluent;
using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

public sealed class ReinstatementTests
{
    private static readonly ReferralProgram Held = Program(g => g.Against(Guard.Missing(SignalKind.Phone)));

    private static readonly ReferralReinstatement Siblings = ReferralReinstatement.Of(Customer("bob"), "eve", "siblings");

    [Fact]
    public void What_the_rejection_took_back_and_what_came_meanwhile_is_granted()
    {
        var story = HeldBob();
        _ = story.Purchase("o1", 40, day: 2);
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4)));
        _ = story.Purchase("o2", 40, day: 5);

        var done = story.Tell(Siblings.At(Day(10)));
        story.PassTime(30);

        Assert.Equal(DecisionCodes.ReinstatementDone, done.Code);
        Assert.Equal("by eve: siblings", done.CheckOf(DecisionCodes.ReinstatementDone).Actual);
        Assert.Equal(40_00, Available(story, "alice"));
        Assert.Equal(20_00, Available(story, "bob"));
    }

    [Fact]
    public void Only_a_rejected_referral_is_reinstated_and_only_once()
    {
        var story = HeldBob();

        Assert.Equal(DecisionCodes.ReinstatementNotRejected, story.Tell(Siblings.At(Day(3))).Code);
        Assert.Equal(DecisionCodes.ReinstatementNoReferral, story.Tell(ReferralReinstatement.Of(Customer("alice"), "eve", "x").At(Day(3))).Code);
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4)));
        Assert.True(story.Tell(Siblings.At(Day(5))).IsAccepted);
        Assert.Equal(DecisionCodes.ReinstatementNotRejected, story.Tell(Siblings.At(Day(6))).Code);
    }

    [Fact]
    public void Referral_can_be_rejected_and_reinstated_again_and_again()
    {
        var story = HeldBob();
        _ = story.Purchase("o1", 40, day: 2);
        for (var round = 0; round < 4; round++)
        {
            _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(10 * round + 4)));
            _ = story.Tell(Siblings.At(Day(10 * round + 8)));
            story.PassTime(10 * round + 9);
        }

        // What was available when the referral was rejected again stays, and is not granted twice.
        Assert.Equal(20_00, Available(story, "alice"));
        Assert.Equal(10_00, Available(story, "bob"));
    }

    [Fact]
    public void Referral_can_be_rejected_and_reinstated_day_after_day()
    {
        var story = HeldBob();
        _ = story.Purchase("o1", 40, day: 2);
        _ = story.Purchase("o2", 40, day: 3);
        for (var round = 0; round < 3; round++)
        {
            _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4 + round)));
            _ = story.Tell(Siblings.At(Day(4.5 + round)));
        }

        story.PassTime(30);

        Assert.Equal(40_00, Available(story, "alice"));
        Assert.Equal(20_00, Available(story, "bob"));
    }

    [Fact]
    public void Refund_while_rejected_counts_when_it_is_reinstated()
    {
        var story = HeldBob();
        _ = story.Purchase("o1", 40, day: 2);
        _ = story.Purchase("o2", 40, day: 3);
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4)));
        _ = story.Tell(Refund.OfWhole("r1", "o1").At(Day(5)));

        _ = story.Tell(Siblings.At(Day(10)));
        story.PassTime(30);

        Assert.Equal(20_00, Available(story, "alice"));
        Assert.Equal(10_00, Available(story, "bob"));
    }

    [Fact]
    public void Mark_that_the_rejection_took_back_is_paid_again()
    {
        var story = new Story(ReferralProgram.Create("marks", p => p
            .Guard(static g => g.Against(Guard.Missing(SignalKind.Phone)))
            .RewardReferrer(static r => r.AtMilestone(2, 10, "USD").HeldFor(TimePeriod.Days(60)))));
        _ = story.Enroll("alice");
        _ = story.Tell(SignUp("bob", 1));
        _ = story.Purchase("o1", 40, day: 2);
        _ = story.Purchase("o2", 40, day: 3);
        Assert.Equal(10_00, story.Ledger("Pending", "alice"));

        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4)));
        Assert.Equal(0, story.Ledger("Pending", "alice"));
        _ = story.Tell(Siblings.At(Day(10)));
        story.PassTime(90);

        Assert.Equal(10_00, Available(story, "alice"));
    }

    /// <summary>A referral that was rejected and reinstated, whatever happened meanwhile, ends where one ends that nobody ever rejected.</summary>
    [Fact]
    public void Reinstated_referral_ends_as_if_it_had_never_been_rejected() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var isLimited = random.Next(2) == 0;
            var program = RandomProgram(random, isLimited);
            var orders = random.Next(1, 5);
            var inputs = Enumerable.Range(0, orders)
                .Select(number => (ReferralInput)Conversion.Of(Customer("bob"), $"o{number}", "purchase", Usd(random.Next(10, 90)))
                    .At(Day(random.Next(2, 30))))
                .Concat(Enumerable.Range(0, random.Next(3)).Select(number => Refund.OfWhole($"r{number}", $"o{random.Next(orders)}")
                    .At(Day(random.Next(30, 40)))))
                .Concat(Enumerable.Range(0, random.Next(3)).Select(number => Amendment
                    .Of($"a{number}", Conversion.Of(Customer("bob"), $"o{random.Next(orders)}", "purchase", Usd(random.Next(90, 99))))
                    .At(Day(random.Next(30, 40)))))
                .OrderBy(static input => input.OccurredAt)
                .ToArray();

            // An order that is returned while it waits is judged as one that is returned, and uses up nothing of a limit.
            var rejected = random.Next(2, isLimited ? 29 : 40);
            var reinstated = random.Next(rejected, isLimited ? 29 : 45);

            var plain = HeldBob(program);
            var changed = HeldBob(program);
            Tell(plain, [.. inputs, ReferralReview.Approve(Customer("bob")).At(Day(46))]);
            Tell(changed, [
                .. inputs.Append(ReferralReview.Reject(Customer("bob"), "one person").At(Day(rejected + 0.1)))
                    .Append(Siblings.At(Day(reinstated + 0.2))).OrderBy(static input => input.OccurredAt)]);

            foreach (var person in new[] { "alice", "bob" })
            {
                Assert.True(
                    Available(plain, person) == Available(changed, person),
                    $"Seed {seed}: {person} has {Available(changed, person)}, and {Available(plain, person)} where nobody rejected.");
            }

            static void Tell(Story story, ReferralInput[] inputs)
            {
                foreach (var input in inputs)
                {
                    _ = story.Tell(input);
                }

                story.PassTime(400);
            }
        }));

    private static ReferralProgram RandomProgram(Random random, bool isLimited) => ReferralProgram.Create("reinstated", p =>
    {
        p = p.Guard(static g => g.Against(Guard.Missing(SignalKind.Phone)));
        for (var rules = random.Next(1, 4); rules > 0; rules--)
        {
            p = random.Next(3) == 0 ? p.RewardReferee(One) : p.RewardReferrer(One);
        }

        void One(IncentiveBuilder rule)
        {
            _ = random.Next(isLimited ? 7 : 4) switch
            {
                0 => rule.PercentOf(10, "USD"),
                1 => rule.AtMilestone(2, 10, "USD"),
                2 => rule.When(static when => when.AtLeast(40, "USD")).PerSpend(1, "USD", 10, "USD").RecomputedOnRefund(),
                3 => rule.Flat(3, "USD"),
                4 => rule.PercentOf(20, "USD").AtMost(12, "USD", roomReturns: true),
                5 => rule.Flat(7, "USD").OncePerReferral(),
                _ => rule.Flat(5, "USD").ForPayments(2),
            };
            _ = random.Next(2) == 0 ? rule.HeldFor(TimePeriod.Days(50)) : rule;
        }
    });

    private static Story HeldBob(ReferralProgram? program = null)
    {
        var story = new Story(program ?? Held);
        _ = story.Enroll("alice");
        Assert.Equal(DecisionCodes.SignUpReferralHeld, story.Tell(SignUp("bob", 1)).Code);
        return story;
    }

    private static long Available(Story story, string customer) => story.Ledger("Available", customer);
}
