using FsCheck;
using FsCheck.Fluent;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>What refunds of parts leave of a reward, in proportion and as if the order had been so from the start. The numbers were worked out by hand.</summary>
public sealed class RefundPartsTests
{
    private static readonly Condition NoGiftCard = Condition.Not(Condition.In(Field.Line("product"), "gift-card"));

    [Fact]
    public void Shipping_that_goes_back_leaves_a_reward_on_the_goods()
    {
        var story = Told(
            rule => rule.PercentOf(10, "USD"),
            order => order.WithShipping(Usd(20)),
            amount: 120,
            program => program.CountAmounts(AmountBase.Net));

        Assert.Equal(10m, Left(story, Refund.OfShipping("r", "o", Usd(20))));
    }

    [Fact]
    public void Shipping_that_goes_back_leaves_a_reward_on_the_goods_in_proportion_too()
    {
        var story = Told(
            rule => rule.PercentOf(10, "USD"),
            order => order.WithShipping(Usd(20)),
            amount: 120,
            program => program.CountAmounts(AmountBase.Net),
            recomputed: false);

        Assert.Equal(10m, Left(story, Refund.OfShipping("r", "o", Usd(20))));
        Assert.Equal(5m, Left(story, Refund.Of("r2", "o", Usd(50)).WithFee(Usd(0))));
    }

    [Theory]
    [InlineData("gift-card", 5)]
    [InlineData("shoes", 0)]
    public void Line_that_earned_nothing_takes_nothing_back(string sku, decimal left)
    {
        var story = Told(
            rule => rule.PercentOf(10, "USD", lines: NoGiftCard),
            static order => order
                .WithLine(ProductLine.Of("shoes", Usd(50)).With("product", "shoes"))
                .WithLine(ProductLine.Of("gift-card", Usd(50)).With("product", "gift-card")),
            amount: 100);

        Assert.Equal(left, Left(story, Refund.OfLine("r", "o", sku)));
    }

    [Fact]
    public void Order_below_the_minimum_earns_nothing_any_more() =>
        Assert.Equal(0m, Left(Told(static rule => rule.When(static when => when.AtLeast(50, "USD")).Flat(10, "USD"), amount: 60), Refund.Of("r", "o", Usd(45))));

    [Fact]
    public void Steps_are_counted_again() =>
        Assert.Equal(9m, Left(Told(static rule => rule.PerSpend(1, "USD", 10, "USD"), amount: 99), Refund.Of("r", "o", Usd(9))));

    [Fact]
    public void Ceiling_holds_for_what_is_left() =>
        Assert.Equal(20m, Left(Told(static rule => rule.PercentOf(15, "USD", ceiling: 20), amount: 200), Refund.Of("r", "o", Usd(50))));

    [Fact]
    public void Floor_holds_for_what_is_left() =>
        Assert.Equal(3m, Left(Told(static rule => rule.PercentOf(5, "USD", floor: 3), amount: 40), Refund.Of("r", "o", Usd(20))));

    [Fact]
    public void Pieces_are_counted_whatever_they_cost() =>
        Assert.Equal(10m, Left(
            Told(
                static rule => rule.PerPiece(10, "USD"),
                static order => order.WithLine(ProductLine.Of("dear", Usd(90))).WithLine(ProductLine.Of("cheap", Usd(10))),
                amount: 100),
            Refund.OfLine("r", "o", "cheap")));

    [Fact]
    public void Rule_that_wins_for_what_is_left_pays_what_is_missing()
    {
        // Less bought is more earned: from 100 on 5 %, below it 10 %.
        var story = Told(
            static rule => rule.Named("few").When(static when => when.And(Condition.Amount(Comparison.Below, Usd(100)))).PercentOf(10, "USD"),
            amount: 120,
            program: static builder => builder.RewardReferrer(static rule => rule.PercentOf(5, "USD").RecomputedOnRefund()).WhenSeveralMatch(Precedence.First));

        Assert.Equal(8m, Left(story, Refund.Of("r", "o", Usd(40))));
        story.PassTime(60);
        Assert.Equal(800, story.Ledger("Available", "alice"));
    }

    [Fact]
    public void Tier_of_its_time_is_asked_again_and_not_the_one_of_today()
    {
        var story = Story(static rule => rule.Tiered(static tiers => tiers
            .From(1, RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("USD")))
            .From(2, RewardFormula.PercentOf(Percentage.Of(20), Unit.Money("USD")))));
        _ = story.Purchase("o", 100, 5);
        _ = story.Purchase("o2", 100, 6);
        Assert.Equal(30m, Earned(story));

        _ = story.Tell(Refund.Of("r", "o", Usd(50)).At(Day(7)));

