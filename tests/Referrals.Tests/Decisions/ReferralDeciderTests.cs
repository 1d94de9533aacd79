using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions;

public sealed class ReferralDeciderTests
{
    private static readonly ReferralProgram TwentyAndTen = ReferralProgram.Create("p", p => p
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase").First().AtLeast(25, "USD").Within(TimePeriod.Days(60)))
        .RewardReferrer(r => r.Flat(20, "USD"))
        .RewardReferee(r => r.Flat(10, "USD")));

    [Fact]
    public void Enrolling_again_gives_the_same_code()
    {
        var story = new Story(TwentyAndTen);

        var first = story.Tell(Enrollment.Of(Customer("alice")).At(Day(0)));
        var again = story.Tell(Enrollment.Of(Customer("alice")).At(Day(9)).WithKey("again"));

        Assert.Equal(DecisionCodes.CodeIssued, first.Code);
        Assert.True(again.IsRepeated);
        Assert.Equal(first, again);
        _ = Assert.Single(story.Decisions);
    }

    [Fact]
    public void Taken_codes_are_never_given_twice()
    {
        var decider = new ReferralDecider(TwentyAndTen);
        var code = Referrals.Codes.CodeGenerator.Next(TwentyAndTen.Codes, new Referrals.Pipeline.SeededRandomness(1));
        var alice = decider.Decide(Referrals.ProgramState.Empty, Enrollment.Of(Customer("alice")).At(Day(0)), [code]);
        var state = Referrals.ProgramState.Empty.After(alice);

        var bob = decider.Decide(state, Enrollment.Of(Customer("bob")).At(Day(0)), [code]);

        Assert.Equal(DecisionCodes.CodesTaken, bob.Code);
        Assert.False(bob.IsAccepted);
    }

    [Fact]
    public void First_purchase_rewards_both_and_second_nobody()
    {
        var story = new Story(TwentyAndTen).AliceRefersBob();

        var first = story.Purchase("o1", 40, day: 5);
        var second = story.Purchase("o2", 40, day: 6);

        Assert.Equal(DecisionCodes.ConversionRewarded, first.Code);
        Assert.Equal(["20.00 USD", "10.00 USD"], first.Grants.Select(grant => grant.Amount!.Value.ToString()));
        Assert.Equal(DecisionCodes.ConversionNotRewarded, second.Code);
        Assert.All(second.Facts.Skip(1), fact => Assert.Equal("condition.ordinal", fact.Code));
        Assert.Equal(2_000, story.Ledger("Available", "alice"));
        Assert.Equal(1_000, story.Ledger("Available", "bob"));
        Assert.Equal(-3_000, story.Ledger("Program"));
    }

    [Theory]
    [InlineData("purchase", 24.99, 5, "condition.amount")]
    [InlineData("install", 40, 5, "condition.event")]
    [InlineData("purchase", 40, 63.0, "condition.window")]
    public void Purchase_that_misses_a_condition_names_it(string name, double amount, double day, string reason)
    {
        var story = new Story(TwentyAndTen).AliceRefersBob();

        var decision = story.Purchase("o1", (decimal)amount, day, name: name);

        Assert.Equal(DecisionCodes.ConversionNotRewarded, decision.Code);
        Assert.All(decision.Facts.Skip(1), fact => Assert.Equal(reason, fact.Code));
    }

    [Fact]
    public void Purchase_a_moment_before_the_windows_end_counts()
    {
        var story = new Story(TwentyAndTen).AliceRefersBob();

        Assert.Equal(DecisionCodes.ConversionRewarded, story.Purchase("o1", 40, day: 62.999).Code);
    }

    [Fact]
    public void Other_currency_is_a_reason_of_its_own()
    {
        var story = new Story(TwentyAndTen).AliceRefersBob();

        var decision = story.Tell(Conversion.Of(Customer("bob"), "o1", "purchase", Amount.Of(40, "EUR")).At(Day(5)));

        Assert.Equal("condition.currency", decision.Facts[1].Code);
    }

    [Fact]
    public void Purchase_told_before_the_sign_up_counts_when_the_sign_up_comes()
    {
        var program = ReferralProgram.Create("p", p => p.Qualify(q => q.First()).RewardReferrer(r => r.Flat(20, "USD")));
        var story = new Story(program);
        _ = story.Tell(Enrollment.Of(Customer("alice")).At(Day(0)));

        var purchase = story.Purchase("o1", 40, day: 2);
        var signUp = story.Tell(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(1)));

