namespace Referrals.Tests.Rewards;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("10", "2.00 EUR")]
    [InlineData("50", "5.00 EUR")]
    [InlineData("400", "20.00 EUR")]
    public void Percentage_stays_between_floor_and_ceiling(string amount, string earned)
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.PercentOf(10, "EUR", ceiling: 20, floor: 2)));

        Assert.Equal(earned, deal.Buys("bob", decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(RoundingMode.HalfAwayFromZero, "0.13 EUR")]
    [InlineData(RoundingMode.HalfToEven, "0.12 EUR")]
    [InlineData(RoundingMode.Down, "0.12 EUR")]
    [InlineData(RoundingMode.Up, "0.13 EUR")]
    public void Half_cents_are_rounded_as_the_program_says(RoundingMode rounding, string earned) =>
        Assert.Equal(earned, new Deal(p => p.Round(rounding).RewardReferrer(r => r.PercentOf(5, "EUR"))).Buys("bob", 2.50m));

    [Theory]
    [InlineData("JPY", "1001", "50 JPY")]
    [InlineData("KWD", "1.001", "0.050 KWD")]
    public void Currencies_keep_their_own_digits(string unit, string amount, string earned) => Assert.Equal(
        earned,
        new Deal(p => p.RewardReferrer(r => r.PercentOf(5, unit))).Buys("bob", decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), unit: unit));

    [Fact]
    public void Amount_base_leaves_out_what_the_program_does_not_count()
    {
        Conversion Order(Conversion c) => c.WithTax(Amount.Of(20, "EUR")).WithShipping(Amount.Of(5, "EUR")).WithDiscount(Amount.Of(10, "EUR"));

        Assert.Equal("12.50 EUR", new Deal(p => p.RewardReferrer(r => r.PercentOf(10, "EUR"))).Buys("bob", 125, more: Order));
        Assert.Equal("10.00 EUR", new Deal(p => p.CountAmounts(AmountBase.Net).RewardReferrer(r => r.PercentOf(10, "EUR"))).Buys("bob", 125, more: Order));
        var before = AmountBase.Net with { BeforeDiscount = true };
        Assert.Equal("11.00 EUR", new Deal(p => p.CountAmounts(before).RewardReferrer(r => r.PercentOf(10, "EUR"))).Buys("bob", 125, more: Order));
    }

    [Fact]
    public void Conditions_ask_for_the_same_base_as_rewards()
    {
        var deal = new Deal(p => p.CountAmounts(AmountBase.Net).Qualify(q => q.AtLeast(100, "EUR")).RewardReferrer(r => r.Flat(1, "EUR")));

        Assert.Equal(string.Empty, deal.Buys("bob", 119, more: c => c.WithTax(Amount.Of(19.01m, "EUR"))));
        Assert.Equal("1.00 EUR", deal.Buys("bob", 119, more: c => c.WithTax(Amount.Of(19, "EUR"))));
    }

    [Fact]
    public void Lines_pieces_and_steps_are_counted()
    {
        var shoes = Condition.In(Field.Line("category"), "shoes");
        Conversion Cart(Conversion c) => c
            .WithLine(ProductLine.Of("a", Amount.Of(60, "EUR"), 2).With("category", "shoes"))
            .WithLine(ProductLine.Of("b", Amount.Of(39.99m, "EUR")).With("category", "hats"));

        Assert.Equal("6.00 EUR", new Deal(p => p.RewardReferrer(r => r.PercentOf(10, "EUR", lines: shoes))).Buys("bob", 99.99m, more: Cart));
        Assert.Equal("4.00 EUR", new Deal(p => p.RewardReferrer(r => r.PerPiece(2, "EUR", shoes))).Buys("bob", 99.99m, more: Cart));
        Assert.Equal("6.00 EUR", new Deal(p => p.RewardReferrer(r => r.PerPiece(2, "EUR"))).Buys("bob", 99.99m, more: Cart));
        Assert.Equal("9 points", new Deal(p => p.RewardReferrer(r => r.PerSpend(1, "points", 10, "EUR"))).Buys("bob", 99.99m, more: Cart));
        var none = new Deal(p => p.RewardReferrer(r => r.PercentOf(10, "EUR", lines: shoes)));
        Assert.Equal(string.Empty, none.Buys("bob", 10));
        Assert.Equal("reward.no_line", none.Reasons());
        var seats = RewardFormula.PerCount(Amount.Of(5, "EUR"), Field.Event("seats"));
        Assert.Equal("60.00 EUR", new Deal(p => p.RewardReferrer(r => r.Give(seats))).Buys("bob", 99, more: c => c.With("seats", "12")));
        var mistyped = new Deal(p => p.RewardReferrer(r => r.Give(seats)));
        Assert.Equal(string.Empty, mistyped.Buys("bob", 99, more: c => c.With("seats", "a dozen")));
        Assert.Equal("reward.quantity_missing", mistyped.Reasons());
    }

    [Fact]
    public void Milestones_pay_once_each_or_every_time()
    {
        var marks = new Deal(p => p.RewardReferrer(r => r.AtMilestone(2, 10, "EUR").AtMilestone(4, 50, "EUR")));
        Assert.Equal(["", "10.00 EUR", "", "50.00 EUR", ""], Enumerable.Range(1, 5).Select(i => marks.Buys($"c{i}", 9)));
        Assert.Equal("reward.milestones_over", marks.Reasons());
        var every = new Deal(p => p.RewardReferrer(r => r.Every(3, 10, "EUR")));
        Assert.Equal(["", "", "10.00 EUR", "", "", "10.00 EUR"], Enumerable.Range(1, 6).Select(i => every.Buys($"c{i}", 9)));
    }

    [Fact]
    public void Volume_that_passes_several_marks_at_once_earns_them_all()
    {
        var volume = Measure.RuleConversions().Sum(Unit.Money("EUR"));
        var deal = new Deal(p => p.RewardReferrer(r => r.Give(RewardFormula.EveryMilestone(volume, 100, RewardFormula.Flat(Amount.Of(5, "EUR"))))));

        Assert.Equal("15.00 EUR", deal.Buys("bob", 350));
        Assert.Equal("5.00 EUR", deal.Buys("bob", 50));
    }

    [Fact]
    public void Recurring_rewards_end_after_so_many_payments_or_so_long_a_time()
    {
        var three = new Deal(p => p.RewardReferrer(r => r.PercentOf(10, "EUR").ForPayments(3)));
        Assert.Equal(["1.00 EUR", "1.00 EUR", "1.00 EUR", ""], Enumerable.Range(1, 4).Select(_ => three.Buys("bob", 10)));
        Assert.Equal("reward.payments_over", three.Reasons());
        Assert.Equal("1.00 EUR", three.Buys("carol", 10));

        var year = new Deal(p => p.RewardReferrer(r => r.PercentOf(10, "EUR").ForTime(TimePeriod.Months(12))));
        Assert.Equal("1.00 EUR", year.Buys("bob", 10, "2026-03-15T10:00:00Z"));
        Assert.Equal("1.00 EUR", year.Buys("bob", 10, "2027-03-15T09:59:59Z"));
        Assert.Equal(string.Empty, year.Buys("bob", 10, "2027-03-15T10:00:00Z"));
        Assert.Equal("reward.time_over", year.Reasons());
    }

    [Fact]
    public void Recurring_rewards_decline_or_follow_a_list()
    {
        var half = RewardFormula.Recurring(RewardFormula.Flat(Amount.Of(10, "EUR")), declining: Percentage.Of(50));
        var declining = new Deal(p => p.RewardReferrer(r => r.Give(half)));
        Assert.Equal(["10.00 EUR", "5.00 EUR", "2.50 EUR", "1.25 EUR", "0.63 EUR"], Enumerable.Range(1, 5).Select(_ => declining.Buys("bob", 10)));

        RewardFormula Percent(decimal percent) => RewardFormula.PercentOf(Percentage.Of(percent), Unit.Money("EUR"));
        var list = new Deal(p => p.RewardReferrer(r => r.Give(RewardFormula.InSequence(false, Percent(30), Percent(20), Percent(10)))));
        Assert.Equal(["3.00 EUR", "2.00 EUR", "1.00 EUR", ""], Enumerable.Range(1, 4).Select(_ => list.Buys("bob", 10)));
    }

    [Fact]
    public void Staged_rewards_follow_what_is_paid_of_the_deal()
    {
        var tenPercent = RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("EUR"));
        var staged = RewardFormula.Staged(
            tenPercent, PaymentStage.Of(Percentage.Of(0), Percentage.Of(30)), PaymentStage.Of(Percentage.Of(50), Percentage.Of(60)), PaymentStage.Of(Percentage.Of(100), Percentage.Of(100)));
        Conversion OfDeal(Conversion c) => c.OfDeal("deal-1", Amount.Of(1_000, "EUR"));

        var stages = new Deal(p => p.RewardReferrer(r => r.Give(staged)));
        Assert.Equal(["30.00 EUR", "", "30.00 EUR", "40.00 EUR"], new[] { 200m, 299.99m, 0.01m, 500m }.Select(paid => stages.Buys("bob", paid, more: OfDeal)));

        var proportion = new Deal(p => p.RewardReferrer(r => r.Give(RewardFormula.Staged(RewardFormula.Flat(Amount.Of(100, "EUR"))))));
        Conversion OfThird(Conversion c) => c.OfDeal("deal-1", Amount.Of(3, "EUR"));
        Assert.Equal(["33.33 EUR", "33.34 EUR", "33.33 EUR", ""], Enumerable.Range(1, 4).Select(_ => proportion.Buys("bob", 1, more: OfThird)));
        Assert.Equal("reward.stage_not_reached", proportion.Reasons());
        Assert.Equal(string.Empty, proportion.Buys("bob", 1));
        Assert.Equal("reward.deal_missing", proportion.Reasons());
    }

    [Fact]
    public void Customer_chooses_and_the_first_option_holds_until_then()
    {
        var choice = RewardFormula.Choice(
            RewardOption.Of("cash", RewardFormula.Flat(Amount.Of(10, "EUR"))), RewardOption.Of("storage", RewardFormula.Flat(Amount.Of(2, "gb"))));
        var deal = new Deal(p => p.RewardReferrer(r => r.Named("thanks").Give(choice)));

        Assert.Equal("10.00 EUR", deal.Buys("bob", 9));
        Assert.Equal("choice.unknown", deal.Scenario.Tell(RewardChoice.Of(Deal.Id("alice"), "thanks", "gold")).Code);
        Assert.Equal("choice.made", deal.Scenario.Tell(RewardChoice.Of(Deal.Id("alice"), "thanks", "storage")).Code);
        Assert.Equal("2 gb", deal.Buys("carol", 9));
    }

    [Fact]
    public void Donations_take_their_part_and_nothing_is_lost()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(9.99m, "EUR").DonatedTo("red-cross", 33)));

        Assert.Equal("6.70 EUR + 3.29 EUR", deal.Buys("bob", 9));
        Assert.Equal(Amount.Of(3.29m, "EUR"), deal.Scenario.Available("cause:red-cross", "EUR"));
        Assert.Equal("9.99 EUR", new Deal(p => p.RewardReferrer(r => r.Flat(9.99m, "EUR").DonatedTo("red-cross"))).Buys("bob", 9));
    }

    [Fact]
    public void Multipliers_combine_as_declared()
    {
        var weekend = Condition.OnWeekdays(NodaTime.IsoDayOfWeek.Saturday, NodaTime.IsoDayOfWeek.Sunday);
        string Earned(MultiplierMode mode, string at) => new Deal(p => p.RewardReferrer(r => r
            .Flat(100, "points").Times(2, weekend).Times(1.5m, Condition.Event("purchase")).CombineMultipliers(mode))).Buys("bob", 9, at);

        Assert.Equal("150 points", Earned(MultiplierMode.Multiply, "2026-03-02T10:00:00Z"));
        Assert.Equal("300 points", Earned(MultiplierMode.Multiply, "2026-03-07T10:00:00Z"));
        Assert.Equal("250 points", Earned(MultiplierMode.Add, "2026-03-07T10:00:00Z"));
        Assert.Equal("200 points", Earned(MultiplierMode.Largest, "2026-03-07T10:00:00Z"));
    }

    [Fact]
    public void Overrides_are_for_a_referrer_a_group_or_a_link()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r
            .Flat(10, "EUR")
            .Override(Condition.In(Field.Referrer("id"), "partner"), RewardFormula.Flat(Amount.Of(30, "EUR")))
            .Override(Condition.In(Field.Referrer("segment"), "gold"), RewardFormula.Flat(Amount.Of(20, "EUR")))
            .Override(Condition.In(Field.Referral("channel"), "email"), RewardFormula.Flat(Amount.Of(15, "EUR")))));
        var scenario = deal.Scenario;
        _ = scenario.Enroll("partner");
        _ = scenario.Tell(Enrollment.Of(Deal.Id("goldie")).InSegment("gold"));
        Assert.Equal("10.00 EUR", deal.Buys("bob", 9));
        _ = scenario.SignUp("carol", "partner");
        Assert.Equal("30.00 EUR", deal.Buys("carol", 9));
        _ = scenario.SignUp("dora", "goldie");
        Assert.Equal("20.00 EUR", deal.Buys("dora", 9));
        _ = scenario.Tell(Share.Of("s1", Deal.Id("alice"), Channel.From("email")));
        _ = scenario.Tell(Touch.ClickOfShare("s1", VisitorId.From("v")));
        _ = scenario.Tell(SignUp.Of(Deal.Id("emil")).ByVisitor(VisitorId.From("v")));
        Assert.Equal("15.00 EUR", deal.Buys("emil", 9, "2026-03-03T10:00:00Z"));
    }

    [Fact]
    public void Stage_that_is_reached_again_after_a_refund_pays_nothing_twice()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Give(RewardFormula.Staged(
            RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("EUR")), PaymentStage.Of(Percentage.Of(50), Percentage.Of(40)), PaymentStage.Of(Percentage.Of(100), Percentage.Of(100))))));

        Assert.Equal(["", "40.00 EUR"], new[] { 400m, 200m }.Select(Pays));
        _ = deal.Refund(1);
        Assert.Equal(["", "60.00 EUR"], new[] { 400m, 400m }.Select(Pays));

        string Pays(decimal amount) => deal.Buys("bob", amount, more: bought => bought.OfDeal("deal", Amount.Of(1_000, "EUR")));
    }
}