        Assert.Equal(25m, Earned(story));
    }

    [Fact]
    public void Order_that_does_not_qualify_any_more_does_not_count_as_the_first()
    {
        var story = Story(static rule => rule.When(static when => when.AtLeast(50, "USD")).Flat(10, "USD").ForPayments(1));
        _ = story.Purchase("o", 60, 5);
        _ = story.Tell(Refund.Of("r", "o", Usd(45)).At(Day(6)));
        Assert.Equal(0m, Earned(story));

        _ = story.Purchase("o2", 60, 7);

        Assert.Equal(10m, Earned(story));
    }

    [Fact]
    public void Pieces_of_a_line_cost_its_price_together()
    {
        var story = Told(
            static rule => rule.PercentOf(10, "USD"), static order => order.WithLine(ProductLine.Of("mug", Usd(10), 3)), amount: 10);

        _ = story.Tell(Refund.OfLine("r1", "o", "mug").At(Day(6)));
        _ = story.Tell(Refund.OfLine("r2", "o", "mug").At(Day(6)));
        var last = story.Tell(Refund.OfLine("r3", "o", "mug").At(Day(6)));

        Assert.Equal(DecisionCodes.RefundReversed, last.Code);
        Assert.Equal(0m, Earned(story));
        Assert.Equal(DecisionCodes.RefundTooMuch, story.Tell(Refund.OfWhole("r4", "o").At(Day(7))).Code);
    }

    [Fact]
    public void More_of_a_part_than_is_left_is_refused_by_the_name_of_the_part()
    {
        var story = Told(
            static rule => rule.PercentOf(10, "USD"),
            static order => order.WithShipping(Usd(5)).WithLine(ProductLine.Of("mug", Usd(10), 2)),
            amount: 100);

        var shipping = story.Tell(Refund.OfShipping("r1", "o", Usd(6)).At(Day(6)));
        var pieces = story.Tell(Refund.OfLine("r2", "o", "mug", 3).At(Day(6)));
        var unknown = story.Tell(Refund.OfLine("r3", "o", "jug").At(Day(6)));
        var euros = story.Tell(Refund.OfShipping("r4", "o", Amount.Of(1, "EUR")).At(Day(6)));

        Assert.Equal(
            [DecisionCodes.RefundTooMuch, DecisionCodes.RefundTooMuch, DecisionCodes.RefundUnknownLine, DecisionCodes.RefundUnit],
            new[] { shipping, pieces, unknown, euros }.Select(static decision => decision.Code));
        Assert.Contains("shipping", shipping.Explanation.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 of 2", pieces.Explanation.ToString(), StringComparison.Ordinal);
        Assert.Contains("jug", unknown.Explanation.ToString(), StringComparison.Ordinal);
        Assert.Equal(10m, Earned(story));
    }

    [Fact]
    public void Refund_of_the_whole_has_no_parts_to_name() =>
        Assert.Throws<ArgumentException>(static () => Refund.OfWhole("r", "o").WithLine("mug"));

    [Fact]
    public void Refund_of_a_part_that_came_first_is_taken_off_when_the_order_comes()
    {
        var story = Story(static rule => rule.When(static when => when.AtLeast(50, "USD")).Flat(10, "USD"));
        _ = story.Tell(Refund.Of("r", "o", Usd(45)).At(Day(6)));

        _ = story.Purchase("o", 60, 5);

        Assert.Equal(0m, Earned(story));
    }

    [Fact]
    public void Rejected_reward_is_not_granted_again()
    {
        var story = Story(static rule => rule.PercentOf(10, "USD").Reviewed(TimePeriod.Days(30), WhenOverdue.Approve));
        var order = story.Purchase("o", 100, 5);
        var reward = order.Facts.Single(static fact => fact.Kind == FactKind.RewardGranted).Subject!;
        _ = story.Tell(RewardReview.Of(RewardId.From(reward)).Reject("not ours").At(Day(6)));

        _ = story.Tell(Refund.Of("r", "o", Usd(10)).At(Day(7)));

        Assert.Equal(0m, Earned(story));
    }

    /// <summary>Any order, refunded in any parts in any order, ends where the order of what is left would have ended.</summary>
    [Fact]
    public void Refunds_end_where_the_order_of_what_is_left_would_have_ended() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var rules = RandomRule(random);
            var lines = Enumerable.Range(0, random.Next(1, 4)).Select(number => (
                Sku: random.Next(3) == 0 ? "gift-card" : $"p{number}", Pieces: random.Next(1, 4), Each: random.Next(100, 6_000))).DistinctBy(static line => line.Sku).ToArray();
            var shipping = random.Next(0, 1_000);
            var counts = random.Next(2) == 0 ? AmountBase.Net : AmountBase.Paid;

            // Every piece, and the shipping, goes back on its own or stays.
            var back = lines.SelectMany(static line => Enumerable.Repeat(line.Sku, line.Pieces)).Where(_ => random.Next(2) == 0).ToList();
            var shippingBack = shipping > 0 && random.Next(2) == 0;
            var told = StoryOf(rules, counts);
            _ = told.Tell(Order(lines, shipping).At(Day(5)));
            var refunds = back.Select(static (sku, number) => Refund.OfLine($"r{number}", "o", sku)).ToList();
            if (shippingBack)
            {
                refunds.Add(Refund.OfShipping("ship", "o", Cents(shipping)));
            }

            foreach (var refund in refunds.OrderBy(_ => random.Next()))
            {
                Assert.NotEqual(DecisionCodes.RefundTooMuch, told.Tell(refund.At(Day(6))).Code);
            }

            var right = StoryOf(rules, counts);
            var left = lines.Select(line => line with { Pieces = line.Pieces - back.Count(sku => sku == line.Sku) }).Where(static line => line.Pieces > 0).ToArray();
            var worth = left.Sum(static line => line.Pieces * line.Each) + (shippingBack ? 0 : shipping);
            if (worth > 0)
            {
                _ = right.Tell(Order(left, shippingBack ? 0 : shipping).At(Day(5)));
            }

            Assert.True(Earned(right) == Earned(told), $"Seed {seed}: {Earned(told)}, and {Earned(right)} from the start.");
        }));

    private static Conversion Order((string Sku, int Pieces, int Each)[] lines, int shipping)
    {
        var order = Conversion.Of(Customer("bob"), "o", "purchase", Cents(lines.Sum(static line => line.Pieces * line.Each) + shipping));
        order = shipping > 0 ? order.WithShipping(Cents(shipping)) : order;
        return lines.Aggregate(order, static (all, line) =>
            all.WithLine(ProductLine.Of(line.Sku, Cents(line.Pieces * line.Each), line.Pieces).With("product", line.Sku)));
    }

    private static Action<IncentiveBuilder>[] RandomRule(Random random)
    {
        return [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => One())];

        Action<IncentiveBuilder> One()
        {
            var (percent, minimum) = (random.Next(1, 30), random.Next(0, 100));
            Action<IncentiveBuilder> give = random.Next(6) switch
            {
                0 => rule => rule.PercentOf(percent, "USD", ceiling: 12, floor: 2),
                1 => rule => rule.PercentOf(percent, "USD", lines: NoGiftCard),
                2 => rule => rule.PerSpend(1, "USD", 10, "USD"),
                3 => rule => rule.PerPiece(2, "USD", NoGiftCard),
                4 => rule => rule.Flat(7, "USD"),
                _ => rule => rule.PercentOf(percent, "USD").AtMost(9, "USD", TimeFrame.CalendarMonth),
            };
            return random.Next(2) == 0 ? give : rule => give(rule.When(when => when.AtLeast(minimum, "USD")));
        }
    }

    private static Story StoryOf(Action<IncentiveBuilder>[] rules, AmountBase counts)
    {
        return new Story(ReferralProgram.Create("parts", builder =>
        {
            _ = builder.CountAmounts(counts);
            foreach (var rule in rules)
            {
                _ = builder.RewardReferrer(each => rule(each.RecomputedOnRefund()));
            }
        })).AliceRefersBob();
    }

    private static Story Story(Action<IncentiveBuilder> rule, Action<ReferralProgramBuilder>? program = null, bool recomputed = true)
    {
        return new Story(ReferralProgram.Create("parts", builder =>
        {
            _ = builder.RewardReferrer(each => rule(recomputed ? each.RecomputedOnRefund() : each));
            program?.Invoke(builder);
        })).AliceRefersBob();
    }

    private static Story Told(
        Action<IncentiveBuilder> rule,
        Func<Conversion, Conversion>? order = null,
        decimal amount = 100,
        Action<ReferralProgramBuilder>? program = null,
        bool recomputed = true)
    {
        var story = Story(rule, program, recomputed);
        var conversion = Conversion.Of(Customer("bob"), "o", "purchase", Usd(amount));
        _ = story.Tell((order?.Invoke(conversion) ?? conversion).At(Day(5)));
        return story;
    }

    private static decimal Left(Story story, Refund refund)
    {
        _ = story.Tell(refund.At(Day(6)));
        return Earned(story);
    }

    private static decimal Earned(Story story) => (story.Ledger("Available", "alice") + story.Ledger("Pending", "alice")) / 100m;

    private static Amount Cents(long cents) => Amount.FromMinorUnits(cents, Unit.Money("USD"));
}
