using FsCheck;
using FsCheck.Fluent;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>Orders that turn out to be others than were reported, and refunds that do not stand. The numbers were worked out by hand.</summary>
public sealed class CorrectionTests
{
    [Theory]
    [InlineData(80, 120, 12)]
    [InlineData(120, 80, 8)]
    [InlineData(80, 0, 0)]
    public void Amended_order_earns_what_the_right_one_would_have(decimal reported, decimal right, decimal earned)
    {
        var story = Story(static rule => rule.PercentOf(10, "USD"));
        _ = story.Purchase("o", reported, 5);

        var decision = Amend(story, "a", right, 6);

        Assert.Equal(DecisionCodes.AmendmentApplied, decision.Code);
        Assert.Equal(earned, Earned(story));
        Assert.Equal(right - reported, decision.Facts.Single(static fact => fact.Kind == FactKind.ConversionAmended).Amount!.Value.Value);
    }

    [Fact]
    public void Minimum_that_the_right_order_reaches_pays()
    {
        var story = Story(static rule => rule.When(static when => when.AtLeast(50, "USD")).Flat(10, "USD"));
        _ = story.Purchase("o", 40, 5);

        _ = Amend(story, "a", 70, 6);
        Assert.Equal(10m, Earned(story));

        _ = Amend(story, "b", 40, 7);
        Assert.Equal(0m, Earned(story));

        _ = Amend(story, "c", 70, 8);
        Assert.Equal(10m, Earned(story));
    }

    [Fact]
    public void Minimum_that_is_reached_later_counts_as_the_one_payment()
    {
        var story = Story(static rule => rule.When(static when => when.AtLeast(50, "USD")).Flat(10, "USD").ForPayments(1));
        _ = story.Purchase("o", 40, 5);
        _ = Amend(story, "a", 70, 6);

        _ = story.Purchase("o2", 70, 7);

        Assert.Equal(10m, Earned(story));
    }

    /// <summary>What no rule has looked at, since the order did not qualify, is asked for as it was then all the same.</summary>
    [Fact]
    public void Numbers_that_the_wrong_order_did_not_need_are_those_of_then()
    {
        var story = Story(static rule => rule.When(static when => when.AtLeast(50, "USD")).Tiered(static tiers => tiers
            .By(Measure.RuleConversions()).From(1, 5, "USD").From(3, 20, "USD")));
        _ = story.Purchase("o1", 80, 4);
        _ = story.Purchase("o2", 80, 5);
        _ = story.Purchase("o", 40, 6);
        Assert.Equal(10m, Earned(story));

        _ = Amend(story, "a", 70, 7);

        Assert.Equal(30m, Earned(story));
    }

    /// <summary>What somebody took back by hand does not come back when the mark falls and is reached once more.</summary>
    [Fact]
    public void Mark_whose_reward_was_taken_back_by_hand_is_not_paid_again()
    {
        var story = Story(static rule => rule.AtMilestone(2, 10, "USD"));
        _ = story.Purchase("o", 100, 5);
        _ = story.Purchase("o2", 100, 6);
        Assert.Equal(10m, Earned(story));
        var reward = story.Decisions.SelectMany(static each => each.Facts).Single(static fact => fact.Kind == FactKind.RewardGranted).Subject!;
        _ = story.Tell(Clawback.Of(RewardId.From(reward), "eve", "abuse").At(Day(7)));

        _ = story.Tell(Refund.OfWhole("r", "o").At(Day(8)));
        _ = story.Tell(RefundCancellation.Of("r", "o").At(Day(9)));
        _ = story.Purchase("o3", 100, 10);

        Assert.Equal(0m, Earned(story));
    }

    /// <summary>Postings and rewards are named after what corrects an order; ids of the application that read like those names are other names.</summary>
    [Theory]
    [InlineData("amended.e")]
    [InlineData("refund.amended.e")]
    public void Refund_whose_id_reads_like_the_name_of_an_amendment_is_another_correction(string refund)
    {
        var story = Story(static rule => rule.PercentOf(10, "USD"));
        _ = story.Purchase("o", 100, 5);
        _ = story.Tell(Refund.Of(refund, "o", Usd(20)).At(Day(6)));

        var decision = Amend(story, "e", 50, 7);

        Assert.Equal(DecisionCodes.AmendmentApplied, decision.Code);
        Assert.Equal(3m, Earned(story));
        Assert.Distinct(story.Decisions.SelectMany(static each => each.LedgerLines).Select(static line => (line.Posting, line.Account)));
    }

