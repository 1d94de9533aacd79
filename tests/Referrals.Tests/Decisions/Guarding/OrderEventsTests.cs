using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

/// <summary>What guards take for an order, and who is a guest.</summary>
public sealed class OrderEventsTests
{
    private static readonly VisitorId Visitor = VisitorId.From("v");

    [Theory]
    [InlineData("payment.failed", null)]
    [InlineData("newsletter", null)]
    [InlineData("purchase", "guard.existing_customer")]
    public void Only_events_that_the_qualification_names_are_orders(string name, string? refusal)
    {
        var story = new Story(ReferralProgram.Create("shop", p => p
            .Qualify(q => q.On("purchase")).Guard(g => g.Recommended()).RewardReferrer(r => r.Flat(20, "USD"))));
        _ = story.Enroll("alice");
        _ = story.Purchase("o1", 50, day: 1, customer: "bob", name: name);

        Assert.Equal(refusal, story.Tell(SignUp("bob", 2)).Refusal());
    }

    [Theory]
    [InlineData("trial.started", "guard.existing_customer")]
    [InlineData("purchase", "guard.existing_customer")]
    [InlineData("payment.failed", null)]
    public void Rules_name_the_orders_where_the_qualification_does_not(string name, string? refusal)
    {
        var story = new Story(ReferralProgram.Create("shop", p => p
            .Guard(g => g.Recommended())
            .RewardReferrer(r => r.When(w => w.On("trial.started")).Flat(5, "USD"))
            .RewardReferrer(r => r.When(w => w.On("purchase")).Flat(20, "USD"))));
        _ = story.Enroll("alice");
        _ = story.Purchase("o1", 50, day: 1, customer: "bob", name: name);

        Assert.Equal(refusal, story.Tell(SignUp("bob", 2)).Refusal());
    }

    [Fact]
    public void Where_nothing_is_named_an_order_is_what_has_an_amount()
    {
        var story = new Story(Program(g => g.Recommended()));
        _ = story.Enroll("alice");
        _ = story.Tell(Conversion.Of(Customer("bob"), "n1", "newsletter").At(Day(1)));
        _ = story.Tell(Conversion.Of(Customer("carol"), "n2", "anything", Usd(1)).At(Day(1)));

        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("bob", 2)).Code);
        Assert.Equal("guard.existing_customer", story.Tell(SignUp("carol", 2)).Refusal());
    }

    [Fact]
    public void Guard_names_its_own_events()
    {
        var story = new Story(Program(g => g.Against(Guard.ExistingCustomer("invoice.paid", "purchase"))));
        _ = story.Enroll("alice");
        _ = story.Purchase("o1", 50, day: 1, customer: "bob", name: "top-up");
        _ = story.Purchase("o2", 50, day: 1, customer: "carol", name: "invoice.paid");

        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("bob", 2)).Code);
        Assert.Equal("guard.existing_customer", story.Tell(SignUp("carol", 2)).Refusal());
    }

    [Theory]
    [InlineData(1.0, 1.01, 2.0, null)] // Click, guest order, account the next day.
    [InlineData(1.0, 1.0, 2.0, null)] // At the same instant as the click.
    [InlineData(1.0, 0.99, 2.0, "guard.existing_customer")] // Ordered before the click.
    [InlineData(1.0, 1.01, 4.0, null)]
    [InlineData(1.0, 1.01, 4.02, "guard.existing_customer")] // The account came too late.
    public void Guest_who_came_by_the_referral_is_a_new_customer(double click, double order, double signUp, string? refusal)
    {
        foreach (var told in new[] { "order first", "sign-up first" })
        {
            var story = new Story(Program(g => g.Against(Guard.ExistingCustomer(TimePeriod.Days(3)), Guard.ReferralAfterOrder())));
            var code = story.Enroll("alice").Subject!;
            _ = story.Tell(Touch.Click(code, Visitor, Day(click)));
            var account = SignUp("bob", signUp, of: null).ByVisitor(Visitor);
            if (told == "order first")
            {
                _ = story.Purchase("o1", 50, day: order);
                Assert.Equal(refusal, story.Tell(account).Refusal());
            }
            else
            {
                _ = story.Tell(account);
                _ = story.Purchase("o1", 50, day: order);
                Assert.Equal(refusal, story.Facts.SingleOrDefault(fact => fact.Kind == FactKind.ReferralRejected)?.Code);
            }
        }
    }

    [Fact]
    public void Recommended_guards_let_a_guest_in_who_opens_an_account_the_next_day()
    {
        var story = new Story(Program(g => g.Recommended()));
        _ = story.Tell(Touch.Click(story.Enroll("alice").Subject!, Visitor, Day(1)));
        _ = story.Purchase("o1", 50, day: 1 + (10 / 1440.0));

        var decision = story.Tell(SignUp("bob", 2, of: null).ByVisitor(Visitor));

        Assert.Equal(DecisionCodes.SignUpReferred, decision.Code);
        Assert.StartsWith("an order as a guest on", decision.CheckOf("guard.existing_customer").Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_events_are_checked_where_they_are_written()
    {
        Assert.Equal("events", Assert.Throws<ArgumentException>(() => Guard.ExistingCustomer("purchase", " ")).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentException>(() => Guard.ReferralAfterOrder(Enumerable.Range(0, 21).Select(i => $"e{i}"))).ParamName);
    }
}