        Assert.Equal(DecisionCodes.ConversionWaiting, purchase.Code);
        Assert.Equal(DecisionCodes.SignUpReferred, signUp.Code);
        Assert.Equal("20.00 USD", story.Decisions[^1].Grants.Single().Amount.ToString());
    }

    [Fact]
    public void Nobody_refers_themselves()
    {
        var story = new Story(TwentyAndTen);
        _ = story.Tell(Enrollment.Of(Customer("alice")).At(Day(0)));

        var decision = story.Tell(SignUp.Of(Customer("alice")).ReferredBy(Customer("alice")).At(Day(1)));

        Assert.Equal(DecisionCodes.SignUpReferralRefused, decision.Code);
        Assert.Equal("guard.self_referral", decision.Facts.Single(fact => fact.Kind == FactKind.ReferralRefused).Code);
    }

    [Fact]
    public void Circle_that_a_late_sign_up_would_close_is_refused()
    {
        var story = new Story(TwentyAndTen);
        foreach (var name in new[] { "a", "b", "c" })
        {
            _ = story.Tell(Enrollment.Of(Customer(name)).At(Day(0)));
        }

        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp.Of(Customer("b")).ReferredBy(Customer("a")).At(Day(1))).Code);
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp.Of(Customer("c")).ReferredBy(Customer("b")).At(Day(2))).Code);
        var closing = story.Tell(SignUp.Of(Customer("a")).ReferredBy(Customer("c")).At(Day(3)));

        Assert.Equal("guard.cycle", closing.Facts.Single(fact => fact.Kind == FactKind.ReferralRefused).Code);
    }

    [Fact]
    public void Own_touch_leaves_before_the_model()
    {
        var story = new Story(TwentyAndTen);
        var visitor = VisitorId.From("v");
        var alice = story.Tell(Enrollment.Of(Customer("alice")).At(Day(0))).Subject!;
        var bob = story.Tell(Enrollment.Of(Customer("bob")).At(Day(0))).Subject!;
        _ = story.Tell(Touch.Click(alice, visitor, Day(1)));
        _ = story.Tell(Touch.Click(bob, visitor, Day(2)));

        var signUp = story.Tell(SignUp.Of(Customer("bob")).ByVisitor(visitor).At(Day(3)));

        Assert.Equal(DecisionCodes.SignUpReferred, signUp.Code);
        Assert.Equal(Customer("alice"), signUp.Facts.Single(fact => fact.Kind == FactKind.ReferralCreated).Referrer);
    }

    [Theory]
    [InlineData(true, "alice")]
    [InlineData(false, "carol")]
    public void Typed_code_beats_a_later_link_if_the_program_says_so(bool codeBeatsLink, string winner)
    {
        var program = ReferralProgram.Create("p", p => p
            .Attribute(a => _ = codeBeatsLink ? a.CodeBeatsLink() : a.CodeEqualsLink())
            .RewardReferrer(r => r.Flat(20, "USD")));
        var story = new Story(program);
        var visitor = VisitorId.From("v");
        var alice = story.Tell(Enrollment.Of(Customer("alice")).At(Day(0))).Subject!;
        var carol = story.Tell(Enrollment.Of(Customer("carol")).At(Day(0))).Subject!;
        _ = story.Tell(Touch.CodeEntry(alice.ToLowerInvariant(), visitor, Day(1)));
        _ = story.Tell(Touch.Click(carol, visitor, Day(2)));

        var signUp = story.Tell(SignUp.Of(Customer("bob")).ByVisitor(visitor).At(Day(3)));

        Assert.Equal(Customer(winner), signUp.Facts.Single(fact => fact.Kind == FactKind.ReferralCreated).Referrer);
    }

    [Theory]
    [InlineData(true, "alice")]
    [InlineData(false, "carol")]
    public void First_or_last_touch_wins_as_the_program_says(bool first, string winner)
    {
        var program = ReferralProgram.Create("p", p => p
            .Attribute(a => _ = first ? a.FirstTouch() : a.LastTouch())
            .RewardReferrer(r => r.Flat(20, "USD")));
        var story = new Story(program);
        var (phone, laptop) = (VisitorId.From("phone"), VisitorId.From("laptop"));
        var alice = story.Tell(Enrollment.Of(Customer("alice")).At(Day(0))).Subject!;
        var carol = story.Tell(Enrollment.Of(Customer("carol")).At(Day(0))).Subject!;
        _ = story.Tell(Touch.Click(carol, laptop, Day(2)));
        _ = story.Tell(Touch.Click(alice, phone, Day(1)));
        _ = story.Tell(Identification.Of(phone, Customer("bob")).At(Day(2)));

        var signUp = story.Tell(SignUp.Of(Customer("bob")).ByVisitor(laptop).At(Day(3)));

        Assert.Equal(Customer(winner), signUp.Facts.Single(fact => fact.Kind == FactKind.ReferralCreated).Referrer);
    }

    [Theory]
    [InlineData(29.9999, DecisionCodes.SignUpReferred)]
    [InlineData(30.0, DecisionCodes.SignUpReferralRefused)]
    public void Touch_outside_the_window_refers_nobody(double daysAfter, string outcome)
    {
        var story = new Story(TwentyAndTen);
        var visitor = VisitorId.From("v");
        var code = story.Tell(Enrollment.Of(Customer("alice")).At(Day(0))).Subject!;
        _ = story.Tell(Touch.Click(code, visitor, Day(1)));

        Assert.Equal(outcome, story.Tell(SignUp.Of(Customer("bob")).ByVisitor(visitor).At(Day(1 + daysAfter))).Code);
    }

    [Fact]
    public void Visitor_of_one_customer_is_never_joined_to_another()
    {
        var story = new Story(TwentyAndTen);
        var visitor = VisitorId.From("v");

        Assert.Equal(DecisionCodes.VisitorIdentified, story.Tell(Identification.Of(visitor, Customer("bob")).At(Day(0))).Code);
        Assert.True(story.Tell(Identification.Of(visitor, Customer("bob")).At(Day(1)).WithKey("again")).IsRepeated);
        var conflict = story.Tell(Identification.Of(visitor, Customer("carol")).At(Day(2)));
        Assert.Equal(DecisionCodes.VisitorConflict, conflict.Code);
        Assert.False(conflict.IsAccepted);
    }

    [Fact]
    public void Cap_by_amount_clamps_and_begins_anew_each_month()
    {
        var program = ReferralProgram.Create("p", p => p
            .InZone("Europe/Paris")
            .RewardReferrer(r => r.Flat(20, "USD").AtMost(50, "USD", per: TimeFrame.CalendarMonth)));
        var story = new Story(program).AliceRefersBob();

        var march = Enumerable.Range(0, 4).Select(i => story.Purchase($"m{i}", 40, 5 + i)).ToArray();
        var april = story.Purchase("a", 40, 31);

        Assert.Equal([2_000, 2_000, 1_000], march.SelectMany(decision => decision.Grants).Select(grant => grant.Amount!.Value.MinorUnits));
        Assert.Equal("reward.cap_reached", march[3].Facts[^1].Code);
        Assert.Equal("20.00 USD", april.Grants.Single().Amount.ToString());
    }

    [Fact]
    public void Cap_by_number_refuses_what_exceeds_it()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(20, "USD").AtMostRewards(2)));
        var story = new Story(program).AliceRefersBob();

        var granted = Enumerable.Range(0, 5).Count(i => story.Purchase($"o{i}", 40, 5 + i).Grants.Any());

        Assert.Equal(2, granted);
    }

    [Fact]
    public void Budget_is_never_exceeded_and_counts_both_sides()
    {
        var program = ReferralProgram.Create("p", p => p
            .RewardReferrer(r => r.Flat(20, "USD")).RewardReferee(r => r.Flat(10, "USD")).Budget(45, "USD"));
        var story = new Story(program).AliceRefersBob();

        _ = story.Purchase("o1", 40, 5);
        var second = story.Purchase("o2", 40, 6);

        Assert.Equal("10.00 USD", second.Grants.Single().Amount.ToString());
        Assert.Equal("reward.budget_used_up", second.Facts.Single(fact => fact.Kind == FactKind.ConversionNotRewarded).Code);
        Assert.Equal(-4_000, story.Ledger("Program"));
    }

    [Fact]
    public void Held_reward_vests_when_its_time_has_come_and_not_before()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(20, "USD").HeldFor(TimePeriod.Days(14))));
        var story = new Story(program).AliceRefersBob();
        _ = story.Purchase("o1", 40, 5);

        story.PassTime(18.99);
        Assert.Equal(2_000, story.Ledger("Pending", "alice"));
        Assert.Equal(0, story.Ledger("Available", "alice"));
        story.PassTime(19);
        Assert.Equal(0, story.Ledger("Pending", "alice"));
        Assert.Equal(2_000, story.Ledger("Available", "alice"));
    }

    [Fact]
    public void Refunds_in_parts_take_back_exactly_the_grant()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "USD")).RewardReferee(r => r.Flat(5, "USD").KeptOnRefund()));
        var story = new Story(program).AliceRefersBob();
        _ = story.Purchase("o1", 30, 5);

        var reversed = Enumerable.Range(1, 3)
            .Select(i => story.Tell(Refund.Of($"r{i}", "o1", Usd(10)).At(Day(5 + i))))
            .Select(decision => decision.Facts[^1].Amount!.Value.MinorUnits);

        Assert.Equal([333, 334, 333], reversed);
        Assert.Equal(0, story.Ledger("Available", "alice"));
        Assert.Equal(1_000, story.Ledger("Reversed"));
        Assert.Equal(500, story.Ledger("Available", "bob"));
        var fourth = story.Tell(Refund.Of("r4", "o1", Usd(0.01m)).At(Day(9)));
        Assert.Equal(DecisionCodes.RefundTooMuch, fourth.Code);
    }

    [Fact]
    public void Refund_of_a_held_reward_leaves_nothing_to_vest()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(20, "USD").HeldFor(TimePeriod.Days(14))));
        var story = new Story(program).AliceRefersBob();
        _ = story.Purchase("o1", 40, 5);
        _ = story.Tell(Refund.OfWhole("r", "o1").At(Day(6)));

        story.PassTime(30);

        Assert.DoesNotContain(story.Facts, fact => fact.Kind == FactKind.RewardVested);
        Assert.Equal(0, story.Ledger("Pending", "alice"));
    }

    [Theory]
    [InlineData("2026-03-03T00:00:00Z", null, "guard.program_ended")]
    [InlineData(null, "2026-03-06T00:00:00Z", "guard.program_not_started")]
    public void Referrals_outside_the_schedule_are_refused(string? until, string? from, string reason)
    {
        var program = ReferralProgram.Create("p", p => p
            .Runs(Parse(from), Parse(until)).RewardReferrer(r => r.Flat(20, "USD")));
        var story = new Story(program).AliceRefersBob();

        Assert.Equal(reason, story.Facts.Single(fact => fact.Kind == FactKind.ReferralRefused).Code);

        static NodaTime.Instant? Parse(string? text) =>
            text is null ? null : NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value;
    }

    [Fact]
    public void Referral_is_judged_by_the_version_that_created_it()
    {
        var first = ReferralProgram.Create("p", p => p.Version(1).RewardReferrer(r => r.Flat(20, "USD")));
        var second = ReferralProgram.Create("p", p => p.Version(2).RewardReferrer(r => r.Flat(5, "USD")));
        var old = new Story(first).AliceRefersBob();
        var decider = new ReferralDecider([first, second]);

        var ofBob = decider.Decide(old.State, Conversion.Of(Customer("bob"), "o1", "purchase", Usd(40)).At(Day(5)));
        var state = old.State.After(decider.Decide(old.State, SignUp.Of(Customer("dan")).ReferredBy(Customer("alice")).At(Day(4))));
        var ofDan = decider.Decide(state, Conversion.Of(Customer("dan"), "o2", "purchase", Usd(40)).At(Day(5)));

        Assert.Equal("20.00 USD", ofBob.Grants.Single().Amount.ToString());
        Assert.Equal(1, ofBob.Explanation.ProgramVersion);
        Assert.Equal("5.00 USD", ofDan.Grants.Single().Amount.ToString());
    }

    [Fact]
    public void Own_rules_and_conditions_are_found_by_name()
    {
        var program = ReferralProgram.Create("p", p => p
            .Qualify(q => q.And(Condition.Custom("weekday")))
            .RewardReferrer(r => r.Custom("half", "USD")));
        var rules = CustomRules.Empty.With("weekday", new Weekday()).With("half", new Half());
        var story = new Story(program, rules).AliceRefersBob();

        Assert.Equal("20.00 USD", story.Purchase("monday", 40, day: 8).Grants.Single().Amount.ToString());
        Assert.Equal("condition.custom", story.Purchase("sunday", 40, day: 7).Facts[^1].Code);
        Assert.Throws<ReferralProgramException>(() => new ReferralDecider(program));
    }

    private sealed class Weekday : IConversionCondition
    {
        public ConditionAnswer IsMet(QualificationContext context) =>
            context.OccurredAt.InZone(context.Zone).DayOfWeek is not (NodaTime.IsoDayOfWeek.Saturday or NodaTime.IsoDayOfWeek.Sunday);
    }

    private sealed class Half : IIncentiveRule
    {
        public IncentiveGrant Grant(QualificationContext context) => context.Conversion.Amount is { } amount
            ? IncentiveGrant.Of(Amount.Of(amount.Value / 2, amount.Unit))
            : IncentiveGrant.None("no_amount");
    }
}