    [Fact]
    public void Currency_that_was_wrong_is_corrected()
    {
        var story = new Story(ReferralProgram.Create("corrected", static p => p
            .RewardReferrer(static rule => rule.PercentOf(10, "USD"))
            .RewardReferrer(static rule => rule.PercentOf(10, "EUR")))).AliceRefersBob();
        _ = story.Tell(Conversion.Of(Customer("bob"), "o", "purchase", Amount.Of(100, "EUR")).At(Day(5)));

        _ = Amend(story, "a", 100, 6);

        Assert.Equal(10m, Earned(story));
        Assert.Equal(0, story.LedgerTotals.GetValueOrDefault("Available:alice:EUR"));
    }

    [Fact]
    public void Amendment_with_the_latest_time_counts_whatever_came_last()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD"));
        _ = story.Purchase("o", 80, 5);
        _ = Amend(story, "b", 120, 8);

        Assert.Equal(DecisionCodes.AmendmentSuperseded, Amend(story, "a", 200, 7).Code);
        Assert.Equal(12m, Earned(story));
    }

    [Fact]
    public void Amendment_that_comes_first_waits_for_its_order()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD"));

        Assert.Equal(DecisionCodes.AmendmentWaiting, Amend(story, "a", 120, 6).Code);
        _ = story.Purchase("o", 80, 5);

        Assert.Equal(12m, Earned(story));
    }

    [Fact]
    public void Amendment_that_is_no_amendment_is_refused()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD"));
        _ = story.Purchase("o", 80, 5);
        _ = story.Tell(Refund.Of("r", "o", Usd(50)).At(Day(6)));

        var customer = story.Tell(Amendment.Of("a", Conversion.Of(Customer("carol"), "o", "purchase", Usd(80))).At(Day(7)));
        var @event = story.Tell(Amendment.Of("b", Conversion.Of(Customer("bob"), "o", "renewal", Usd(80))).At(Day(7)));
        var less = Amend(story, "c", 40, 7);

        Assert.Equal(
            [DecisionCodes.AmendmentCustomer, DecisionCodes.AmendmentEvent, DecisionCodes.AmendmentRefunded],
            new[] { customer, @event, less }.Select(static decision => decision.Code));
        Assert.Equal(3m, Earned(story));

        // A refused input changes nothing: the right one may be told under the same id.
        Assert.Equal(DecisionCodes.AmendmentApplied, Amend(story, "a", 90, 7).Code);
        Assert.Equal(DecisionCodes.RefundUnit, story.Tell(Refund.Of("s", "o", Amount.Of(10, "EUR")).At(Day(8))).Code);
        Assert.Equal(DecisionCodes.RefundReversed, story.Tell(Refund.Of("s", "o", Usd(10)).At(Day(8))).Code);
    }

    [Fact]
    public void Amendment_that_leaves_less_of_a_part_than_was_refunded_is_refused()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD"));
        var order = Conversion.Of(Customer("bob"), "o", "purchase", Usd(100));
        _ = story.Tell(order.WithShipping(Usd(20)).WithLine(ProductLine.Of("mug", Usd(80), 4)).At(Day(5)));
        _ = story.Tell(Refund.OfShipping("ship", "o", Usd(20)).At(Day(6)));
        _ = story.Tell(Refund.OfLine("mugs", "o", "mug", 2).At(Day(6)));

        var shipping = story.Tell(Amendment.Of("a", order.WithShipping(Usd(5)).WithLine(ProductLine.Of("mug", Usd(80), 4))).At(Day(7)));
        var pieces = story.Tell(Amendment.Of("b", order.WithShipping(Usd(20)).WithLine(ProductLine.Of("mug", Usd(80)))).At(Day(7)));

        Assert.Equal([DecisionCodes.AmendmentRefunded, DecisionCodes.AmendmentRefunded], new[] { shipping, pieces }.Select(static decision => decision.Code));
        Assert.Equal(4m, Earned(story));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cap_holds_for_the_right_order(bool roomReturns)
    {
        var story = Story(rule => rule.PercentOf(10, "USD").AtMost(15, "USD", TimeFrame.CalendarMonth, roomReturns: roomReturns));
        _ = story.Purchase("o", 100, 5);
        _ = story.Purchase("o2", 40, 5);

        _ = Amend(story, "a", 200, 6);

        Assert.Equal(15m, Earned(story));
    }

    [Fact]
    public void Later_order_reaches_its_step_by_the_right_sum()
    {
        var story = Story(static rule => rule.Tiered(static tiers => tiers
            .By(Measure.ReferredConversions().Sum(Unit.Money("USD")).BeforeCurrent())
            .FromPercent(0, 10, "USD")
            .FromPercent(100, 20, "USD")));
        _ = story.Purchase("o", 60, 5);
        _ = Amend(story, "a", 150, 6);

        _ = story.Purchase("o2", 100, 7);

        Assert.Equal(15m + 20m, Earned(story));
    }

    public static TheoryData<string> Onces => ["first", "once", "one reward", "one payment", "no more orders", "amount, room returns", "amount"];

    [Theory]
    [MemberData(nameof(Onces))]
    public void Dispute_that_is_won_restores_the_reward_under_every_way_to_say_once(string once)
    {
        var story = Story(Once(once));
        _ = story.Purchase("o", 100, 5);
        _ = story.Tell(Refund.OfWhole("r", "o").At(Day(6)));
        Assert.Equal(0m, Earned(story));

        var decision = story.Tell(RefundCancellation.Of("r", "o").At(Day(7)));

        Assert.Equal(DecisionCodes.RefundCancelled, decision.Code);
        Assert.Equal(10m, Earned(story));
        _ = story.Purchase("o2", 100, 8);
        Assert.Equal(10m, Earned(story));
    }

    [Theory]
    [InlineData("once")]
    [InlineData("one payment")]
    public void Dispute_that_is_won_pays_nothing_where_another_order_has_earned_it_since(string once)
    {
        var story = Story(Once(once));
        _ = story.Purchase("o", 100, 5);
        _ = story.Tell(Refund.OfWhole("r", "o").At(Day(6)));
        _ = story.Purchase("o2", 100, 6);
        var between = Earned(story);

        _ = story.Tell(RefundCancellation.Of("r", "o").At(Day(7)));

        Assert.Equal(10m, Math.Max(between, Earned(story)));
        Assert.Equal(10m, Earned(story));
    }

    [Fact]
    public void Dispute_that_is_won_reaches_the_mark_again()
    {
        var story = Story(static rule => rule.AtMilestone(2, 10, "USD"));
        _ = story.Purchase("o", 100, 5);
        _ = story.Purchase("o2", 100, 5);
        _ = story.Tell(Refund.OfWhole("r", "o").At(Day(6)));
        Assert.Equal(0m, Earned(story));

        _ = story.Tell(RefundCancellation.Of("r", "o").At(Day(7)));
        Assert.Equal(10m, Earned(story));

        _ = story.Purchase("o3", 100, 8);
        Assert.Equal(10m, Earned(story));
    }

    [Fact]
    public void Refund_that_is_withdrawn_before_it_comes_takes_nothing_back()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD"));
        Assert.Equal(DecisionCodes.RefundCancellationWaiting, story.Tell(RefundCancellation.Of("r", "o").At(Day(7))).Code);
        _ = story.Purchase("o", 100, 5);

        Assert.Equal(DecisionCodes.RefundCancelled, story.Tell(Refund.OfWhole("r", "o").At(Day(6))).Code);

        Assert.Equal(10m, Earned(story));
        Assert.Equal(
            [Usd(100), Usd(100)],
            story.Facts.Where(static fact => fact.Kind is FactKind.RefundRecorded or FactKind.RefundCancelled).Select(static fact => fact.Amount!.Value));
    }

    [Fact]
    public void Withdrawn_and_told_again_changes_nothing_more()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD"));
        _ = story.Purchase("o", 100, 5);
        _ = story.Tell(Refund.Of("r", "o", Usd(30)).At(Day(6)));
        _ = story.Tell(RefundCancellation.Of("r", "o").At(Day(7)));

        _ = story.Tell(RefundCancellation.Of("r", "o").At(Day(7)));
        _ = story.Tell(Refund.Of("r", "o", Usd(30)).At(Day(6)));

        Assert.Equal(10m, Earned(story));
    }

    [Fact]
    public void Kept_reward_is_kept_at_refunds_and_follows_amendments()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD").KeptOnRefund());
        _ = story.Purchase("o", 100, 5);
        _ = Amend(story, "a", 150, 6);
        _ = story.Tell(Refund.Of("r", "o", Usd(75)).At(Day(7)));

        Assert.Equal(15m, Earned(story));
    }

    [Fact]
    public void Order_that_is_corrected_without_end_can_always_be_refunded_whole()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD").HeldFor(TimePeriod.Days(14)));
        _ = story.Purchase("o", 100, 5);
        var answers = Enumerable.Range(1, 60).Select(number => Amend(story, $"a{number}", 100 + (10 * number), 5 + (number / 100.0)).Code).ToHashSet();

        Assert.Equal([DecisionCodes.AmendmentApplied, DecisionCodes.CorrectionTooLarge], answers.Order());
        Assert.Equal(DecisionCodes.AmendmentApplied, Amend(story, "down", 50, 6).Code);
        Assert.Equal(5m, Earned(story));
        Assert.Equal(DecisionCodes.RefundReversed, story.Tell(Refund.OfWhole("r", "o").At(Day(7))).Code);
        Assert.Equal(0m, Earned(story));
    }

    [Fact]
    public void Order_that_goes_up_and_down_can_be_corrected_for_ever()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD").AtMost(12, "USD"));
        _ = story.Purchase("o", 100, 5);
        for (var number = 0; number < 200; number++)
        {
            Assert.Equal(DecisionCodes.AmendmentApplied, Amend(story, $"a{number}", number % 2 == 0 ? 150 : 90, 6 + (number / 1000.0)).Code);
            Assert.Equal(number % 2 == 0 ? 12m : 9m, Earned(story));
        }
    }

    /// <summary>However an order is reported, corrected, refunded and un-refunded, and whatever comes first: the end is that of what is true.</summary>
    [Fact]
    public void Any_order_of_arrival_ends_where_the_truth_told_at_once_ends() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var program = RandomProgram(random);
            var amounts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(2_000, 20_000)).ToArray();
            var refunds = Enumerable.Range(0, random.Next(0, 4)).Select(number => (
                Refund: Refund.Of($"r{number}", "o", Cents(random.Next(1, 500))).At(Day(6)), IsCancelled: random.Next(2) == 0)).ToArray();
            var inputs = amounts.Select((amount, number) => (ReferralInput)(number == 0
                    ? Order(amount).At(Day(5))
                    : Amendment.Of($"a{number}", Order(amount)).At(Day(5.1 + (number / 100.0)))))
                .Concat(refunds.Select(static each => each.Refund))
                .Concat(refunds.Where(static each => each.IsCancelled).Select(static each => RefundCancellation.Of(((Refund)each.Refund).Id, "o").At(Day(7))))
                .OrderBy(_ => random.Next())
                .ToArray();
            var told = new Story(program).AliceRefersBob();
            foreach (var input in inputs)
            {
                Assert.True(told.Tell(input).IsAccepted);
            }

            var right = new Story(program).AliceRefersBob();
            _ = right.Tell(Order(amounts[^1]).At(Day(5)));
            foreach (var (refund, _) in refunds.Where(static each => !each.IsCancelled))
            {
                _ = right.Tell(refund);
            }

            Assert.True(Earned(right) == Earned(told), $"Seed {seed}: {Earned(told)}, and {Earned(right)} told at once.");
            Assert.Equal(Revenue(right), Revenue(told));
        }));

    private static long Revenue(Story story) => story.Facts.Sum(static fact => fact.Kind switch
    {
        FactKind.ConversionRecorded or FactKind.ConversionAmended or FactKind.RefundCancelled => fact.Amount!.Value.MinorUnits,
        FactKind.RefundRecorded => -fact.Amount!.Value.MinorUnits,
        _ => 0,
    });

    [Theory]
    [InlineData(false, 18)]
    [InlineData(true, 10)]
    public void Rules_that_share_a_limit_leave_each_other_what_the_right_order_would_have_left_them(bool isBudget, decimal earned)
    {
        var program = ReferralProgram.Create("corrected", p =>
        {
            _ = p.RewardReferrer(static r => r.Named("a").PercentOf(10, "USD")).RewardReferrer(static r => r.Named("b").PercentOf(5, "USD"));
            _ = isBudget ? p.Budget(18, "USD") : p.Cap(Side.Referrer, Cap.OfAmount(Usd(18)));
        });
        var corrected = new Story(program).AliceRefersBob();
        _ = corrected.Purchase("o", 100, 5);
        _ = Amend(corrected, "a", 200, 6);
        var right = new Story(program).AliceRefersBob();
        _ = right.Purchase("o", 200, 5);

        Assert.Equal((earned, earned), (Earned(right), Earned(corrected)));
    }

    [Fact]
    public void Room_of_a_rule_that_no_longer_wins_is_used_by_the_one_that_does()
    {
        var story = new Story(ReferralProgram.Create("corrected", p => p
            .WhenSeveralMatch(Precedence.First)
            .RewardReferrer(static r => r.Named("large").Flat(8, "USD").When(static when => when.AtLeast(100, "USD")))
            .RewardReferrer(static r => r.Named("small").Flat(5, "USD"))
            .Budget(8, "USD"))).AliceRefersBob();
        _ = story.Purchase("o", 120, 5);

        _ = Amend(story, "a", 50, 6);
        Assert.Equal(5m, Earned(story));

        _ = Amend(story, "b", 150, 7);
        Assert.Equal(8m, Earned(story));
    }

    /// <summary>Rules that exclude each other, and a budget that another order has used since: the rule for which there is room goes on to hold.</summary>
    [Theory]
    [InlineData(Precedence.First)]
    [InlineData(Precedence.Best)]
    public void Rule_that_wins_by_a_correction_but_finds_no_room_leaves_the_other_its_reward(Precedence precedence)
    {
        var story = new Story(ReferralProgram.Create("corrected", p => p
            .WhenSeveralMatch(precedence)
            .RewardReferrer(static r => r.Named("large").Flat(10, "USD").When(static when => when.AtLeast(100, "USD")))
            .RewardReferrer(static r => r.Named("small").Flat(6, "USD"))
            .Budget(18, "USD"))).AliceRefersBob();
        _ = story.Purchase("o", 50, 5);
        _ = story.Purchase("o2", 50, 6);
        _ = story.Purchase("o3", 50, 7);

        _ = Amend(story, "a", 150, 8);

        Assert.Equal(18m, Earned(story));
    }

    /// <summary>Three rules share a limit of two rewards; the one that comes before by a correction has used up its own.</summary>
    [Fact]
    public void Rule_that_comes_before_but_finds_no_room_leaves_the_others_their_rewards()
    {
        var story = new Story(ReferralProgram.Create("corrected", p => p
            .RewardReferrer(static r => r.Named("large").Flat(7, "USD").When(static when => when.AtLeast(100, "USD")).AtMostRewards(1).WithPriority(1))
            .RewardReferrer(static r => r.Named("a").Flat(3, "USD"))
            .RewardReferrer(static r => r.Named("b").Flat(2, "USD"))
            .Cap(Side.Referrer, Cap.OfRewards(2).In(TimeFrame.CalendarDay)))).AliceRefersBob();
        _ = story.Purchase("before", 120, 5);
        _ = story.Purchase("o", 50, 7);
        Assert.Equal(15m, Earned(story));

        _ = Amend(story, "a", 150, 8);

        Assert.Equal(15m, Earned(story));
    }

    /// <summary>
    /// A cap that refuses is one person's, and is asked as of the order. Many use a budget at the same time, so that nobody knows what it held for the
    /// order: what was granted out of it stays.
    /// </summary>
    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 24)]
    public void Order_that_is_corrected_beyond_a_limit_that_refuses(bool isBudget, decimal earned)
    {
        var story = new Story(ReferralProgram.Create("corrected", p =>
        {
            _ = p.RewardReferrer(r => _ = isBudget ? r.PercentOf(10, "USD") : r.PercentOf(10, "USD").AtMost(29, "USD", atCap: CapAction.Refuse));
            _ = isBudget ? p.Budget(29, "USD") : p;
        })).AliceRefersBob();
        _ = story.Purchase("first", 120, 5);
        _ = story.Purchase("o", 120, 6);

        _ = Amend(story, "a", 200, 7);

        Assert.Equal(earned, Earned(story));
    }

    [Fact]
    public void Room_that_a_correction_uses_again_is_counted_once_and_what_goes_beyond_it_is_counted()
    {
        var story = new Story(ReferralProgram.Create("corrected", p => p
            .RewardReferrer(static r => r.PercentOf(10, "USD")).Budget(19, "USD"))).AliceRefersBob();
        _ = story.Purchase("o", 80, 5);
        _ = story.Tell(Refund.OfWhole("r", "o").At(Day(6)));
        _ = story.Tell(RefundCancellation.Of("r", "o").At(Day(7)));
        _ = Amend(story, "a", 120, 8);
        Assert.Equal(12m, Earned(story));

        _ = story.Purchase("o2", 80, 9);
        Assert.Equal(12m, Earned(story));
        _ = story.Purchase("o3", 70, 10);
        Assert.Equal(19m, Earned(story));
    }

    [Fact]
    public void Reward_that_is_shared_with_a_cause_counts_as_one_when_a_correction_grants_it()
    {
        var story = Story(static rule => rule.When(static when => when.AtLeast(50, "USD")).PercentOf(10, "USD").DonatedTo("trees", 50).AtMostRewards(1));
        _ = story.Purchase("o", 40, 5);

        _ = Amend(story, "a", 100, 6);

        Assert.Equal(5m, Earned(story));
    }

    [Fact]
    public void Levels_that_share_a_limit_of_the_referral_leave_each_other_room()
    {
        var told = Levels(100, 200);
        Assert.Equal(Levels(200), told);
        Assert.Equal((6m, 0m), told);

        static (decimal Alice, decimal Root) Levels(params decimal[] amounts)
        {
            var story = new Story(ReferralProgram.Create("corrected", p => p
                .RewardReferrer(static r => r.PercentOf(10, "USD").SharedOverLevels(2, 50).AtMost(6, "USD", perReferral: true))));
            _ = story.Tell(Enrollment.Of(Customer("root")).At(Day(0)));
            _ = story.Tell(SignUp.Of(Customer("alice")).ReferredBy(Customer("root")).At(Day(0)));
            _ = story.Tell(Enrollment.Of(Customer("alice")).At(Day(1)));
            _ = story.Tell(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(3)));
            _ = story.Purchase("o", amounts[0], 5);
            foreach (var amount in amounts.Skip(1))
            {
                _ = Amend(story, "a", amount, 6);
            }

            return (Earned(story), story.Ledger("Available", "root") / 100m);
        }
    }

    /// <summary>Limits that several rules and both sides share, whether or not their room returns, are no way to another end either.</summary>
    [Fact]
    public void Order_under_shared_limits_ends_as_if_it_had_been_right_from_the_start() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), static seed =>
        {
            var random = new Random(seed);
            var program = SharingProgram(random);
            var amounts = Enumerable.Range(0, random.Next(2, 6)).Select(_ => random.Next(100, 30_000)).ToArray();
            var told = new Story(program).AliceRefersBob();
            for (var i = 0; i < amounts.Length; i++)
            {
                _ = told.Tell(i == 0 ? Order(amounts[i]).At(Day(5)) : Amendment.Of($"a{i}", Order(amounts[i])).At(Day(5 + i)));
                if (random.Next(3) == 0)
                {
                    _ = told.Tell(Refund.OfWhole($"r{i}", "o").At(Day(5.2 + i)));
                    _ = told.Tell(RefundCancellation.Of($"r{i}", "o").At(Day(5.4 + i)));
                }
            }

            var right = new Story(program).AliceRefersBob();
            _ = right.Tell(Order(amounts[^1]).At(Day(5)));
            Assert.True(
                (Earned(right), right.Ledger("Available", "bob")) == (Earned(told), told.Ledger("Available", "bob")),
                $"Seed {seed}: {Earned(told)}, and {Earned(right)} told at once.");
        }).QuickCheckThrowOnFailure();

    private static ReferralProgram SharingProgram(Random random) => ReferralProgram.Create("corrected", p =>
    {
        _ = p.WhenSeveralMatch((Precedence)random.Next(3));
        _ = random.Next(2) == 0 ? p.Budget(random.Next(5, 40), "USD") : p;
        _ = random.Next(2) == 0 ? p.Cap(Side.Referrer, Cap.OfAmount(Usd(random.Next(5, 30)), roomReturns: random.Next(2) == 0)) : p;
        _ = random.Next(4) == 0 ? p.Cap(Side.Referrer, Cap.OfRewards(1, roomReturns: random.Next(2) == 0)) : p;
        for (var rules = random.Next(2, 5); rules > 0; rules--)
        {
            _ = random.Next(4) == 0 ? p.RewardReferee(One) : p.RewardReferrer(One);
        }

        void One(IncentiveBuilder rule)
        {
            _ = random.Next(2) == 0 ? rule.When(when => when.AtLeast(random.Next(10, 150), "USD")) : rule;
            _ = random.Next(2) == 0 ? rule.PercentOf(random.Next(1, 30), "USD") : rule.Flat(random.Next(1, 12), "USD");
            _ = random.Next(4) == 0 ? rule.AtMost(random.Next(3, 15), "USD", perReferral: random.Next(2) == 0, roomReturns: random.Next(2) == 0) : rule;
            _ = random.Next(3) == 0 ? rule.RecomputedOnRefund() : rule;
        }
    });

    private static ReferralProgram RandomProgram(Random random)
    {
        return ReferralProgram.Create("corrected", p =>
        {
            _ = random.Next(3) == 0 ? p.WhenSeveralMatch(Precedence.Best) : p;
            for (var rules = random.Next(1, 4); rules > 0; rules--)
            {
                _ = p.RewardReferrer(One);
            }
        });

        void One(IncentiveBuilder rule)
        {
            _ = random.Next(2) == 0 ? rule.When(when => when.AtLeast(random.Next(10, 150), "USD")) : rule;
            _ = random.Next(6) switch
            {
                0 => rule.PercentOf(random.Next(1, 30), "USD", ceiling: 12, floor: 2),
                1 => rule.PercentOf(random.Next(1, 30), "USD"),
                2 => rule.PerSpend(1, "USD", 10, "USD"),
                3 => rule.Flat(7, "USD").OncePerReferral(),
                4 => rule.PercentOf(random.Next(1, 30), "USD").AtMost(9, "USD", TimeFrame.CalendarMonth, roomReturns: random.Next(2) == 0),
                _ => rule.Flat(random.Next(1, 9), "USD").ForPayments(1),
            };
            _ = random.Next(3) switch
            {
                0 => rule.RecomputedOnRefund(),
                1 => rule.KeptOnRefund(),
                _ => rule,
            };
            _ = random.Next(2) == 0 ? rule.HeldFor(TimePeriod.Days(14)) : rule;
        }
    }

    private static Conversion Order(int cents) => Conversion.Of(Customer("bob"), "o", "purchase", Cents(cents));

    private static Action<IncentiveBuilder> Once(string once) => once switch
    {
        "first" => static rule => rule.When(static when => when.First()).Flat(10, "USD"),
        "once" => static rule => rule.Flat(10, "USD").OncePerReferral(),
        "one reward" => static rule => rule.Flat(10, "USD").AtMostRewards(1),
        "one payment" => static rule => rule.Flat(10, "USD").ForPayments(1),
        "no more orders" => static rule => rule
            .When(static when => when.And(Condition.Count(Measure.OwnConversions(), Comparison.AtMost, 1))).Flat(10, "USD"),
        "amount, room returns" => static rule => rule.Flat(10, "USD").AtMost(10, "USD", roomReturns: true),
        _ => static rule => rule.Flat(10, "USD").AtMost(10, "USD"),
    };

    private static Decision Amend(Story story, string id, decimal amount, double day) =>
        story.Tell(Amendment.Of(id, Conversion.Of(Customer("bob"), "o", "purchase", Usd(amount))).At(Day(day)));

    private static Story Story(Action<IncentiveBuilder> rule) =>
        new Story(ReferralProgram.Create("corrected", p => p.RewardReferrer(rule))).AliceRefersBob();

    private static decimal Earned(Story story) => (story.Ledger("Available", "alice") + story.Ledger("Pending", "alice")) / 100m;

    private static Amount Cents(long cents) => Amount.FromMinorUnits(cents, Unit.Money("USD"));
}
